import type { FaultKind, Signal } from '../model/model.ts';
import { type DetectionContext, seeingOutliers, seeingProbes } from './context.ts';
import { earliest, type Range, rangeOf } from './law.ts';
import { ejectLaw, type Outlier, type Traffic } from './outlier.ts';
import { type Cadence, fallLaw, type Probe, riseLaw } from './probe.ts';

// How long a bad region still gets requests. All times in seconds. Not in them, because no provider publishes it: how
// long an entry takes to tell all its proxies what a probe has found.

export { laterOf, returnTime } from './return.ts';
export type { Cadence, DetectionContext, Outlier, Probe, Range, Traffic };

/** From the start of a fault until a probe counts the region as down; undefined when it never does. */
export const fallTime = (probe: Probe, fault: FaultKind, cadence: Cadence, slowSeconds?: number): Range | undefined => {
  const fall = fallLaw(probe, fault, cadence, slowSeconds);
  return fall && rangeOf(fall);
};

/** From the end of a fault until a probe counts the region as up again. */
export const riseTime = (probe: Probe, fault: FaultKind, cadence: Cadence): Range =>
  rangeOf(riseLaw(probe, fault, cadence));

/** From the start of a fault until every proxy of the entry has ejected the region; undefined when they never do. */
export const ejectTime = (outlier: Outlier, fault: FaultKind, traffic: Traffic): Range | undefined => {
  const eject = ejectLaw(outlier, fault, traffic);
  return eject && rangeOf(eject);
};

/**
 * From the start of a fault until the last new request is sent to the region: the first signal that sees it decides.
 * Undefined when none sees it.
 */
export const shedTime = (
  signals: readonly Signal[],
  fault: FaultKind,
  context: DetectionContext,
): Range | undefined => {
  const laws = [
    ...seeingProbes(signals, fault, context).map(({ fall }) => fall),
    ...seeingOutliers(signals, fault, context).map(({ eject }) => eject),
  ];
  return laws.length === 0 ? undefined : rangeOf(earliest(laws));
};
