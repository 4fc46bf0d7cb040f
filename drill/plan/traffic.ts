import { overflowing } from '../../topology/arithmetic/capacity.ts';
import type { Declared, Pool, Service } from '../../topology/model/model.ts';
import type { EntryPlan, StreamPlan } from './plan.ts';

/**
 * Which clients a proxy serves, one stream per region that clients have as their nearest, with the regions it may use in
 * order. A region that the entry has drained is in no order; a backup region has no clients of its own; a service that
 * is split or strictly isolated never leaves the home region.
 */
export function streams(service: Service, declared: Declared | undefined): readonly StreamPlan[] {
  const reachable = reachablePools(service);
  const shares = steadyShares(reachable, declared);
  const bound = service.split !== undefined || service.strict !== undefined;
  // Whose region is drained takes another one's way, even where that has no clients of its own.
  const mayDrain = service.partialHealth?.drain !== undefined;
  return reachable
    .map((pool) => ({
      home: pool.region,
      share: shares.get(pool.region) ?? 0,
      order: bound ? [pool.region] : [pool.region, ...others(reachable, pool)],
    }))
    .filter((stream) => stream.share > 0 || mayDrain);
}

/** Pools that the entry may use at all, and that can answer; where none can, the entry has no better. */
export function reachablePools({ pools }: Service): readonly Pool[] {
  const open = pools.filter((pool) => pool.capacityScaler > 0);
  const able = open.filter(({ unusable }) => unusable === undefined);
  return able.length > 0 ? able : open;
}

/** Regions that the plan keeps from answering, in words. */
export const unusableNotes = ({ pools }: Service): readonly string[] =>
  pools.flatMap(({ region, unusable }) =>
    unusable ? [`${region} serves nobody here, because the plan lets nothing answer there: ${unusable.says}`] : [],
  );

function others(pools: readonly Pool[], home: Pool): readonly string[] {
  return pools.filter((pool) => pool !== home).map((pool) => pool.region);
}

/** Part of all clients that each region serves while all is well and the load is at its peak, by region. */
export function steadyShares(pools: readonly Pool[], declared: Declared | undefined): ReadonlyMap<string, number> {
  const live = pools.filter((pool) => pool.live);
  const candidates = live.length > 0 ? live : pools;
  if (candidates.length < 2) return new Map(candidates.map((pool) => [pool.region, 1]));
  return byWeight(candidates) ?? byTarget(candidates, declared) ?? byGeography(candidates, declared);
}

function byWeight(pools: readonly Pool[]): ReadonlyMap<string, number> | undefined {
  const total = pools.reduce((sum, pool) => sum + (pool.weight ?? 0), 0);
  if (total === 0) return undefined;
  return new Map(pools.map((pool) => [pool.region, (pool.weight ?? 0) / total]));
}

/** Load above the primary's target overflows to the other region. */
function byTarget(pools: readonly Pool[], declared: Declared | undefined): ReadonlyMap<string, number> | undefined {
  const peak = declared?.peakRps;
  if (peak === undefined || !pools.some(({ targetRps }) => targetRps !== undefined)) return undefined;
  const near = byGeography(pools, declared);
  const shares = overflowing(
    pools.map(({ region, targetRps }) => ({ near: near.get(region) ?? 0, targetRps })),
    peak,
  );
  return new Map(pools.map(({ region }, index) => [region, shares[index] ?? 0]));
}

/**
 * Part of all clients that have each region as their nearest, by region. Where nothing says whose clients are near what,
 * each region has as many, as the verdict takes it.
 */
export function byGeography(pools: readonly Pool[], declared: Declared | undefined): ReadonlyMap<string, number> {
  const { failoverClientShare: away, regions } = declared ?? {};
  if (away === undefined || !regions) return new Map(pools.map(({ region }) => [region, 1 / pools.length]));
  const home =
    pools.find(({ region }) => region === regions.primary) ?? pools.find(({ region }) => region !== regions.failover);
  const rest = away / Math.max(1, pools.length - 1);
  return new Map(pools.map((pool) => [pool.region, pool === home ? 1 - away : rest]));
}

/** Says so where the clients of a service are spread equally for want of a declaration. */
export function spreadNote({ pools, name }: Service, declared: Declared | undefined): string | undefined {
  const live = pools.filter((pool) => pool.live && pool.capacityScaler > 0);
  const weighed = live.some(({ weight = 0 }) => weight > 0);
  const told = declared?.failoverClientShare !== undefined && declared.regions !== undefined;
  if (live.length < 2 || weighed || told) return undefined;
  const where = live.map(({ region }) => region).join(', ');
  return `nothing declares which clients of ${name} are near which region: they are spread equally over ${where}`;
}

/** Part of the clients on each stream at a load in requests per wall-clock second, all regions being well. */
export function proxyShares(
  { overflow, streams }: EntryPlan,
  loadRps: number,
  grown: (region: string) => number = () => 1,
): ReadonlyMap<string, number> {
  if (!overflow) return new Map(streams.map(({ home, share }) => [home, share]));
  const shares = overflowing(
    overflow.regions.map(({ name, near, targetRps }) => ({
      near,
      targetRps: targetRps === null ? undefined : targetRps * grown(name),
    })),
    loadRps,
  );
  return new Map(overflow.regions.map(({ name }, index) => [name, shares[index] ?? 0]));
}
