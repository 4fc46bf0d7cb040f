import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isGiven, isSet, isUnknown, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Declared, Entry, Evidence, Pool, Service, Undecided } from '../../model/model.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import { backendsOf, capacityOf, mergeByRegion, type Backend } from './pools.ts';
import { partialHealthOf } from './partialHealth.ts';
import { type Fronts, frontsOf, isInternal } from './fronts.ts';
import { unreachable } from './reach.ts';
import { retryOf } from './retry.ts';
import { clientRoutes, type Route } from './routes.ts';
import { standalone } from './standalone.ts';
import { behind } from './serverless.ts';
import { healthCheckOf, healthCheckSignal, outlierDetection, serviceHealth, type Sight } from './signals.ts';
import {
  BACKEND_SERVICE,
  LB_POLICY,
  REGION_BACKEND_SERVICE,
  REGION_HEALTH_CHECK,
  REGION_URL_MAP,
  SERVERLESS_NEG,
  URL_MAPS,
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

  const fronts = frontsOf(graph);
  const open = (evidence: Evidence): void => void undecided.push({ about: 'entry', evidence });
  const routes = fronts.owners.flatMap((owner): readonly Route[] => {
    if (!(URL_MAPS as readonly string[]).includes(owner.type))
      return isSet(owner.inputs, 'backends') ? [bareRoute(owner)] : [];
    const found = clientRoutes(graph, owner, regionsOf);
    found.open.forEach(open);
    return found.routes;
  });

  const services = routes.flatMap((route) => {
    const service = serviceOf(graph, route, of, above, undecided, fronts);
    return service ? [{ ...service, name: nameOf(route, service, routes, above) }] : [];
  });
  for (const { urn } of fronts.adrift.filter((owner) => routes.some((route) => route.owner === owner)))
    open({ urn, says: 'no forwarding rule in this plan leads to it: whether clients reach it cannot be told' });
  return { services: [...services, ...standalone(graph, above)], undecided };
}

/** A backend service that forwarding rules lead to without a URL map. */
const bareRoute = (service: Resource): Route => ({
  name: service.name,
  owner: service,
  services: [{ service, weight: 1 }],
  retryPolicy: undefined,
  timeoutSeconds: undefined,
});

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

function serviceOf(
  graph: ResourceGraph,
  route: Route,
  backendsOfService: (service: Resource) => readonly Backend[],
  above: (urn: string) => Declared | undefined,
  undecided: Undecided[],
  fronts: Fronts,
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
    undecided.push(...openBackends(graph, backends).map((evidence): Undecided => ({ about: 'service', evidence })));
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
    entry: entryOf(route.owner, first, fronts.rulesOf(route.owner)),
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
  const check = checked && checkOfBackends(checked, service, backends);
  const isOpen = textAt(service.inputs, 'loadBalancingScheme')?.startsWith('INTERNAL') !== true;
  const runs = capacities.flatMap(({ urn }) => graph.get(urn) ?? []);
  return mergeByRegion(capacities).map((capacity): Pool => {
    const neg = backends.find(
      ({ region, group }) => region === capacity.region && group?.type === SERVERLESS_NEG,
    )?.group;
    const run = graph.get(capacity.urn);
    const health = neg && run ? serviceHealth(run, neg, service, capacity.minInstances) : undefined;
    const sights = [health, check, outlier].filter((sight): sight is Sight => sight !== undefined);
    const blind = sights.flatMap((sight) => ('blind' in sight ? [sight.blind] : []));
    const others = runs.filter((one) => one !== run);
    const unusable =
      capacity.unusable ?? (run && isOpen ? unreachable(graph, run, others, checked ? [checked] : []) : undefined);
    return {
      ...capacity,
      signals: sights.flatMap((sight) => ('signal' in sight ? [sight.signal] : [])),
      ...(blind.length > 0 ? { blind } : {}),
      ...(unusable ? { unusable } : {}),
      ...(weight === undefined ? {} : { weight }),
    };
  });
}

/** A health check as the load balancer takes it, or why it takes it not at all. */
function checkOfBackends(check: Resource, service: Resource, backends: readonly Backend[]): Sight {
  const blind = (says: string): Sight => ({ blind: { urn: check.urn, says } });
  if (backends.length > 0 && backends.every(({ group }) => group?.type === SERVERLESS_NEG))
    return blind('a health check does not apply to serverless endpoint groups, and the API refuses it there');
  if (check.type === REGION_HEALTH_CHECK && service.type === BACKEND_SERVICE)
    return blind('a regional health check is none for a global load balancer');
  return { signal: healthCheckSignal(check, servingPort(service, backends)) };
}

/** What keeps it from being told what serves behind a group: a service outside the plan, or a revision of old. */
function openBackends(graph: ResourceGraph, backends: readonly Backend[]): readonly Evidence[] {
  return backends.flatMap(({ group }) => {
    if (group?.type !== SERVERLESS_NEG) return [];
    const found = behind(graph, group);
    return 'open' in found ? [found.open] : 'runs' in found ? oldRevisions(found.runs) : [];
  });
}

/** Requests that go to a revision by its name meet sizes and probes that the template does not show. */
function oldRevisions(run: Resource): readonly Evidence[] {
  const named = blocksAt(run.inputs, 'traffics').filter(
    (block) => (isGiven(block, 'revision') || isGiven(block, 'revisionName')) && numberAt(block, 'percent') !== 0,
  );
  const says = 'sends requests to a revision by its name, whose size and probes are not those of the template';
  return named.length > 0 ? [{ urn: run.urn, argument: 'traffics', says }] : [];
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

function entryOf(owner: Resource, service: Resource, rules: readonly Resource[]): Entry {
  const regional = owner.type === REGION_URL_MAP || service.type === REGION_BACKEND_SERVICE;
  const urn = (regional ? undefined : rules[0]?.urn) ?? owner.urn;
  const inside = isInternal(rules) ? { internal: true as const } : {};
  return { kind: regional ? 'regional' : 'anycast', urn, availability: googleSla.loadBalancer, ...inside };
}
