import { DEPLOY_UNAVAILABLE, SCALE_OUT_SECONDS } from './assumptions.ts';

// How much the surviving region carries, and what is refused while it grows. Rates in requests per second.

/** Instances needed for a load, where `instanceRps` is what one of them carries at target utilisation. */
export const instancesFor = (loadRps: number, instanceRps: number): number => Math.ceil(loadRps / instanceRps);

/** Capacity of one region / peak load of the whole: 1 = it just carries everything. */
export const headroom = (instances: number, instanceRps: number, peakRps: number): number =>
  (instances * instanceRps) / peakRps;

/** Part of a region's instances that is left when something else fails there too, 0..1. */
export const leftAfter = (secondLoss: 'nothing' | 'zone' | 'deploy', zones: number): number =>
  secondLoss === 'zone' ? 1 - 1 / zones : secondLoss === 'deploy' ? 1 - DEPLOY_UNAVAILABLE : 1;

/**
 * Instances of a region of which a part still carries a load. A tiny surplus from rounding asks for no instance more.
 *
 * @param evenly instances come in multiples of this: the same number in each zone
 */
export const instancesToKeep = (loadRps: number, instanceRps: number, left: number, evenly = 1): number =>
  evenly * Math.ceil(instancesFor(loadRps, instanceRps) / left / evenly - 1e-9);

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

/**
 * Requests per second that each of two regions serves, when clients go to the near one up to its target and the surplus to
 * the other. When both are over their targets the whole is split as the targets are.
 */
export const waterfall = (near: readonly [number, number], targets: readonly [number, number]): [number, number] => {
  const [total, room] = [near[0] + near[1], targets[0] + targets[1]];
  if (room <= 0) return [...near];
  if (total >= room) return [(total * targets[0]) / room, (total * targets[1]) / room];
  const spilled = [Math.max(0, near[0] - targets[0]), Math.max(0, near[1] - targets[1])] as const;
  return [near[0] - spilled[0] + spilled[1], near[1] - spilled[1] + spilled[0]];
};

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
  // Once the load just fits, the excess stays: rounding must not make it look as if it grew on.
  const ends = excess(lastsSeconds) - excess(grownAt) > 1e-6 * loadRps ? lastsSeconds : grownAt;
  const requests = Math.max(0, excess(ends));
  if (requests === 0) return { seconds: 0, requests: 0 };
  // The excess first passes zero before the new instances serve, or after.
  const begins =
    excess(grownAt) > 0 ? grownAt - excess(grownAt) / (loadRps - runningRps) : ends - requests / (loadRps - grownRps);
  return { seconds: ends - begins, requests };
};

/** What is left of a service after a loss. */
export interface Rest {
  /** What all of it carries at the moment of the loss, and once it has grown as far as it may. */
  readonly runningRps: number;
  readonly grownRps: number;
  /** How each part of it grows. */
  readonly parts: readonly { readonly compute: string; readonly startSeconds?: number | undefined }[];
}

/**
 * Requests refused while what is left takes over a load that stays for `lastsSeconds`. The part that is slowest to grow
 * stands for all, and requests wait only where a platform keeps them.
 */
export const refusedByRest = (
  { runningRps, grownRps, parts }: Rest,
  loadRps: number,
  lastsSeconds: number,
): Refusal => {
  const startSeconds = Math.max(...parts.map((part) => part.startSeconds ?? 0), 0);
  const decideSeconds = Math.max(...parts.map(({ compute }) => SCALE_OUT_SECONDS[compute] ?? 0), 0);
  return refusedWhileScaling(
    // The whole as instances of a request per second each, so that unlike regions add up.
    { minInstances: runningRps, maxInstances: grownRps, instanceRps: 1, startSeconds: decideSeconds + startSeconds },
    loadRps,
    parts.some(({ compute }) => compute === 'cloud-run') ? cloudRunQueueSeconds(startSeconds) : 0,
    lastsSeconds,
  );
};
