import { maxOf } from '../extremes.ts';
import type { DrillReport } from '../report/report.ts';
import type { Recording } from '../run/drill.ts';
import type { StoreRecording } from '../run/store/rig.ts';
import type { IncidentClock } from './clock.ts';
import type { Span } from './movement.ts';

/** The recording with the writes of a span alone. What is lost stays, whenever it was acknowledged. */
export function storeIn(store: StoreRecording, { fromMs, untilMs }: Span): StoreRecording {
  const isIn = (ms: number): boolean => ms >= fromMs && ms < untilMs;
  return {
    ...store,
    acknowledged: store.acknowledged.filter(({ ms }) => isIn(ms)),
    refusedMs: store.refusedMs.filter(isIn),
  };
}

/** Totals of the writer; null when the plan has no database. */
export function writeTotals(recording: Recording, clock: IncidentClock): DrillReport['writes'] {
  const { store } = recording;
  if (!store) return null;
  return {
    acknowledged: store.acknowledged.length,
    lost: store.lost.length,
    refusedSeconds: clock.lasting(longestPauseMs(store, recording)),
    lostSeconds: clock.lasting(lostMs(store)),
    promotions: store.promotions,
    splitBrain: store.splitBrain,
  };
}

/** Longest stretch of the incident in which no write was acknowledged. */
function longestPauseMs({ acknowledged }: StoreRecording, { startMs, endMs }: Recording): number {
  const moments = [startMs, ...acknowledged.map(({ ms }) => ms).filter((ms) => ms > startMs && ms < endMs), endMs];
  return maxOf(moments.map((ms, index) => ms - (moments[index - 1] ?? ms)));
}

/** From the first lost write to the last acknowledgement by the same server: how far behind its replacement was. */
function lostMs({ lost, acknowledged }: StoreRecording): number {
  const first = lost[0];
  if (!first) return 0;
  const last = acknowledged.findLast(({ server }) => server === first.server) ?? first;
  return last.ms - first.ms;
}
