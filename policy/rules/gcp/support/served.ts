import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../../topology/graph/value.ts';
import { clientRoutes } from '../../../../topology/recognise/gcp/routes.ts';
import { BACKEND_SERVICE, RUN_SERVICE, RUN_V1_SERVICE, URL_MAP } from '../../../../topology/recognise/gcp/types.ts';
import { groupsOf, type GroupKind } from './groups.ts';

type Group = ReturnType<typeof groupsOf>[number];

/** A global backend service that clients' requests reach. */
export interface Served {
  readonly service: Resource;
  readonly groups: readonly Group[];
  /** Regions behind it that the plan tells. */
  readonly regions: readonly string[];
  /** True when every backend's region is known. */
  readonly placed: boolean;
  /** True when some backend's group is of one of these kinds. */
  readonly someOf: (kinds: readonly GroupKind[]) => boolean;
  /** True when the kind of every group is known. */
  readonly told: boolean;
}

const known = new WeakMap<ResourceGraph, readonly Served[]>();

/**
 * Global backend services that carry clients' requests. Left out: those that only requests with a certain header reach
 * (probes that pin a region), those of a service mesh, and those with origins outside the cloud.
 */
export function servedBy(graph: ResourceGraph): readonly Served[] {
  const cached = known.get(graph);
  if (cached) return cached;
  const pinned = pinnedServices(graph);
  const served = graph
    .ofType(BACKEND_SERVICE)
    .filter(
      (service) => !pinned.has(service) && textAt(service.inputs, 'loadBalancingScheme') !== 'INTERNAL_SELF_MANAGED',
    )
    .map((service) => describe(graph, service))
    .filter((candidate) => !candidate.someOf(['internet-neg']));
  known.set(graph, served);
  return served;
}

/** Any global backend service, also one that only probes reach. */
export function describe(graph: ResourceGraph, service: Resource): Served {
  const groups = groupsOf(graph, service);
  const regions = [...new Set(groups.flatMap(({ region }) => (region === undefined ? [] : [region])))];
  // A list that is not known, or that something else fills in, tells nothing about its groups.
  const open =
    isUnknown(valueAt(service.inputs, 'backends')) ||
    (groups.length === 0 && service.ignoreChanges.includes('backends'));
  const isOf =
    (kinds: readonly GroupKind[]) =>
    ({ kind }: Group): boolean =>
      kind !== undefined && kinds.includes(kind);
  return {
    service,
    groups,
    regions,
    placed: !open && groups.every(({ region }) => region !== undefined),
    told: !open && groups.every(({ kind }) => kind !== undefined),
    someOf: (kinds) => groups.some(isOf(kinds)),
  };
}

function pinnedServices(graph: ResourceGraph): ReadonlySet<Resource> {
  const maps = graph.ofType(URL_MAP);
  const regionsOf = (service: Resource): readonly string[] => describe(graph, service).regions;
  const named = maps.flatMap((map) => Object.keys(map.inputs).flatMap((key) => [...linkedAnywhere(graph, map, key)]));
  const clients = new Set(
    maps.flatMap((map) =>
      clientRoutes(graph, map, regionsOf).routes.flatMap(({ services }) => services.map((to) => to.service)),
    ),
  );
  return new Set(named.filter((service) => !clients.has(service)));
}

/** Backend services named anywhere below an argument: by its dependencies, or by links inside its blocks. */
function linkedAnywhere(graph: ResourceGraph, map: Resource, key: string): readonly Resource[] {
  const byValue = textsIn(map.inputs[key]).flatMap((text) => graph.named(text, [BACKEND_SERVICE]));
  const urns = map.propertyDependencies[key] ?? [];
  const byLink = urns.flatMap((urn) => graph.get(urn) ?? []).filter(({ type }) => type === BACKEND_SERVICE);
  return [...byLink, ...byValue];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('/') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Cloud Run services behind a backend service, each with the endpoint group that leads to it. */
export function runServices(
  graph: ResourceGraph,
  served: Served,
): readonly { readonly run: Resource; readonly neg: Resource }[] {
  return served.groups.flatMap(({ group: neg, kind }) => {
    if (!neg || kind !== 'serverless') return [];
    return graph.linked(neg, 'cloudRun', [RUN_SERVICE, RUN_V1_SERVICE]).map((run) => ({ run, neg }));
  });
}
