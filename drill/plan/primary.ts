import type { Declared, Pool, Service, Store } from '../../topology/model/model.ts';
import { maxOf } from '../extremes.ts';
import { reachablePools, steadyShares } from './traffic.ts';

/** The region that incidents call `primary`. */
export interface Primary {
  readonly region: string;
  /** Which was taken and why; undefined where the plan declares it. */
  readonly note?: string;
}

/**
 * The declared primary region; else the one that serves most of the clients while all is well; among equals the one with
 * the primary of a SQL store; else the first of them.
 */
export function primaryOf(service: Service, declared: Declared | undefined, stores: readonly Store[]): Primary {
  const { pools } = service;
  const asked = declared?.regions?.primary;
  if (pools.some(({ region }) => region === asked)) return { region: asked! };
  const { region, why } = found(service, declared, stores);
  const missing = asked === undefined ? 'nothing declares a primary region' : `no compute is in the declared ${asked}`;
  return { region, note: `${missing}: ${region} is taken for it here, ${why}` };
}

interface Found {
  readonly region: string;
  readonly why: string;
}

function found(service: Service, declared: Declared | undefined, stores: readonly Store[]): Found {
  const used = usedPools(service);
  const most = mostUsed(service, used, declared);
  const [first] = most;
  if (used.length === 1) return { region: first!.region, why: 'the only one that clients use' };
  if (most.length === 1) return { region: first!.region, why: 'the one that most clients use' };
  return byStore(most, stores) ?? { region: first!.region, why: 'the first of those that most clients use' };
}

/** Pools that serve clients while all is well; all of them where none does. */
function usedPools(service: Service): readonly Pool[] {
  const live = reachablePools(service).filter(({ live }) => live);
  return live.length > 0 ? live : service.pools;
}

/** Those of them that serve the most clients. */
function mostUsed(service: Service, used: readonly Pool[], declared: Declared | undefined): readonly Pool[] {
  const shares = steadyShares(reachablePools(service), declared);
  const shareOf = ({ region }: Pool): number => shares.get(region) ?? 0;
  const most = maxOf(used.map(shareOf));
  return used.filter((pool) => shareOf(pool) >= most * (1 - 1e-9));
}

/** Undefined where none of the regions has the primary of a SQL store. */
function byStore(pools: readonly Pool[], stores: readonly Store[]): Found | undefined {
  for (const { kind, name, members } of stores) {
    const home = members.find(({ role }) => role === 'primary')?.region;
    if (kind === 'sql' && pools.some(({ region }) => region === home))
      return { region: home!, why: `among equals the one with the primary of the database ${name}` };
  }
  return undefined;
}
