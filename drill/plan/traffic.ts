import type { Declared, Pool, Service } from '../../topology/model/model.ts';
import type { StreamPlan } from './plan.ts';

/**
 * Which clients go where: one stream per region that clients have as their nearest, with the regions it may use in
 * order. A region that the entry has drained is in no order; a backup region has no clients of its own; a service that
 * is split or strictly isolated never leaves the home region.
 */
export function streams(service: Service, declared: Declared | undefined): readonly StreamPlan[] {
  const reachable = service.pools.filter((pool) => pool.capacityScaler > 0);
  const shares = steadyShares(reachable, declared);
  const bound = service.split !== undefined || service.strict !== undefined;
  return reachable
    .map((pool) => ({
      home: pool.region,
      share: shares.get(pool.region) ?? 0,
      order: bound ? [pool.region] : [pool.region, ...others(reachable, pool)],
    }))
    .filter((stream) => stream.share > 0);
}

function others(pools: readonly Pool[], home: Pool): readonly string[] {
  return pools.filter((pool) => pool !== home).map((pool) => pool.region);
}

function steadyShares(pools: readonly Pool[], declared: Declared | undefined): ReadonlyMap<string, number> {
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
  const primary = primaryPool(pools, declared);
  const peak = declared?.peakRps;
  if (primary.targetRps === undefined || peak === undefined || primary.targetRps >= peak) return undefined;
  return withPrimary(pools, primary, primary.targetRps / peak);
}

function byGeography(pools: readonly Pool[], declared: Declared | undefined): ReadonlyMap<string, number> {
  return withPrimary(pools, primaryPool(pools, declared), 1 - (declared?.failoverClientShare ?? 0));
}

function withPrimary(pools: readonly Pool[], primary: Pool, share: number): ReadonlyMap<string, number> {
  const rest = (1 - share) / (pools.length - 1);
  return new Map(pools.map((pool) => [pool.region, pool === primary ? share : rest]));
}

/** The pool in the declared primary region, or the first one where nothing is declared. */
export function primaryPool(pools: readonly Pool[], declared: Declared | undefined): Pool {
  const found = pools.find((pool) => pool.region === declared?.regions?.primary) ?? pools[0];
  if (!found) throw new Error('A service without pools has no primary region');
  return found;
}
