import { ask, type Said } from '../support/pack.ts';
import { apply, titleOf, type Mutation } from './mutation.ts';
import type { Plan, Planned } from '../support/plan.ts';

/** What the pack made of one mutation. */
export interface Outcome {
  readonly mutation: Mutation;
  /** Refusals that the plan does not have without the mutation, the expected one first. */
  readonly refusals: readonly Said[];
  /** What is wrong with the outcome for a breakage; undefined when it is refused as it has to be. */
  readonly problem: string | undefined;
}

/** Applies mutations one at a time and asks the pack about each. */
export async function runMutations(
  mutations: readonly Mutation[],
  plans: ReadonlyMap<string, Plan>,
  today: string,
): Promise<readonly Outcome[]> {
  const known = new Map<string, ReadonlySet<string>>();
  const outcomes: Outcome[] = [];
  for (const mutation of mutations) {
    const plan = plans.get(mutation.plan);
    if (!plan)
      throw new Error(`${titleOf(mutation)}: there is no plan ${mutation.plan}, only ${[...plans.keys()].join(', ')}`);
    const before = known.get(plan.name) ?? new Set((await refusalsOf(plan, today)).map(keyOf));
    known.set(plan.name, before);
    const { plan: broken, target } = applied(mutation, plan);
    const fresh = (await refusalsOf(broken, today)).filter((said) => !before.has(keyOf(said)));
    const expected = fresh.filter((said) => isExpected(said, mutation, target));
    const refusals = [...expected, ...fresh.filter((said) => !expected.includes(said))];
    outcomes.push({ mutation, refusals, problem: problemOf(mutation, fresh, expected) });
  }
  return outcomes;
}

/** Sentences that refuse a plan as it is. */
export async function refusalsOf(plan: Plan, today: string): Promise<readonly Said[]> {
  return (await ask(plan, today)).filter(({ level }) => level === 'mandatory');
}

function applied(mutation: Mutation, plan: Plan): ReturnType<typeof apply> {
  try {
    return apply(mutation, plan);
  } catch (error) {
    throw new Error(`${titleOf(mutation)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const keyOf = ({ policy, message }: Said): string => `${policy} ${message}`;

function problemOf(mutation: Mutation, fresh: readonly Said[], expected: readonly Said[]): string | undefined {
  if (expected.length > 0) return undefined;
  if (fresh.length === 0) return 'is not refused';
  const wanted = mutation.rule === undefined ? '' : ` of ${mutation.rule}*`;
  return `is refused, but no message${wanted} names the resource, the argument and the fix: ${fresh.map(keyOf).join(' | ')}`;
}

/** True when a message tells a person which resource and argument to write, and what. */
function isExpected({ policy, message }: Said, mutation: Mutation, target: Planned): boolean {
  if (mutation.rule !== undefined && !policy.startsWith(mutation.rule)) return false;
  const [, argument, name] = / ?([^ ]+) of (.+?) \(/.exec(message) ?? [];
  if (argument === undefined || name === undefined || !/ Fix: [a-z].*\.$/s.test(message)) return false;
  // A message that rightly names another place has its words in the list.
  if (mutation.says !== undefined) return message.includes(mutation.says);
  return name === target.name && (mutation.argument === '*' || isSamePlace(argument, mutation.argument));
}

/** True when one path is the other, or leads to it. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => path.replace(/\[(\d+)\]/g, '.$1').split('.'));
  return (a ?? []).every((part, index) => index >= (b?.length ?? 0) || part === b?.[index]);
}
