import { readFileSync } from 'node:fs';

import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { GraphError, readGraph } from '../../topology/graph/read.ts';
import { isWhole } from './plan.ts';
import { previewStack } from './preview.ts';
import { InputProblem, messageOf } from './problem.ts';
import { readStack, type Stack } from './stack.ts';

/** Where a plan comes from: a stack that is previewed now, or a file that was kept. */
export interface PlanSource {
  readonly offline?: boolean;
  /** Path of a kept preview or of a stack export. */
  readonly from?: string;
}

/**
 * The resource graph of a stack or of a file.
 *
 * @throws InputProblem when both or neither are given, or when the file cannot be read as a plan
 */
export async function readSource(stack: string | undefined, source: PlanSource): Promise<ResourceGraph> {
  return openSource(stack, source)();
}

/** The same in two steps: what a person gave is checked and read at once, and a stack is previewed by what is returned. */
export function openSource(stack: string | undefined, { offline, from }: PlanSource): () => Promise<ResourceGraph> {
  if (from !== undefined && stack !== undefined) {
    throw new InputProblem(`Both stack ${stack} and --from ${from} are given. Give one of them.`);
  }
  if (from !== undefined) {
    const graph = graphFrom(textOf(from), from);
    return () => Promise.resolve(graph);
  }
  if (stack === undefined) {
    throw new InputProblem('Name a stack, or give a kept plan or a stack export with --from FILE.');
  }
  const found = readStack(stack, { ...(offline ? { offline } : {}) });
  return () => previewed(found);
}

async function previewed(stack: Stack): Promise<ResourceGraph> {
  const { plan, text, errors } = await previewStack(stack, { policy: false });
  if (plan === undefined || !isWhole(plan)) {
    throw new Error(`The preview of ${stack.name} failed, so there is no plan to read.\n${errors || text}`.trim());
  }
  return graphFrom(text, `the preview of ${stack.name}`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputProblem(`--from ${path} cannot be read: ${messageOf(error)}.`);
  }
}

function graphFrom(text: string, source: string): ResourceGraph {
  try {
    return readGraph(text, source);
  } catch (error) {
    throw error instanceof GraphError ? new InputProblem(error.message) : error;
  }
}
