import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isUnreadable, valueAt } from '../../graph/value.ts';
import type { Declared, Entry, Evidence, Pool, Service, Undecided } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { sharedLabel, streamsOf } from './labels.ts';
import type { Links } from './links.ts';
import type { Names } from './names.ts';
import { addUp, poolOf } from './pools.ts';
import { ANY_ROUTE, clientRoutes, DEFAULT_ROUTE, PORT_ROUTE, type Route } from './routes.ts';
import { silentAt, type Ports } from './targets.ts';

// An entry chooses among ways. A way leads to a load balancer, and by its routes to pools.

/** Pools of one way by the label of the route that leads there. */
export type Way = ReadonlyMap<string, readonly Pool[]>;

/** What the recognisers of one graph share. */
export interface Context {
  readonly graph: ResourceGraph;
  readonly links: Links;
  readonly names: Names;
  /** The declaration that holds for a resource. */
  readonly above: (urn: string) => Declared | undefined;
  /** Collects what was seen and cannot be told. */
  readonly undecided: Undecided[];
  /** URNs of what some entry leads to: it is no stream of its own any more. */
  readonly entered: Set<string>;
}

/** The way into one load balancer. Signals of its pools are those of the targets. */
export function wayInto({ graph, links, above, undecided, entered }: Context, balancer: Resource, ports?: Ports): Way {
  entered.add(balancer.urn);
  for (const { urn, inputs } of links.listeners.get(balancer) ?? []) {
    if (!isUnreadable(inputs['port'])) continue;
    const says = 'cannot be read: whether clients find anything there cannot be told';
    undecided.push({ about: 'service', evidence: { urn, argument: 'port', says } });
  }
  const region = regionOf(graph, balancer);
  if (region === undefined) {
    const says = 'the plan does not tell in which region it is';
    undecided.push({ about: 'service', evidence: { urn: balancer.urn, argument: 'region', says } });
    return new Map();
  }
  return new Map(
    clientRoutes(graph, links, balancer, ports).map((route) => {
      const pool = poolOf(graph, links, route, region, above(balancer.urn));
      // Where the plan fills other target groups and not this one, it is empty; that shows in the whole service.
      if (pool.compute === 'unknown' && pool.unusable === undefined)
        undecided.push(...pool.evidence.map((seen) => ({ about: 'service', evidence: seen }) as const));
      const unusable = (ports && silentAt(links, balancer, ports)) ?? pool.unusable;
      return [labelIn(balancer, route), [unusable ? { ...pool, unusable } : pool]] as const;
    }),
  );
}

/** A network load balancer knows no rules: its only route takes whatever is asked. */
const labelIn = ({ inputs }: Resource, { label }: Route): string =>
  label === DEFAULT_ROUTE && valueAt(inputs, 'loadBalancerType') === 'network' ? ANY_ROUTE : label;

/** The same way with each of its pools changed. */
export const throughout = (way: Way, change: (pool: Pool) => Pool): Way =>
  new Map([...way].map(([label, pools]) => [label, pools.map(change)]));

/**
 * Several ways as one. What one way has a rule for and another has not is not served there, except by what knows no rules.
 *
 * @param missing route that stands in where a way has none of that label
 */
export function together(ways: readonly Way[], missing: string = ANY_ROUTE): Way {
  const labels = new Set(ways.flatMap((way) => [...way.keys()]));
  if (labels.size > 1) labels.delete(ANY_ROUTE);
  const find = (way: Way, stream: string): readonly Pool[] => {
    // Requests to another port are the same requests.
    const instead = stream.startsWith(PORT_ROUTE) ? DEFAULT_ROUTE : missing;
    const own = [...way.keys()].filter((label) => sharedLabel(label, stream) !== undefined);
    if (own.length > 0) return own.flatMap((label) => way.get(label) ?? []);
    return way.get(ANY_ROUTE) ?? way.get(instead) ?? [];
  };
  const streams = streamsOf([...labels]);
  return new Map(streams.map((stream) => [stream, mergeByRegion(ways.flatMap((way) => find(way, stream)))]));
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
      name: label === ANY_ROUTE ? name : `${name}${label}`,
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
    const pools = service.pools.map(({ urn, live, capacityScaler, weight, signals, unusable, fallsWith = [] }) => [
      [urn, live, capacityScaler, weight, unusable !== undefined, fallsWith.map(({ region }) => region)],
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
  const { unusable, fallsWith: _, ...both } = one.urn === other.urn ? one : addUp(one, other);
  // What keeps requests from a region has to hold for each of its parts.
  const falls = [...(one.fallsWith ?? []), ...(other.fallsWith ?? [])].filter(
    ({ region }, index, all) =>
      isBarred(one, region) && isBarred(other, region) && all.findIndex((each) => each.region === region) === index,
  );
  return {
    ...both,
    ...(unusable && other.unusable ? { unusable } : {}),
    ...(falls.length > 0 ? { fallsWith: falls } : {}),
    live: one.live || other.live,
    capacityScaler: Math.max(one.capacityScaler, other.capacityScaler),
    ...(weight === undefined ? {} : { weight }),
  };
}

const isBarred = ({ unusable, fallsWith = [] }: Pool, lost: string): boolean =>
  unusable !== undefined || fallsWith.some(({ region }) => region === lost);
