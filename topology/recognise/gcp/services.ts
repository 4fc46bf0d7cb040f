import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Declared, Entry, Evidence, Pool, Service, Signal, Undecided } from '../../model/model.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import { backendsOf, capacityOf, mergeByRegion, type Backend } from './pools.ts';
import { partialHealthOf } from './partialHealth.ts';
import { retryOf } from './retry.ts';
import { clientRoutes, type Route } from './routes.ts';
import { standalone } from './standalone.ts';
import { healthCheckOf, healthCheckSignal, outlierDetection, serviceHealth } from './signals.ts';
import {
  BACKEND_SERVICE,
  FORWARDING_RULE,
  HTTP_PROXY,
  HTTPS_PROXY,
  LB_POLICY,
  REGION_BACKEND_SERVICE,
  REGION_URL_MAP,
  SERVERLESS_NEG,
  URL_MAP,
} from './types.ts';

// Streams of client traffic through Google's load balancers, and Cloud Run services that stand alone.

export interface Found {
  readonly services: readonly Service[];
  readonly undecided: readonly Undecided[];
}

/** Every stream of client traffic that the graph's Google resources make. */
export function recogniseServices(graph: ResourceGraph, above: (urn: string) => Declared | undefined): Found {
  const undecided: Undecided[] = [];
  const backends = new Map<Resource, readonly Backend[]>();
  const of = (service: Resource): readonly Backend[] => {
    const known = backends.get(service) ?? backendsOf(graph, service);
    backends.set(service, known);
    return known;
  };
  const regionsOf = (service: Resource): readonly string[] => [
    ...new Set(of(service).flatMap(({ region }) => (region ? [region] : []))),
  ];

  const maps = graph.ofType(URL_MAP, REGION_URL_MAP);
  const reached = new Set(maps.flatMap((map) => linkedServices(graph, map)));
  const routes = [
    ...maps.flatMap((map) => clientRoutes(graph, map, regionsOf)),
    ...graph
      .ofType(BACKEND_SERVICE, REGION_BACKEND_SERVICE)
      .filter((service) => !reached.has(service) && of(service).length > 0)
      .map((service): Route => ({
        name: service.name,
        owner: service,
        services: [{ service, weight: 1 }],
        retryPolicy: undefined,
        timeoutSeconds: undefined,
      })),
  ];

  const services = routes.flatMap((route) => {
    const service = serviceOf(graph, route, of, above, undecided);
    return service ? [{ ...service, name: nameOf(route, service, routes, above) }] : [];
  });
  return { services: [...services, ...standalone(graph, above)], undecided };
}

/** The owner's name where it has one route; else that of the declaration which is about this route alone. */
function nameOf(
  { owner, name }: Route,
  { urn }: Service,
  routes: readonly Route[],
  above: (urn: string) => Declared | undefined,
): string {
  const beside = routes.filter((other) => other.owner === owner);
  if (beside.length === 1) return owner.name;
  const declared = above(urn);
  const alike = beside.filter(({ services: [first] }) => first && above(first.service.urn) === declared);
  return declared && alike.length === 1 ? declared.name : `${owner.name}/${name}`;
}

function linkedServices(graph: ResourceGraph, map: Resource): readonly Resource[] {
  return ['defaultService', 'defaultRouteAction', 'pathMatchers'].flatMap((argument) =>
    graph.linked(map, argument, [BACKEND_SERVICE, REGION_BACKEND_SERVICE]),
  );
}

function serviceOf(
  graph: ResourceGraph,
  route: Route,
  backendsOfService: (service: Resource) => readonly Backend[],
  above: (urn: string) => Declared | undefined,
  undecided: Undecided[],
): Service | undefined {
  const first = route.services[0]?.service;
  if (!first) return undefined;
  const declared = above(first.urn);
  const pools: Pool[] = [];
  for (const { service, weight } of route.services) {
    const backends = backendsOfService(service);
    if (isUnknown(valueAt(service.inputs, 'backends')) || backends.some(({ region }) => region === undefined)) {
      undecided.push({
        about: 'service',
        evidence: {
          urn: service.urn,
          argument: 'backends',
          says: 'the plan does not tell in which region a backend is',
        },
      });
    }
    pools.push(...poolsOf(graph, service, backends, route, declared, route.services.length > 1 ? weight : undefined));
  }
  if (pools.length === 0) return undefined;
  const regions = new Set(pools.map(({ region }) => region));
  const split = splitEvidence(route, backendsOfService);
  const strict = strictEvidence(graph, route);
  const partialHealth = partialHealthOf(graph, first, pools);
  return {
    name: route.name,
    cloud: 'gcp',
    urn: first.urn,
    entry: entryOf(graph, route.owner, first),
    pools,
    retry: retryOf(route, split === undefined && regions.size > 1),
    ...(split ? { split } : {}),
    ...(strict ? { strict } : {}),
    ...(partialHealth ? { partialHealth } : {}),
    evidence: [
      {
        urn: first.urn,
        argument: 'backends',
        says: regions.size > 1 ? `holds ${[...regions].join(' and ')}` : `holds ${[...regions].join()} only`,
      },
    ],
  };
}

