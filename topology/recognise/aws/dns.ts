import type { Resource } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Entry, Evidence, Pool, Service, Signal } from '../../model/model.ts';
import { ALIAS_TTL_SECONDS } from '../../arithmetic/assumptions.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import type { Accelerated } from './accelerator.ts';
import { checkSignal, checksOf, redirecting, type Watch } from './checks.ts';
import { GOOGLE_ENTRIES, isGoogle, servicesBehind, wayToGoogle } from './google.ts';
import { instancePool, regionNamed, unseenPool } from './pools.ts';
import { DEFAULT_ROUTE } from './routes.ts';
import { ACCELERATOR, BALANCERS, ELASTIC_IP, INSTANCE, RECORD, ROUTING_POLICIES } from './types.ts';
import { distinct, servicesOf, throughout, together, wayInto, type Context, type Way } from './ways.ts';

// Route 53: records of one name and type with a routing policy are one entry, whichever clouds they answer with.

/** Time to live where a record sets none. */
const DEFAULT_TTL_SECONDS = 300;

type Policy = (typeof ROUTING_POLICIES)[number];

/** Policies that give a client one answer by where it is, with no other to fall back on but a default. */
const BY_PLACE: readonly Policy[] = ['geolocationRoutingPolicies', 'cidrRoutingPolicy'];

const ENDPOINTS = [...BALANCERS, ACCELERATOR, ELASTIC_IP, INSTANCE, ...GOOGLE_ENTRIES] as const;

/** What record sets can answer with besides load balancers. */
export interface Behind {
  readonly accelerators: readonly Accelerated[];
  readonly google: readonly Service[];
}

/** The services of every record set with a routing policy. */
export function recogniseRecordSets(context: Context, behind: Behind): readonly Service[] {
  const services = recordSets(context).flatMap((records) => {
    const [first] = records;
    if (first === undefined) return [];
    const entry: Entry = { kind: 'dns', urn: first.urn, availability: awsSla.route53 };
    const way = together(records.map((record) => wayOf(context, behind, record, records)));
    const policy = policyOf(first);
    if (policy && BY_PLACE.includes(policy))
      open(context, first, policy, 'answers by place: who is left without an answer when one is down cannot be told');
    const clouds = records.flatMap((record) => endpointsOf(context, record)).some(isGoogle) ? [stays(first)] : [];
    return servicesOf(way, textAt(first.inputs, 'name') ?? first.name, first, entry, clouds);
  });
  return distinct(services);
}

const stays = ({ urn }: Resource): Evidence => ({
  urn,
  says: 'Route 53 is of AWS itself: that it keeps checking and answering while the rest of AWS is down is its promise, and taken as kept',
});

const open = ({ undecided }: Context, record: Resource, argument: string, says: string): number =>
  undecided.push({ about: 'entry', evidence: { urn: record.urn, argument, says } });

function recordSets({ graph }: Context): readonly (readonly Resource[])[] {
  const sets = new Map<string, Resource[]>();
  for (const record of graph.ofType(RECORD)) {
    if (policyOf(record) === undefined) continue;
    const zone = graph.linked(record, 'zoneId')[0]?.urn ?? String(valueAt(record.inputs, 'zoneId'));
    const name = String(valueAt(record.inputs, 'name')).toLowerCase().replace(/\.$/, '');
    const key = [zone, name, valueAt(record.inputs, 'type')].join(' ');
    sets.set(key, [...(sets.get(key) ?? []), record]);
  }
  return [...sets.values()];
}

const policyOf = ({ inputs }: Resource): Policy | undefined =>
  ROUTING_POLICIES.find((policy) => isSet(inputs, policy) && valueAt(inputs, policy) !== false);

const answersIn = ({ inputs }: Resource): 'aliases' | 'records' => (isSet(inputs, 'aliases') ? 'aliases' : 'records');

const answersPath = (record: Resource): string => (answersIn(record) === 'aliases' ? 'aliases.name' : 'records');

/** Resources that a record answers with. */
function endpointsOf({ graph }: Context, record: Resource): readonly Resource[] {
  const path = answersPath(record);
  const linked = graph.linked(record, path, ENDPOINTS);
  if (linked.length > 0) return linked;
  const addresses = new Set(valuesAt(record.inputs, path).filter((value) => !isUnknown(value)));
  return graph
    .ofType(...ENDPOINTS)
    .filter(({ inputs, outputs }) =>
      ['address', 'publicIp', 'ipAddress', 'dnsName'].some((name) => addresses.has(outputs[name] ?? inputs[name])),
    );
}

