import type { FaultKind } from '../../../topology/model/model.ts';
import type { Cadence, Outlier, Probe } from '../../../topology/arithmetic/detection.ts';

// The same machinery played step by step, to hold the closed laws against.

/** Repeatable chance: numbers in [0, 1). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Seconds until the next arrival of a stream without memory. */
export const nextArrival = (ratePerSecond: number, random: () => number): number =>
  -Math.log(1 - random()) / ratePerSecond;

/** When a probe changes its mind about a region that is bad from 0 to `outageSeconds`. */
export interface ProbeStory {
  /** Undefined when the outage ended first. */
  readonly falls: number | undefined;
  /** Counted from the end of the outage; 0 when it never fell. */
  readonly risesAfter: number;
}

/** Plays one probe whose last healthy probe started `phase` x period before the fault. */
export const playProbe = (
  probe: Probe,
  fault: FaultKind,
  cadence: Cadence,
  phase: number,
  outageSeconds: number,
): ProbeStory => {
  const hangs = fault === 'hang' || fault === 'slow';
  let start = (1 - phase) * probe.periodSeconds;
  let [up, streak, falls] = [true, 0, undefined as number | undefined];
  for (;;) {
    const good = start >= outageSeconds;
    const ends = good || !hangs ? start : start + probe.timeoutSeconds;
    streak = good === up ? 0 : streak + 1;
    if (up && streak === probe.failures) [up, streak, falls] = [false, 0, ends];
    else if (!up && streak === probe.successes) return { falls, risesAfter: ends - outageSeconds };
    if (good && up) return { falls: undefined, risesAfter: 0 };
    start = (cadence === 'sequential' ? ends : start) + probe.periodSeconds;
  }
};

/** Seconds until every proxy has seen enough errors in a row, when all requests fail. */
export const playEjection = (
  errors: number,
  proxyRps: number,
  proxies: number,
  delaySeconds: number,
  random: () => number,
): number => {
  const eachProxy = Array.from({ length: proxies }, () => {
    let at = 0;
    for (let error = 0; error < errors; error++) at += nextArrival(proxyRps, random);
    return at;
  });
  return delaySeconds + Math.max(...eachProxy);
};

/** What a region that fails from 0 to `outageSeconds` meets at an entry that ejects. */
export interface Ejecting {
  readonly outlier: Outlier;
  /** Requests per second that one proxy sends there while it may. */
  readonly regionRps: number;
  /** From sending a failing try to counting it as an error: 0, or the time limit of a try that hangs. */
  readonly countedAfter: number;
  /** When a probe takes the region out; Infinity = no probe does before the outage ends. */
  readonly probeFalls: number;
  readonly outageSeconds: number;
}

/** Seconds after the outage until the last ejection has passed, played try by try: each is sent, and fails or is answered. */
export const playRest = (
  { outlier, regionRps, countedAfter, probeFalls, outageSeconds }: Ejecting,
  random: () => number,
): number => {
  const phase = random() * outlier.intervalSeconds;
  const nextSweep = (seconds: number): number =>
    outlier.intervalSeconds * Math.ceil((seconds - phase) / outlier.intervalSeconds) + phase;
  let [returned, rest] = [0, 0];
  // Errors that are still to be counted, in order of time.
  let coming: number[] = [];
  for (let count = 1; ; count++) {
    const ejected = nextEjection(returned);
    if (ejected === undefined) return rest;
    returned = nextSweep(ejected + outlier.baseEjectionSeconds * count);
    // What runs out while the region is out counts for nothing.
    coming = coming.filter((error) => error > returned);
    rest = Math.max(0, returned - outageSeconds);
  }

  /** Sends from a moment on until so many errors have come in a row; undefined when they never do. */
  function nextEjection(from: number): number | undefined {
    let [sent, streak] = [from, 0];
    for (;;) {
      sent += nextArrival(regionRps, random);
      const silent = sent >= probeFalls;
      while (coming.length > 0 && (silent || coming[0]! <= sent)) {
        const error = coming.shift()!;
        if (++streak === outlier.consecutiveErrors) return error;
      }
      if (silent || (sent >= outageSeconds && coming.length === 0)) return undefined;
      if (sent < outageSeconds) coming.push(sent + countedAfter);
      else streak = 0;
    }
  }
};
