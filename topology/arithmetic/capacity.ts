// How much the surviving region carries, and what is refused while it grows. Rates in requests per second.

/** Instances needed for a load, where `instanceRps` is what one of them carries at target utilisation. */
export const instancesFor = (loadRps: number, instanceRps: number): number => Math.ceil(loadRps / instanceRps);

/** Capacity of one region / peak load of the whole: 1 = it just carries everything. */
export const headroom = (instances: number, instanceRps: number, peakRps: number): number =>
  (instances * instanceRps) / peakRps;

/** Instances of a region that may grow. */
export interface Growth {
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly instanceRps: number;
  /** Seconds from the decision to scale until a new instance serves. */
  readonly startSeconds: number;
}

/** Headroom before any new instance has started, and after all have. */
export const headrooms = (
  { minInstances, maxInstances, instanceRps }: Growth,
  peakRps: number,
): { readonly running: number; readonly grown: number } => ({
  running: headroom(minInstances, instanceRps, peakRps),
  grown: headroom(maxInstances, instanceRps, peakRps),
});

/**
 * Part of the load that overflows to the other region when the near one has a target, 0..1. It is a difference and not
 * a constant: none at night, more at peak.
 */
export const overflowShare = (loadRps: number, targetRps: number): number =>
  loadRps <= targetRps ? 0 : 1 - targetRps / loadRps;

/** Part of the requests that goes to one of several weighted choices, 0..1; 0 when no choice has a weight. */
export const weightShare = (weight: number, allWeights: readonly number[]): number => {
  const total = allWeights.reduce((sum, each) => sum + each, 0);
  return total === 0 ? 0 : weight / total;
};

/**
 * Seconds that Cloud Run lets a request wait for an instance before it answers 429: 3.5 times the mean start, at least
 * 10. Source: cloud.google.com/run/docs/about-instance-autoscaling; another page says up to 30 s.
 */
export const cloudRunQueueSeconds = (startSeconds: number): number => Math.max(3.5 * startSeconds, 10);

/** What is refused while a region takes over. */
export interface Refusal {
  /** How long requests are being refused, in seconds. */
  readonly seconds: number;
  readonly requests: number;
}

/**
 * Requests refused when a load arrives at once and stays for `lastsSeconds`, by a region that starts with its minimum,
 * has what it needs after one start, and lets each request wait up to `queueSeconds`.
 *
 * A request that arrives at time t is served when the work up to t + queue is at least the arrivals up to t; the most
 * by which arrivals have ever exceeded that is what was refused. The excess is made of straight pieces, so its greatest
 * value is at a corner.
 */
export const refusedWhileScaling = (
  growth: Growth,
  loadRps: number,
  queueSeconds: number,
  lastsSeconds: number,
): Refusal => {
  const { minInstances, maxInstances, instanceRps, startSeconds } = growth;
  const runningRps = minInstances * instanceRps;
  const needed = Math.max(minInstances, instancesFor(loadRps, instanceRps));
  const grownRps = Math.min(needed, maxInstances) * instanceRps;
  const served = (seconds: number): number =>
    runningRps * Math.min(seconds, startSeconds) + grownRps * Math.max(0, seconds - startSeconds);
  const excess = (seconds: number): number => loadRps * seconds - served(seconds + queueSeconds);
  const grownAt = Math.min(Math.max(0, startSeconds - queueSeconds), lastsSeconds);
  const ends = excess(lastsSeconds) > excess(grownAt) ? lastsSeconds : grownAt;
  const requests = Math.max(0, excess(ends));
  if (requests === 0) return { seconds: 0, requests: 0 };
  // The excess first passes zero before the new instances serve, or after.
  const begins =
    excess(grownAt) > 0 ? grownAt - excess(grownAt) / (loadRps - runningRps) : ends - requests / (loadRps - grownRps);
  return { seconds: ends - begins, requests };
};
