import type { Resource } from '../../graph/graph.ts';
import { numberAt, textAt, valuesAt } from '../../graph/value.ts';
import type { Pool, Service, Signal } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import type { Accelerated } from './accelerator.ts';
import { answersPath, unfamiliar } from './answers.ts';
import { isGoogle, servicesBehind, wayToGoogle } from './google.ts';
import { instancePool, regionNamed, unseenPool } from './pools.ts';
import { ANY_ROUTE } from './routes.ts';
import { BALANCERS, ELASTIC_IP, INSTANCE } from './types.ts';
import type { Led } from './watching.ts';
import { throughout, wayInto, type Context, type Way } from './ways.ts';

// The ways that one record gives a client, as its checks see them.

/** What record sets can answer with besides load balancers. */
export interface Behind {
  readonly accelerators: readonly Accelerated[];
  readonly google: readonly Service[];
}

/** Signals of a record, from those of what it leads to. */
type Signals = (inner: readonly Signal[]) => readonly Signal[];

/** The way to one endpoint that a record answers with. */
export function wayTo(
  context: Context,
  { accelerators, google }: Behind,
  record: Resource,
  endpoint: Resource,
  signals: Signals,
): Way {
  context.entered.add(endpoint.urn);
  const accelerated = accelerators.find(({ accelerator }) => accelerator === endpoint);
  if (accelerated) return behindBalancer(accelerated.way, endpoint, signals([]));
  if (isGoogle(endpoint)) {
    const services = servicesBehind(context.graph, endpoint, google);
    for (const { urn } of services) context.entered.add(urn);
    if (services.length === 0) {
      const says = `what answers at ${endpoint.name} is not in the plan`;
      context.undecided.push({ about: 'entry', evidence: { urn: record.urn, argument: 'records', says } });
    }
    return behindBalancer(wayToGoogle(services), endpoint, signals([]));
  }
  const way = BALANCERS.some((type) => type === endpoint.type)
    ? wayInto(context, endpoint)
    : new Map([[ANY_ROUTE, directPools(context, endpoint)]]);
  return throughout(way, (pool) => watched(pool, signals(pool.signals)));
}

/** The way of a name that a record leads to. One of several regions chooses among them by itself. */
export function wayOver(way: Way, record: Resource, signals: Signals): Way {
  const pools = [...way.values()].flat();
  const several = new Set(pools.map(({ region }) => region)).size > 1;
  if (several) return behindBalancer(way, record, signals(pools[0]?.signals ?? []));
  return throughout(way, (pool) => watched(pool, signals(pool.signals)));
}

/** A region is known of what is not read when its host name, the policy or the resource says so. */
export function unseenWay({ graph }: Context, { record, answers }: Led, signals: Signals): Way {
  // Objects that a bucket shows are a page of their own, not the service.
  const strange = answers.strange.find(({ type }) => !/bucket/i.test(type));
  const region =
    valuesAt(record.inputs, answersPath(record)).flatMap((value) => regionNamed(value) ?? [])[0] ??
    textAt(record.inputs, 'latencyRoutingPolicies.0.region') ??
    (strange && regionOf(graph, strange));
  if (region === undefined) return new Map();
  const pool = unseenPool(record, region);
  const seen = strange
    ? { ...pool, evidence: [{ urn: record.urn, says: `answers with ${unfamiliar(strange)}` }] }
    : pool;
  return new Map([[ANY_ROUTE, [watched(seen, signals(pool.signals))]]]);
}

function directPools({ graph, above }: Context, endpoint: Resource): readonly Pool[] {
  const instance = endpoint.type === ELASTIC_IP ? graph.linked(endpoint, 'instance', [INSTANCE])[0] : endpoint;
  const region = regionOf(graph, endpoint);
  return region ? [instancePool(graph, instance ?? endpoint, region, above(endpoint.urn))] : [];
}

/** A pool as the record's checks see it; what watched it before goes on watching its instances. */
const watched = ({ signals: inner, ...pool }: Pool, signals: readonly Signal[]): Pool => ({
  ...pool,
  signals,
  ...(inner.length > 0 ? { instanceSignals: pool.instanceSignals ?? inner } : {}),
});

/** Pools that share a load balancer of their own; with a single pool there is nothing to choose inside it. */
const behindBalancer = (way: Way, { urn }: Resource, signals: readonly Signal[]): Way =>
  new Map(
    [...way].map(([label, pools]) => [
      label,
      pools.map((pool): Pool => (pools.length > 1 ? { ...pool, balancer: { urn, signals } } : watched(pool, signals))),
    ]),
  );

/** Gives each pool what the record's policy says about its share. */
export function shared(way: Way, record: Resource): Way {
  const weight = numberAt(record.inputs, 'weightedRoutingPolicies.0.weight');
  const role = textAt(record.inputs, 'failoverRoutingPolicies.0.type');
  const share = role === undefined ? weight : role === 'PRIMARY' ? 1 : 0;
  return new Map(
    [...way].map(([label, pools]) => {
      const all = pools.reduce((sum, pool) => sum + (pool.weight ?? 1), 0);
      return [
        label,
        pools.map(({ weight: inner = 1, ...pool }): Pool =>
          share === undefined
            ? pool
            : { ...pool, weight: all === 0 ? 0 : (share * inner) / all, live: pool.live && share > 0 },
        ),
      ];
    }),
  );
}
