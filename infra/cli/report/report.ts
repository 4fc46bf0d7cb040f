import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import { compareGraphs } from '../../../topology/report/compare.ts';
import type { Comparison } from '../../../topology/report/types.ts';
import type { PackConfig } from './packConfig.ts';
import type { PlannedOperations } from './planned.ts';
import { compareRules, type RuleComparison } from './rules.ts';

/** Everything that a reviewer of a change is told. `schema.json` beside this file describes the JSON form. */
export interface Report extends Comparison, RuleComparison {
  readonly version: 1;
  /** What an update by the head's plan would do; empty when the head is a state. */
  readonly planned: readonly PlannedOperations[];
  /** Address of the drill's page. */
  readonly drill: string | null;
}

interface ReportInput {
  /** A graph without resources when there was nothing before. */
  readonly base: ResourceGraph;
  readonly head: ResourceGraph;
  readonly planned: readonly PlannedOperations[];
  readonly config: PackConfig;
  /** The day to judge exceptions by, YYYY-MM-DD. */
  readonly today: string;
  readonly drill: string | null;
}

/** Compares two plans by what they change, by their verdicts and by the rules. */
export function reportOn({ base, head, planned, config, today, drill }: ReportInput): Report {
  const comparison = compareGraphs(base, head);
  const { rules, exceptions } = compareRules(base, head, config, today);
  return {
    version: 1,
    ...comparison,
    holds: comparison.holds && ![...rules, ...exceptions].some(({ broken }) => broken),
    rules,
    exceptions,
    planned,
    drill,
  };
}
