import type { ResourceGraph } from '../graph/graph.ts';
import type { Model } from '../model/model.ts';
import { recognise } from '../recognise/recognise.ts';
import { judge } from './judge.ts';
import { lossesOf } from './losses.ts';
import { judgeObjectives } from './objectives.ts';
import type { Verdict } from './types.ts';

/** Several rules ask about one graph; it is judged once. */
const judged = new WeakMap<ResourceGraph, Verdict>();

/**
 * The heart: resource graph in, verdict out. The policy pack, `tandem verdict` and the drill all ask this function, so a
 * rule, a prediction and a measurement cannot disagree.
 */
export function verdict(graph: ResourceGraph): Verdict {
  const known = judged.get(graph) ?? verdictOf(recognise(graph), graph.stack);
  judged.set(graph, known);
  return known;
}

/** The same for a model that was recognised already. */
export function verdictOf(model: Model, stack: string): Verdict {
  const losses = lossesOf(model).map((loss) => judge(loss, model));
  const objectives = judgeObjectives(model);
  const survived = losses.every(({ survives, required }) => survives === 'yes' || !required);
  // A plan of which nothing could be read has no region to lose, and is not safe for that.
  const decided = losses.some(({ loss }) => loss.startsWith('region:')) && model.undecided.length === 0;
  const undecided = model.undecided.map(({ evidence }) => evidence);
  return { stack, losses, objectives, undecided, ok: decided && survived && objectives.every(({ met }) => met) };
}
