import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import type { Declared, Entry, Evidence, Pool, Service, Undecided } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import type { Links } from './links.ts';
import { addUp, poolOf } from './pools.ts';
import { clientRoutes, DEFAULT_ROUTE } from './routes.ts';

// An entry chooses among ways. A way leads to a load balancer, and by its routes to pools.

/** Pools of one way by the label of the route that leads there. */
export type Way = ReadonlyMap<string, readonly Pool[]>;

/** What the recognisers of one graph share. */
export interface Context {
  readonly graph: ResourceGraph;
  readonly links: Links;
  /** The declaration that holds for a resource. */
  readonly above: (urn: string) => Declared | undefined;
  /** Collects what was seen and cannot be told. */
  readonly undecided: Undecided[];
  /** URNs of what some entry leads to: it is no stream of its own any more. */
  readonly entered: Set<string>;
}

/** The way into one load balancer. Signals of its pools are those of the targets. */
export function wayInto(
  { graph, links, above, undecided, entered }: Context,
  balancer: Resource,
  ports?: readonly (readonly [from: number, to: number])[],
): Way {
  entered.add(balancer.urn);
  const region = regionOf(graph, balancer);
  if (region === undefined) {
    const says = 'the plan does not tell in which region it is';
    undecided.push({ about: 'service', evidence: { urn: balancer.urn, argument: 'region', says } });
    return new Map();
  }
  return new Map(
    clientRoutes(graph, links, balancer, ports).map((route) => {
      const pool = poolOf(graph, links, route, region, above(balancer.urn));
      if (pool.compute === 'unknown')
        undecided.push(...pool.evidence.map((seen) => ({ about: 'service', evidence: seen }) as const));
      return [route.label, [pool]] as const;
    }),
  );
}

/** The same way with each of its pools changed. */
export const throughout = (way: Way, change: (pool: Pool) => Pool): Way =>
  new Map([...way].map(([label, pools]) => [label, pools.map(change)]));

/** Several ways as one. A way without a route of that label answers it by its default route. */
export function together(ways: readonly Way[]): Way {
  const labels = new Set(ways.flatMap((way) => [...way.keys()]));
  return new Map(
    [...labels].map((label) => [
      label,
      mergeByRegion(ways.flatMap((way) => way.get(label) ?? way.get(DEFAULT_ROUTE) ?? [])),
    ]),
  );
}

/** The services of an entry: one for each route. */
export function servicesOf(
  way: Way,
  name: string,
  owner: Resource,
  entry: Entry,
  more: readonly Evidence[] = [],
): readonly Service[] {
  return [...way].map(([label, pools]): Service => {
    const regions = [...new Set(pools.map(({ region }) => region))];
    const holds: Evidence = {
      urn: owner.urn,
      says: `holds ${regions.join(' and ')}${regions.length > 1 ? '' : ' only'}`,
    };
    return {
      name: `${name}${label}`,
      cloud: 'aws',
      urn: owner.urn,
      entry,
      pools,
      retry: undefined,
      evidence: [holds, ...more],
    };
  });
}

/** Services without those that differ in nothing that is judged: IPv4 and IPv6, port 80 and port 443. */
export function distinct(services: readonly Service[]): readonly Service[] {
  const seen = new Map<string, Service>();
  for (const service of services) {
    const pools = service.pools.map(({ urn, live, capacityScaler, weight, signals }) => [
      [urn, live, capacityScaler, weight],
      signals.map(({ evidence: _, ...signal }) => signal),
    ]);
    const key = JSON.stringify([service.entry.kind, pools]);
    if (!seen.has(key)) seen.set(key, service);
  }
  return [...seen.values()];
}

function mergeByRegion(pools: readonly Pool[]): readonly Pool[] {
  const merged = new Map<string, Pool>();
  for (const pool of pools) {
    const known = merged.get(pool.region);
    merged.set(pool.region, known ? merge(known, pool) : pool);
  }
  return [...merged.values()];
}

function merge(one: Pool, other: Pool): Pool {
  const weight = one.weight === undefined || other.weight === undefined ? one.weight : one.weight + other.weight;
  return {
    ...(one.urn === other.urn ? one : addUp(one, other)),
    live: one.live || other.live,
    capacityScaler: Math.max(one.capacityScaler, other.capacityScaler),
    ...(weight === undefined ? {} : { weight }),
  };
}
