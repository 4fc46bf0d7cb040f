import { bestOf, type Range, samplesOf, worstOf, type Law } from './law.ts';
import type { Outlier } from './outlier.ts';

// How long an ejected region stays out. The k-th ejection in a row lasts k times the base time; the next one can only
// begin when traffic has come back to a region that is still bad, so none begins while a probe keeps the region out.
// Google and Envoy both document the multiple; Envoy's upper limit on it is not documented at Google and not modelled.
//
// A try that hangs is counted when its time runs out, one time limit after it was sent. Tries on their way when a probe
// falls therefore eject a region that is out already, and nothing answers in between and breaks their row.

/**
 * Length of the ejection in force `heldSeconds` after the fault began, in seconds, if nothing else kept the region out.
 *
 * The ejections 1..k take base x k(k+1)/2, so the one in force at a time t is the root of a quadratic. The root is not
 * rounded down to a whole k, and a base above the time counts at least as much as one below it: a longer base time
 * then never looks better, although one lucky length may in truth be.
 */
const ejectionInForce = (baseSeconds: number, heldSeconds: number): number => {
  const root = (base: number): number => (base + Math.sqrt(base ** 2 + 8 * heldSeconds * base)) / 2;
  return baseSeconds <= heldSeconds ? root(baseSeconds) : Math.max(baseSeconds, root(heldSeconds));
};

/** What surrounds an ejection. */
export interface Around {
  /** From the start of the fault until the region is ejected. */
  readonly eject: Law;
  /** From the start of the fault until a probe keeps the region out; undefined = no probe sees the fault. */
  readonly fall: Law | undefined;
}

/** How long after it was sent a failing try is counted as an error: an ejection takes that long even if all come at once. */
const countedAfter = bestOf;

/** Rest of an ejection after the end of an outage of which only the usual and the greatest length are known. */
export const restAfterAnyOutage = (
  { baseEjectionSeconds, intervalSeconds }: Outlier,
  { eject, fall }: Around,
  outage: { readonly expected: number; readonly worst: number },
): Range => {
  // The entry looks for expired ejections once an interval.
  const sweep = { best: 0, expected: intervalSeconds / 2, worst: intervalSeconds };
  if (fall === undefined)
    return {
      best: 0,
      expected: ejectionInForce(baseEjectionSeconds, outage.expected) / 2 + sweep.expected,
      worst: countedAfter(eject) + ejectionInForce(baseEjectionSeconds, outage.worst) + sweep.worst,
    };
  const ejectedAt = Math.min(worstOf(eject), worstOf(fall) + countedAfter(eject));
  return {
    best: 0,
    expected: Math.max(0, ejectedAt + baseEjectionSeconds + sweep.expected - outage.expected),
    worst: countedAfter(eject) + ejectionInForce(baseEjectionSeconds, worstOf(fall)) + sweep.worst,
  };
};

interface Moment {
  readonly eject: number;
  readonly fall: number;
  readonly sweep: number;
  /** From sending a failing try to counting it. */
  readonly counted: number;
}

/** Rest of the ejection at the end of an outage, when each ejection and each probe takes a known time. */
const restAt = (baseSeconds: number, outageSeconds: number, { eject, fall, sweep, counted }: Moment): number => {
  const until = Math.min(fall, outageSeconds);
  // After an outage that no probe noticed, good answers come between the last errors.
  const lastError = fall < outageSeconds ? fall + counted : outageSeconds;
  let starts = eject;
  for (let count = 1; starts < lastError; count++) {
    const ends = starts + baseSeconds * count + sweep;
    if (ends >= until) return Math.max(0, ends - outageSeconds);
    starts = ends + eject;
  }
  return 0;
};

/**
 * Greatest rest: the latest end of any ejection that can be in force. The errors of one ejection may be left over from
 * the tries before the last one, so that it begins at once when that ends. Where no probe keeps the region out, the last
 * errors of an outage come between good answers, and make a full row early or late.
 */
const greatestRest = (outlier: Outlier, { eject, fall }: Around, outageSeconds: number): number => {
  const fallsBy = fall ? worstOf(fall) : Infinity;
  const until = Math.min(fallsBy, outageSeconds);
  let [earliestStart, latestStart, rest] = [bestOf(eject), worstOf(eject), 0];
  const lastError = until + countedAfter(eject);
  const startsBy = (latest: number): number =>
    latest > outageSeconds && fallsBy >= outageSeconds ? lastError : Math.min(latest, lastError);
  for (let count = 1; earliestStart < lastError; count++) {
    const lasts = outlier.baseEjectionSeconds * count;
    rest = Math.max(rest, startsBy(latestStart) + lasts + outlier.intervalSeconds - outageSeconds);
    earliestStart += lasts;
    latestStart += lasts + outlier.intervalSeconds + worstOf(eject);
  }
  return rest;
};

/** Least rest: above zero only when the first ejection is certain, and certain to outlast the outage or the fall. */
const leastRest = (outlier: Outlier, { eject, fall }: Around, outageSeconds: number): number => {
  const certain = worstOf(eject) < Math.min(fall ? bestOf(fall) + countedAfter(eject) : Infinity, outageSeconds);
  const firstEnd = bestOf(eject) + outlier.baseEjectionSeconds;
  const outlasts = firstEnd >= Math.min(fall ? worstOf(fall) : Infinity, outageSeconds);
  return certain && outlasts ? Math.max(0, firstEnd - outageSeconds) : 0;
};

const PARTS = 12;

/** Rest of an ejection after the end of an outage of known length. */
export const restAfterOutage = (outlier: Outlier, around: Around, outageSeconds: number): Range => {
  const moments = samplesOf(around.eject, PARTS).flatMap((eject) =>
    (around.fall ? samplesOf(around.fall, PARTS) : [Infinity]).map((fall) => ({
      eject,
      fall,
      sweep: outlier.intervalSeconds / 2,
      counted: countedAfter(around.eject),
    })),
  );
  const sum = moments.reduce((total, moment) => total + restAt(outlier.baseEjectionSeconds, outageSeconds, moment), 0);
  return {
    best: leastRest(outlier, around, outageSeconds),
    expected: sum / moments.length,
    worst: greatestRest(outlier, around, outageSeconds),
  };
};
