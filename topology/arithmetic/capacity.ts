import type { SecondLoss } from '../model/model.ts';
import { DEPLOY_UNAVAILABLE, SCALE_OUT_SECONDS } from './assumptions.ts';

// How much the surviving region carries, and what is refused while it grows. Rates in requests per second.

/** Instances needed for a load, where `instanceRps` is what one of them carries at target utilisation. */
export const instancesFor = (loadRps: number, instanceRps: number): number => Math.ceil(loadRps / instanceRps);

/** Capacity of one region / peak load of the whole: 1 = it just carries everything. */
export const headroom = (instances: number, instanceRps: number, peakRps: number): number =>
  (instances * instanceRps) / peakRps;

/** Part of a region's instances that is left when something else fails there too, 0..1. */
export const leftAfter = (secondLoss: SecondLoss, zones: number): number =>
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

/** A region as overflow sees it. */
export interface Filled {
  /** Part of all clients that have it as their nearest, 0..1. */
  readonly near: number;
  /** Load in requests per second at which it is full; undefined = never. */
  readonly targetRps: number | undefined;
}

/**
 * Part of a load that each region serves, in the order given: its own clients up to its target, the surplus where there is
 * room. With no room left anywhere, all are filled beyond their targets in proportion to them. It is a difference and not
 * a constant: nothing overflows at night, and more at peak. Rates in any one unit.
 */
export const overflowing = (regions: readonly Filled[], loadRps: number): readonly number[] => {
  const target = ({ targetRps }: Filled): number => targetRps ?? Infinity;
  const total = regions.reduce((sum, region) => sum + target(region), 0);
  if (loadRps === 0 || total === 0) return regions.map(({ near }) => near);
  if (loadRps > total) return regions.map((region) => target(region) / total);
  const excess = (region: Filled): number => Math.max(0, region.near * loadRps - target(region));
  const room = (region: Filled): number => Math.max(0, Math.min(target(region), loadRps) - region.near * loadRps);
  const surplus = regions.reduce((sum, region) => sum + excess(region), 0);
  const rooms = regions.reduce((sum, region) => sum + room(region), 0);
  return regions.map((region) => {
    const taken = rooms === 0 ? 0 : (surplus * room(region)) / rooms;
    return region.near + (taken - excess(region)) / loadRps;
  });
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
