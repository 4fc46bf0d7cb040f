import { measure, type Measurement, type Run } from './measure/measure.ts';
import { medianOf } from './measure/median.ts';
import type { Row } from './subjects/rows.ts';

/** What the runs of a row gave. */
export interface Measured<Name extends string> {
  readonly row: Row<Name>;
  readonly figures: Measurement;
  /** What the last run printed. */
  readonly stdout: string;
}

/**
 * Measures rows in turns, so that whatever else the machine does meets all of them alike.
 *
 * @param warmUps rounds before the others that are not counted: they fill caches
 * @param say is told of every run
 */
export async function inTurns<Name extends string>(
  rows: readonly Row<Name>[],
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
  say: (text: string) => void,
): Promise<Measured<Name>[]> {
  const runs = new Map<Row<Name>, Run[]>(rows.map((row) => [row, []]));
  for (let round = 1 - warmUps; round <= rounds; round++) {
    for (const [row, done] of runs) {
      const run = await measure(row.command);
      say(`${row.title}, ${round < 1 ? 'warming up' : `${round} of ${rounds}`}: ${run.wallSeconds.toFixed(2)} s`);
      if (round > 0) done.push(run);
    }
  }
  return [...runs].map(([row, done]) => ({ row, figures: medianOf(done), stdout: done.at(-1)?.stdout ?? '' }));
}
