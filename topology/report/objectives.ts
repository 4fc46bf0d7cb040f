import type { Model } from '../model/model.ts';
import { scopeOf } from '../model/scope.ts';
import { type LossVerdict, moves, type ObjectiveVerdict, type Span } from '../verdict/types.ts';
import { verdictOf } from '../verdict/verdict.ts';
import type { ObjectiveChange } from './types.ts';

interface Predicted extends ObjectiveVerdict {
  readonly span: Span;
}

/** Every objective that either plan declares: broken ones first, then missed ones, then the rest. */
export function compareObjectives(base: Model, head: Model): readonly ObjectiveChange[] {
  const before = predictedBy(base);
  const after = predictedBy(head);
  const declaring = new Set(head.declared.map(({ name }) => name));
  const dropped = [...before].filter(([key]) => !after.has(key));
  return [
    ...[...after].map(([key, objective]) => changeOf(objective, before.get(key), objective, false)),
    ...dropped.map(([, objective]) =>
      changeOf(objective, objective, undefined, objective.met && declaring.has(objective.topology)),
    ),
  ].sort((one, other) => weightOf(one) - weightOf(other));
}

function predictedBy(model: Model): ReadonlyMap<string, Predicted> {
  const all = model.declared.flatMap((declared) => {
    const { objectives, losses } = verdictOf(scopeOf(model, declared), '');
    const regions = losses.filter(({ loss }) => loss.startsWith('region:'));
    return objectives.map((objective): Predicted => ({ ...objective, span: spanOf(objective, regions) }));
  });
  return new Map(all.map((objective) => [`${objective.topology} ${objective.name}`, objective]));
}

/** Only a region's loss has an expected figure besides the worst one, and only for how traffic moves. */
function spanOf({ name, predicted }: ObjectiveVerdict, regions: readonly LossVerdict[]): Span {
  if (name !== 'shedSeconds' && name !== 'returnSeconds') return { expected: predicted, worst: predicted };
  const spans = regions.map((loss) => loss[name]).filter(moves);
  const expected = spans.flatMap((span) => span.expected ?? []);
  const open = spans.length === 0 || expected.length < spans.length;
  return { expected: open ? null : Math.max(...expected), worst: predicted };
}

function changeOf(
  { topology, name }: ObjectiveVerdict,
  base: Predicted | undefined,
  head: Predicted | undefined,
  dropped: boolean,
): ObjectiveChange {
  return {
    topology,
    name,
    declared: { base: base?.declared ?? null, head: head?.declared ?? null },
    predicted: { base: base?.span ?? null, head: head?.span ?? null },
    met: { base: base?.met ?? null, head: head?.met ?? null },
    change: head?.change ?? null,
    broken: dropped || (base?.met === true && head?.met === false),
  };
}

function weightOf({ broken, met }: ObjectiveChange): number {
  if (broken) return 0;
  return met.head === false ? 1 : 2;
}
