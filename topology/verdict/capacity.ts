import { OUTAGE_SECONDS } from '../arithmetic/assumptions.ts';
import { refusedByRest } from '../arithmetic/capacity.ts';
import type { Declared, Pool, Service } from '../model/model.ts';
import type { Findings } from './findings.ts';
import { sizeSetting } from './spelling.ts';
import { round } from './traffic.ts';

// Whether what is left can carry the load.

export interface Room {
  /** Capacity after scale-out / peak load; null when no load is declared. */
  readonly headroom: number | null;
  /** Capacity that runs at the moment of the loss / peak load. */
  readonly atOnce: number | null;
  readonly refusedSeconds: number | null;
  readonly refusedRequests: number | null;
}

/** What is just enough may come out a hair below it by rounding, which is no shortage. */
const ENOUGH = 1 - 1e-9;

const UNKNOWN_ROOM: Room = { headroom: null, atOnce: null, refusedSeconds: null, refusedRequests: null };

/** A pool with a part of its instances left, 1 = all. */
export interface Left {
  readonly pool: Pool;
  readonly part: number;
}

/**
 * Judges what is left of a service against its load. Without a declared load the pools are compared with each other:
 * what is left must be able to grow to what the largest pool may grow to.
 */
export function judgeCapacity(
  service: Service,
  left: readonly Left[],
  declared: Declared | undefined,
  findings: Findings,
): Room {
  const peak = declared?.peakRps;
  if (peak === undefined) return relative(service, left, findings);
  const grown = sum(left, ({ maxInstances }) => maxInstances);
  const running = sum(left, ({ minInstances }) => minInstances);
  if (grown === undefined || running === undefined) {
    findings.open(...left.flatMap(({ pool }) => pool.evidence), {
      urn: service.urn,
      says: 'the plan does not tell how much the rest can carry',
    });
    return UNKNOWN_ROOM;
  }
  const headroom = grown / peak;
  const atOnce = running / peak;
  const needed = declared?.objectives.headroom ?? 1;
  for (const { pool } of left) findings.followed(...pool.evidence);
  if (headroom < ENOUGH * Math.min(1, needed)) {
    const [first] = left;
    const perInstance = first?.pool.instanceRps ?? 0;
    findings.against({
      ...(first ? sizeSetting(first.pool, 'maxInstances') : { urn: service.urn }),
      says:
        `what is left grows to ${Math.floor(grown)} requests per second and the peak is ${peak}` +
        (perInstance > 0 ? `: ${Math.ceil(peak / perInstance)} instances would carry it` : ''),
    });
  }
  if (declared?.strategy === 'static' && headroom >= ENOUGH && atOnce < ENOUGH) {
    const [first] = left;
    findings.against({
      ...(first ? sizeSetting(first.pool, 'minInstances') : { urn: service.urn }),
      says: `what is left runs at ${Math.floor(running)} requests per second and the peak is ${peak}: nothing may have to start first, because during a loss nothing may be able to`,
    });
  }
  const rest = { runningRps: running, grownRps: grown, parts: left.map(({ pool }) => pool) };
  const refused = refusedByRest(rest, peak, OUTAGE_SECONDS.expected);
  return {
    headroom: round(headroom),
    atOnce: round(atOnce),
    refusedSeconds: round(refused.seconds),
    refusedRequests: Math.round(refused.requests),
  };
}

/**
 * A region that is gone may have carried what it may grow to. Where each region keeps a part, no more is known to be
 * wanted than what runs all the time, and no more than after the loss of a region.
 */
function relative(service: Service, left: readonly Left[], findings: Findings): Room {
  const rest = instances(left, 'maxInstances');
  const partial = service.pools.every((pool) => left.some((one) => one.pool === pool));
  const largest = instances(whole([...service.pools].sort(byMaximum).slice(0, 1)), 'maxInstances');
  const running = partial ? instances(whole(service.pools), 'minInstances') : undefined;
  const wanted = Math.min(largest ?? Infinity, running ?? Infinity);
  if (rest !== undefined && Number.isFinite(wanted) && rest < ENOUGH * wanted) {
    const what = wanted === largest ? `the largest region to ${figure(wanted)}` : `${figure(wanted)} run all the time`;
    findings.against({
      ...(left[0] ? sizeSetting(left[0].pool, 'maxInstances') : { urn: service.urn }),
      says: `what is left may grow to ${figure(rest)} instances and ${what}: it cannot take over what is gone`,
    });
  }
  return UNKNOWN_ROOM;
}

const whole = (pools: readonly Pool[]): readonly Left[] => pools.map((pool) => ({ pool, part: 1 }));

/** Instances of pools together; undefined when one of them does not say. */
function instances(pools: readonly Left[], count: 'minInstances' | 'maxInstances'): number | undefined {
  return pools.reduce<number | undefined>((all, { pool, part }) => {
    const own = pool[count];
    return all === undefined || own === undefined ? undefined : all + own * part;
  }, 0);
}

const figure = (count: number): number => Math.round(count * 10) / 10;

const byMaximum = (one: Pool, other: Pool): number => (other.maxInstances ?? 0) - (one.maxInstances ?? 0);

/** Requests per second of all pools that are left; undefined when one of them is not known. */
function sum(left: readonly Left[], count: (pool: Pool) => number | undefined): number | undefined {
  let total = 0;
  for (const { pool, part } of left) {
    const instances = count(pool);
    if (instances === undefined || pool.instanceRps === undefined) return undefined;
    total += instances * part * pool.instanceRps;
  }
  return total;
}
