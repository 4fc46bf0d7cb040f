import type { ResourceGraph } from '../graph/graph.ts';
import { recognise } from '../recognise/recognise.ts';
import { verdict } from '../verdict/verdict.ts';
import { compareLosses } from './losses.ts';
import { compareObjectives } from './objectives.ts';
import { compareResources } from './resources.ts';
import type { Comparison } from './types.ts';

/**
 * What a change does: the plan before it beside the plan with it.
 *
 * @param base the plan before; a graph without resources when there was nothing before, and then nothing can be broken
 */
export function compareGraphs(base: ResourceGraph, head: ResourceGraph): Comparison {
  const [before, after] = [verdict(base), verdict(head)];
  const objectives = compareObjectives(recognise(base), recognise(head));
  const losses = compareLosses(before, after);
  const isNew = base.all.length === 0;
  return {
    stack: { base: isNew ? null : base.stack, head: head.stack },
    ok: { base: isNew ? null : before.ok, head: after.ok },
    resources: compareResources(base, head),
    objectives,
    losses,
    holds: ![...objectives, ...losses].some(({ broken }) => broken) && !(before.ok && !after.ok),
  };
}
