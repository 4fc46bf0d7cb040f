import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { policiesOf } from '../../policy/engine/policies.ts';
import { rules } from '../../policy/rules/index.ts';
import type { Plan, Planned } from './plan.ts';

// The pack's own policies, asked in this process in the engine's order: every resource before it is touched, then the stack.

/** Something the pack says about a plan. */
export interface Said {
  readonly policy: string;
  readonly level: string;
  readonly urn: string;
  readonly message: string;
}

interface Levelled {
  readonly level: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * What was said of a resource before it was touched, by configuration. It depends on nothing else, and a mutation leaves all
 * resources but one as they were.
 */
const known = new WeakMap<Plan['config'], WeakMap<Planned, readonly Said[]>>();

function knownUnder(config: Plan['config']): WeakMap<Planned, readonly Said[]> {
  const there = known.get(config) ?? new WeakMap<Planned, readonly Said[]>();
  known.set(config, there);
  return there;
}

/** Asks every policy of the pack about a plan. */
export async function ask(
  { resources, config }: Pick<Plan, 'resources' | 'config'>,
  today = new Date().toISOString().slice(0, 10),
): Promise<Said[]> {
  const said: Said[] = [];
  const policies = policiesOf(rules, () => today).map((policy) => {
    const { level, config: settings } = levelOf(config[policy.name], policy.enforcementLevel ?? 'mandatory');
    const report =
      (urn: string) =>
      (message: string, about?: string): void =>
        void said.push({ policy: policy.name, level, urn: about ?? urn, message });
    return { policy, level, settings, report };
  });
  const on = policies.filter(({ level }) => level !== 'disabled');
  // Most of the time goes into asking, so nothing is looked up twice.
  const remedies = on.flatMap(({ policy, level, settings }) =>
    'remediateResource' in policy && level === 'remediate' && policy.remediateResource
      ? [{ remedy: policy.remediateResource, settings }]
      : [],
  );
  const validations = on.flatMap(({ policy, settings, report }) =>
    'validateResource' in policy && policy.validateResource
      ? [policy.validateResource].flat().map((validate) => ({ validate, settings, report }))
      : [],
  );
  const asked = knownUnder(config);
  for (const resource of resources) {
    const about = aboutOf(resource);
    for (const { remedy, settings } of remedies) await remedy(argumentsFor(about, settings));
    const before = asked.get(resource);
    if (before) {
      said.push(...before);
      continue;
    }
    const first = said.length;
    for (const { validate, settings, report } of validations) {
      const waiting = validate(argumentsFor(about, settings), report(resource.urn));
      if (waiting) await waiting;
    }
    asked.set(resource, said.slice(first));
  }
  const stack = stackOf(resources);
  for (const { policy, settings, report } of on) {
    if (!('validateStack' in policy)) continue;
    const args = { resources: stack, stackTags: new Map<string, string>(), getConfig: () => settings };
    await policy.validateStack(args as unknown as Parameters<typeof policy.validateStack>[0], report(''));
  }
  // The pack forgets a run with the next turn of the event loop.
  await nextTurn();
  return said;
}

function levelOf(given: unknown, own: string): Levelled {
  if (typeof given === 'string') return { level: given, config: {} };
  const { enforcementLevel, ...config } = (given ?? {}) as { enforcementLevel?: string } & Record<string, unknown>;
  return { level: enforcementLevel ?? own, config };
}

const aboutOf = (resource: Planned) => ({
  urn: resource.urn,
  type: resource.type,
  name: resource.name,
  props: resource.inputs,
  opts: {
    protect: resource.protect,
    ignoreChanges: [...resource.ignoreChanges],
    additionalSecretOutputs: [...resource.secretOutputs],
    ...(resource.parent === undefined ? {} : { parent: resource.parent }),
  },
  ...(resource.custom ? { provider: { urn: 'urn:pulumi:test::plan::pulumi:providers:gcp::default' } } : {}),
});

const argumentsFor = (about: ReturnType<typeof aboutOf>, settings: Levelled['config']): ResourceValidationArgs =>
  ({ ...about, getConfig: () => settings }) as unknown as ResourceValidationArgs;

function stackOf(resources: readonly Planned[]): readonly PolicyResource[] {
  const stack = resources.map((resource) => ({
    ...aboutOf(resource),
    dependencies: [] as unknown[],
    propertyDependencies: {},
  }));
  const byUrn = new Map(stack.map((one) => [one.urn, one]));
  resources.forEach(({ links }, index) => {
    const one = stack[index];
    if (!one) return;
    one.propertyDependencies = Object.fromEntries(
      Object.entries(links).map(([argument, urns]) => [argument, urns.flatMap((urn) => byUrn.get(urn) ?? [])]),
    );
    one.dependencies = [...new Set(Object.values(one.propertyDependencies).flat())];
  });
  return stack as unknown as readonly PolicyResource[];
}
