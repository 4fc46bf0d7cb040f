import { styleText } from 'node:util';

import { titleOf } from './mutation.ts';
import type { Outcome } from './run.ts';

/** Shares of a whole, as people read them. */
const rate = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

/** One line a breakage: what refuses it. */
export const breakageLines = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ mutation, refusals, problem }) =>
    problem === undefined
      ? `${(refusals[0]?.policy ?? '').padEnd(48)} ${titleOf(mutation)}`
      : styleText('red', `${'LET THROUGH'.padEnd(48)} ${titleOf(mutation)} ${problem}`),
  );

/** One line a harmless variation: nothing refuses it. */
export const harmlessLines = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ mutation, refusals: [refusal] }) =>
    refusal === undefined
      ? `${'-'.padEnd(48)} ${titleOf(mutation)}`
      : styleText('red', `${'REFUSED'.padEnd(48)} ${titleOf(mutation)}: ${refusal.policy}: ${refusal.message}`),
  );

/** How many breakages are refused, and how many harmless variations. */
export function summary(breakages: readonly Outcome[], harmless: readonly Outcome[]): readonly string[] {
  const refused = breakages.filter(({ problem }) => problem === undefined).length;
  const wrongly = harmless.filter(({ refusals }) => refusals.length > 0).length;
  return [
    `breakages refused:  ${rate(refused, breakages.length)}`,
    `harmless refused:   ${rate(wrongly, harmless.length)}`,
  ];
}
