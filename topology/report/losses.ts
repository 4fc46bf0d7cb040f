import type { LossVerdict, Verdict } from '../verdict/types.ts';
import type { LossChange } from './types.ts';

/** Every loss that either plan is judged on: broken ones first, then others that are not survived, then the rest. */
export function compareLosses(base: Verdict, head: Verdict): readonly LossChange[] {
  const before = new Map(base.losses.map((loss) => [loss.loss, loss]));
  const after = new Map(head.losses.map((loss) => [loss.loss, loss]));
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return names
    .map((loss): LossChange => {
      const verdict = { base: before.get(loss) ?? null, head: after.get(loss) ?? null };
      const held = verdict.base === null ? before.size > 0 : survived(verdict.base);
      return { loss, verdict, broken: held && verdict.head !== null && !survived(verdict.head) };
    })
    .sort((one, other) => weightOf(one) - weightOf(other));
}

/** A loss that is not held against the plan counts as survived. */
const survived = ({ survives, required }: LossVerdict): boolean => survives === 'yes' || !required;

function weightOf({ broken, verdict: { head } }: LossChange): number {
  if (broken) return 0;
  if (head === null) return 3;
  return survived(head) ? 2 : 1;
}
