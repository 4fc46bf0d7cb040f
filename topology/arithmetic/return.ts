import type { FaultKind, Signal } from '../model/model.ts';
import { OUTAGE_SECONDS } from './assumptions.ts';
import {
  type DetectionContext,
  type SeeingOutlier,
  type SeeingProbe,
  seeingOutliers,
  seeingProbes,
} from './context.ts';
import { restAfterAnyOutage, restAfterOutage } from './ejection.ts';
import { earliest, latest, type Law, type Range, rangeOf, worstOf } from './law.ts';

const UNTOUCHED: Range = { best: 0, expected: 0, worst: 0 };

const later = ({ best, expected, worst }: Range, seconds: number): Range => ({
  best: best + seconds,
  expected: expected + seconds,
  worst: worst + seconds,
});

/**
 * The rise of the probes that the outage made fall, and the hold of a region that was drained for it; a short outage may end
 * before they do. A probe that hangs when the outage ends still counts as failed, one time limit after it began.
 */
const riseAfter = (probes: readonly SeeingProbe[], outageSeconds: number, holdSeconds: number): Range => {
  const missed = ({ fall, countedAfter }: SeeingProbe): number => fall.survival(outageSeconds + countedAfter);
  const fallen = probes.filter((probe) => missed(probe) < 1);
  if (fallen.length === 0) return UNTOUCHED;
  const rise = later(rangeOf(latest(fallen.map((probe) => probe.rise))), holdSeconds);
  const certainty = Math.min(...fallen.map((probe) => 1 - missed(probe)));
  return { best: certainty === 1 ? rise.best : 0, expected: rise.expected * certainty, worst: rise.worst };
};

/** When both have happened. */
export const laterOf = (a: Range, b: Range): Range => ({
  best: Math.max(a.best, b.best),
  expected: Math.max(a.expected, b.expected),
  worst: Math.max(a.worst, b.worst),
});

/** Best return after an outage of any length: a probe rises, or the outage was over before any probe fell. */
const bestAfterAnyOutage = (rise: Range, fall: Law | undefined, outliers: readonly SeeingOutlier[]): number =>
  Math.min(
    rise.best,
    ...outliers.map(({ outlier }) => Math.max(0, fall ? outlier.baseEjectionSeconds - worstOf(fall) : 0)),
  );

/**
 * From the end of a fault until new requests are sent to the region again: every probe that had fallen must rise and
 * stay so for the entry's hold, and the rest of an ejection must pass. Undefined when no signal sees the fault, since the region was then never left.
 */
export const returnTime = (
  signals: readonly Signal[],
  fault: FaultKind,
  context: DetectionContext,
): Range | undefined => {
  const probes = seeingProbes(signals, fault, context);
  const outliers = seeingOutliers(signals, fault, context);
  if (probes.length === 0 && outliers.length === 0) return undefined;
  const fall = probes.length === 0 ? undefined : earliest(probes.map((probe) => probe.fall));
  const { outageSeconds, holdSeconds = 0 } = context;
  const rise = riseAfter(probes, outageSeconds ?? Infinity, holdSeconds);
  if (outageSeconds !== undefined)
    return outliers
      .map(({ outlier, eject }) => restAfterOutage(outlier, { eject, fall }, outageSeconds))
      .reduce(laterOf, rise);
  return outliers
    .map(({ outlier, eject }) => restAfterAnyOutage(outlier, { eject, fall }, OUTAGE_SECONDS))
    .reduce(laterOf, { ...rise, best: bestAfterAnyOutage(rise, fall, outliers) });
};
