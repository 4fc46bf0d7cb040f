import { readFileSync } from 'node:fs';

import { ResourceGraph } from '../../../topology/graph/graph.ts';
import { GraphError, readGraph } from '../../../topology/graph/read.ts';
import { parsePlan } from '../plan.ts';
import { InputProblem, messageOf } from '../problem.ts';
import { plannedOperations, type PlannedOperations } from './planned.ts';

/** The two plans of a report, read. */
export interface ReportPlans {
  /** A graph without resources when no base is given. */
  readonly base: ResourceGraph;
  readonly head: ResourceGraph;
  readonly planned: readonly PlannedOperations[];
}

/**
 * Reads the plans, both before anything is said about either.
 *
 * @throws InputProblem naming each file that cannot be used
 */
export function readPlans(basePath: string | undefined, headPath: string): ReportPlans {
  const problems: string[] = [];
  const read = (option: string, path: string): { text: string; graph: ResourceGraph } => {
    try {
      const text = readFileSync(path, 'utf8');
      return { text, graph: readGraph(text, path) };
    } catch (error) {
      const message = messageOf(error);
      problems.push(
        error instanceof GraphError ? `${option}: ${message}` : `${option} ${path} cannot be read: ${message}.`,
      );
      return { text: '', graph: NOTHING };
    }
  };
  const base = basePath === undefined ? NOTHING : read('--base', basePath).graph;
  const head = read('--head', headPath);
  if (problems.length > 0) throw new InputProblem(problems.join('\n'));
  return { base, head: head.graph, planned: plannedOperations(parsePlan(head.text) ?? {}) };
}

const NOTHING = new ResourceGraph([]);