function poolsOf(
  graph: ResourceGraph,
  service: Resource,
  backends: readonly Backend[],
  route: Route,
  declared: Declared | undefined,
  weight: number | undefined,
): readonly Pool[] {
  const capacities = backends.flatMap((backend) => capacityOf(graph, backend, declared) ?? []);
  const triesEnd =
    route.timeoutSeconds !== undefined ||
    retryOf(route, true)?.perTrySeconds !== undefined ||
    !backends.some(({ group }) => group?.type === SERVERLESS_NEG);
  const outlier = outlierDetection(service, capacities.length, triesEnd);
  const checked = healthCheckOf(graph, service, 'healthChecks');
  const check = checked && healthCheckSignal(checked, servingPort(service, backends));
  return mergeByRegion(capacities).map((capacity): Pool => {
    const neg = backends.find(
      ({ region, group }) => region === capacity.region && group?.type === SERVERLESS_NEG,
    )?.group;
    const run = graph.get(capacity.urn);
    const health = neg && run ? serviceHealth(run, neg, service, capacity.minInstances) : undefined;
    const signals = [health, check, outlier].filter((signal): signal is Signal => signal !== undefined);
    return { ...capacity, signals, ...(weight === undefined ? {} : { weight }) };
  });
}

/** Port that the named port of a backend service stands for in its instance groups; undefined for serverless. */
function servingPort(service: Resource, backends: readonly Backend[]): number | undefined {
  const wanted = textAt(service.inputs, 'portName') ?? 'http';
  for (const { group } of backends) {
    const port = blocksAt(group?.inputs, 'namedPorts').find((item) => textAt(item, 'name') === wanted);
    const number = numberAt(port, 'port');
    if (number !== undefined) return number;
  }
  return undefined;
}

/** Weights between services decide before health does: a share bound to one region fails with that region. */
function splitEvidence(
  route: Route,
  backendsOfService: (service: Resource) => readonly Backend[],
): Evidence | undefined {
  if (route.services.length < 2) return undefined;
  const bound = route.services.find(
    ({ service }) => new Set(backendsOfService(service).map(({ region }) => region)).size < 2,
  );
  return bound
    ? {
        urn: route.owner.urn,
        argument: 'weightedBackendServices',
        says: `a share of ${bound.weight} is bound to ${bound.service.name}, which holds one region: weights are applied before health, so that share fails with its region`,
      }
    : undefined;
}

function strictEvidence(graph: ResourceGraph, route: Route): Evidence | undefined {
  for (const { service } of route.services) {
    const policy = graph.linked(service, 'serviceLbPolicy', [LB_POLICY])[0];
    if (policy && textAt(policy.inputs, 'isolationConfig.isolationMode') === 'STRICT') {
      return {
        urn: policy.urn,
        argument: 'isolationConfig.isolationMode',
        says: 'STRICT isolation drops requests instead of sending them to the other region; NEAREST would let them go',
      };
    }
  }
  return undefined;
}

function entryOf(graph: ResourceGraph, owner: Resource, service: Resource): Entry {
  const regional = owner.type === REGION_URL_MAP || service.type === REGION_BACKEND_SERVICE;
  const rule = regional ? undefined : forwardingRuleOf(graph, owner);
  return { kind: regional ? 'regional' : 'anycast', urn: rule?.urn ?? owner.urn, availability: googleSla.loadBalancer };
}

/** The first forwarding rule that leads to a URL map, by name. */
function forwardingRuleOf(graph: ResourceGraph, map: Resource): Resource | undefined {
  const proxies = graph
    .ofType(HTTPS_PROXY, HTTP_PROXY)
    .filter((proxy) => graph.linked(proxy, 'urlMap', [URL_MAP]).includes(map));
  return graph
    .ofType(FORWARDING_RULE)
    .filter((rule) => graph.linked(rule, 'target', [HTTPS_PROXY, HTTP_PROXY]).some((proxy) => proxies.includes(proxy)))
    .toSorted((one, other) => one.name.localeCompare(other.name))[0];
}
