import ansis from 'ansis';
import { graphOf } from '../../topology/graph/read.ts';
import { recognise } from '../../topology/recognise/recognise.ts';
import { verdict } from '../../topology/verdict/verdict.ts';
import { refusals, type PolicyResults } from './policyResults.ts';
import type { Stack } from './stack.ts';
import { modelText } from './text/model.ts';
import { objectiveTable } from './text/verdict.ts';

/** What there is to sum up after a preview or an update. */
export interface SummaryInput {
  readonly stack: Stack;
  /** The resources: parsed output of `pulumi preview --json --show-sames`, or of `pulumi stack export`. */
  readonly resources: unknown;
  readonly policies: PolicyResults;
}

/** What a person wants to know first: regions, entry, stores, objectives, then resources and what the policies say. */
export function summary({ stack, resources, policies }: SummaryInput): string {
  const graph = graphOf(resources, stack.name);
  const { objectives } = verdict(graph);
  return [
    '',
    modelText(recognise(graph)),
    ...(objectives.length > 0 ? ['', ansis.bold('Objectives'), '', objectiveTable(objectives)] : []),
    '',
    ...resourceLines(graph.all.map(({ type }) => type)),
    '',
    ...policyLines(policies),
  ].join('\n');
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
