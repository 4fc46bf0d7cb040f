import ansis from 'ansis';
import { refusals, type PolicyResults } from './policyResults.ts';
import type { Stack } from './stack.ts';

/** What there is to sum up after a preview or an update. */
export interface SummaryInput {
  readonly stack: Stack;
  /** The resources: parsed output of `pulumi preview --json --show-sames`, or of `pulumi stack export`. */
  readonly resources: unknown;
  readonly policies: PolicyResults;
}

/** A few lines for people: what there is, and what the policies say. */
export function summary({ resources, policies }: SummaryInput): string {
  return [...resourceLines(typesOf(resources)), '', ...policyLines(policies)].join('\n');
}

function resourceLines(types: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b));
  return [
    ansis.bold(`Resources: ${types.length}`),
    ...sorted.map(([type, count]) => `${String(count).padStart(4)}  ${type}`),
  ];
}

function policyLines(policies: PolicyResults): string[] {
  if (policies.rules.length === 0) return [ansis.bold('Policies: none ran')];
  const told = policies.violations.length - refusals(policies).length;
  return [
    ansis.bold(`Policies: ${policies.rules.length} rules, ${refusals(policies).length} refused, ${told} advised`),
    ...policies.violations.map(({ rule, level, resource, message }) => {
      const mark = level === 'mandatory' ? ansis.red('refused') : ansis.yellow('advised');
      return `  ${mark}  ${rule}  ${resource?.split('::').at(-1) ?? ''}\n${indent(message)}`;
    }),
  ];
}

const indent = (text: string): string => text.replace(/^/gm, '      ');

/** Resource types of a plan or of an exported state; what a plan deletes is left out. */
function typesOf(resources: unknown): string[] {
  const { steps, deployment } = resources as {
    steps?: { newState?: { type: string }; op: string }[];
    deployment?: { resources?: { type: string }[] };
  };
  if (deployment) return (deployment.resources ?? []).map(({ type }) => type);
  return (steps ?? []).flatMap(({ op, newState }) => (newState && op !== 'delete-replaced' ? [newState.type] : []));
}