function wayOf(
  context: Context,
  { accelerators, google }: Behind,
  record: Resource,
  records: readonly Resource[],
): Way {
  const endpoints = endpointsOf(context, record);
  if (endpoints.length === 0) open(context, record, answersIn(record), 'what it answers with is not in the plan');
  const signals = (inner: readonly Signal[]): readonly Signal[] =>
    recordSignals(context, record, records, endpoints, inner);
  const ways = endpoints.map((endpoint): Way => {
    context.entered.add(endpoint.urn);
    const accelerated = accelerators.find(({ accelerator }) => accelerator === endpoint);
    if (accelerated) return behindBalancer(accelerated.way, endpoint, signals([]));
    if (isGoogle(endpoint)) {
      const services = servicesBehind(context.graph, endpoint, google);
      for (const { urn } of services) context.entered.add(urn);
      if (services.length === 0)
        open(context, record, 'records', `what answers at ${endpoint.name} is not in the plan`);
      return behindBalancer(wayToGoogle(services), endpoint, signals([]));
    }
    const way = BALANCERS.some((type) => type === endpoint.type)
      ? wayInto(context, endpoint)
      : new Map([[DEFAULT_ROUTE, directPools(context, endpoint)]]);
    return throughout(way, (pool) => watched(pool, signals(pool.signals)));
  });
  return answered(together(ways.length > 0 ? ways : [unseenWay(record, signals)]), record);
}

/** A region is known of what the plan does not hold when its host name or the policy says so. */
function unseenWay(record: Resource, signals: (inner: readonly Signal[]) => readonly Signal[]): Way {
  const region =
    valuesAt(record.inputs, answersPath(record)).flatMap((value) => regionNamed(value) ?? [])[0] ??
    textAt(record.inputs, 'latencyRoutingPolicies.0.region');
  if (region === undefined) return new Map();
  const pool = unseenPool(record, region);
  return new Map([[DEFAULT_ROUTE, [watched(pool, signals(pool.signals))]]]);
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
function answered(way: Way, record: Resource): Way {
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

/** What tells Route 53 to leave a record out. Nothing does where it has no check: it is healthy always. */
function recordSignals(
  context: Context,
  record: Resource,
  records: readonly Resource[],
  endpoints: readonly Resource[],
  inner: readonly Signal[],
): readonly Signal[] {
  const alias = answersIn(record) === 'aliases';
  const ttlSeconds = alias ? ALIAS_TTL_SECONDS : (numberAt(record.inputs, 'ttl') ?? DEFAULT_TTL_SECONDS);
  const watch: Watch = {
    elsewhere: (check) => asksElsewhere(context, check, endpoints, records),
    redirects: (port) => endpoints.some((endpoint) => redirecting(context.links.listeners.get(endpoint) ?? [], port)),
  };
  const checks = checksOf(context.graph, record);
  const evaluated = blocksAt(record.inputs, 'aliases').some((block) => valueAt(block, 'evaluateTargetHealth') === true);
  const signals = [
    ...checks.map((check) => shared(context, check, records) ?? checkSignal(context, check, watch)),
    ...(evaluated ? inner : []),
  ];
  if (checks.length === 0 && isSet(record.inputs, 'healthCheckId'))
    open(context, record, 'healthCheckId', 'its health check is not in the plan');
  return signals.map((signal): Signal => ({
    ...signal,
    kind: 'dns-check',
    ttlSeconds,
    evidence: [
      ...signal.evidence,
      {
        urn: record.urn,
        argument: alias ? 'aliases' : 'ttl',
        says: `clients may keep the old answer for ${ttlSeconds} s`,
      },
    ],
  }));
}

/** One check that guards every record of a set lets all of them fall together, and then all count as healthy. */
function shared({ graph }: Context, check: Resource, records: readonly Resource[]): Signal | undefined {
  if (records.length < 2 || !records.every((record) => checksOf(graph, record).includes(check))) return undefined;
  const says = 'guards every record of the set: all fall together, and then all count as healthy';
  return { kind: 'dns-check', sees: [], evidence: [{ urn: check.urn, says }] };
}

/** True when what a check asks is known, and is not what the record answers with. */
function asksElsewhere(
  context: Context,
  check: Resource,
  endpoints: readonly Resource[],
  records: readonly Resource[],
): boolean {
  // With an address the name is only what the request is for.
  const asked = context.graph.linked(check, isSet(check.inputs, 'ipAddress') ? 'ipAddress' : 'fqdn', [
    ...ENDPOINTS,
    RECORD,
  ]);
  if (asked.some((record) => records.includes(record))) return true;
  const found = asked.flatMap((resource) => (resource.type === RECORD ? endpointsOf(context, resource) : [resource]));
  const same = (resource: Resource): boolean =>
    endpoints.includes(resource) || (isGoogle(resource) && endpoints.some(isGoogle));
  return found.length > 0 && !found.some(same);
}
