import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnreadable, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Declared, Evidence, Known, Pool } from '../../model/model.ts';
import { placeInLink, regionOf } from '../place.ts';
import { behind } from './serverless.ts';
import {
  AUTOSCALER,
  BACKEND_GROUPS,
  FUNCTIONS,
  REGION_AUTOSCALER,
  REGION_MANAGER,
  RUN_V1_SERVICE,
  SERVERLESS_NEG,
  ZONAL_MANAGER,
} from './types.ts';

// From a backend service to the pools behind it: one for each region.

/** One backend of a backend service, with whatever resource its group names. */
export interface Backend {
  /** The backend service that it belongs to. */
  readonly owner: Resource;
  readonly block: Readonly<Record<string, unknown>>;
  readonly group: Resource | undefined;
  readonly region: Known<string>;
  readonly zone: Known<string>;
}

/** A pool whose signals are not attached yet. */
export type Capacity = Omit<Pool, 'signals'>;

/** Backends of a backend service in the order of its argument. */
export function backendsOf(graph: ResourceGraph, backendService: Resource): readonly Backend[] {
  const groups = graph.linkedEach(backendService, 'backends', 'group', BACKEND_GROUPS);
  return blocksAt(backendService.inputs, 'backends').map((block, index) => {
    const group = groups[index];
    const link = placeInLink(textAt(block, 'group') ?? '');
    const zone = group ? textAt(group.inputs, 'zone') : undefined;
    return {
      owner: backendService,
      block,
      group,
      region: group ? regionOf(graph, group) : link?.region,
      zone: zone ?? link?.zone,
    };
  });
}

/** Capacity behind one backend, before zonal backends of one region are added up. */
export function capacityOf(
  graph: ResourceGraph,
  backend: Backend,
  declared: Declared | undefined,
): Capacity | undefined {
  const { block, group, region } = backend;
  if (region === undefined) return undefined;
  const scaler = numberAt(block, 'capacityScaler') ?? 1;
  const shared = { region, live: true, capacityScaler: scaler, startSeconds: declared?.startSeconds };
  if (group?.type === SERVERLESS_NEG) {
    const found = behind(graph, group);
    if ('runs' in found) return { ...shared, ...serverlessCapacity(found.runs, declared), urn: found.runs.urn };
    if ('nothing' in found)
      return { ...shared, ...NO_SIZE, evidence: [found.nothing], unusable: found.nothing, urn: group.urn };
  }
  if (group?.type === ZONAL_MANAGER || group?.type === REGION_MANAGER) {
    return { ...shared, ...managerCapacity(graph, group, backend, declared), urn: group.urn, zones: zonesOf(backend) };
  }
  return {
    ...shared,
    ...NO_SIZE,
    zones: zonesOf(backend),
    // What the load balancer sends to one endpoint at most is what one is meant to carry.
    instanceRps: declared?.instanceRps ?? numberAt(block, 'maxRatePerEndpoint'),
    urn: group?.urn ?? backend.owner.urn,
    evidence: [
      group
        ? { urn: group.urn, says: `serves in ${region}; how much it carries is not in the plan` }
        : {
            urn: backend.owner.urn,
            argument: 'backends',
            says: `names a group in ${backend.zone ?? region} that this plan does not own: how many endpoints it has is not in it`,
          },
    ],
  };
}

const zonesOf = ({ zone, group }: Backend): readonly string[] => {
  if (zone) return [zone];
  const zones = valueAt(group?.inputs, 'distributionPolicyZones');
  return Array.isArray(zones) ? zones.filter((item): item is string => typeof item === 'string') : [];
};

/** What is said of a pool whose instances the plan does not show. */
const NO_SIZE = {
  zones: [],
  compute: 'unknown',
  minInstances: undefined,
  maxInstances: undefined,
  concurrency: undefined,
  instanceRps: undefined,
  image: undefined,
} as const;

type Sizes = Pick<
  Pool,
  'zones' | 'compute' | 'minInstances' | 'maxInstances' | 'concurrency' | 'instanceRps' | 'image' | 'evidence'
>;

const serverlessCapacity = (service: Resource, declared: Declared | undefined): Sizes =>
  (FUNCTIONS as readonly string[]).includes(service.type)
    ? functionCapacity(service, declared)
    : runCapacity(service, declared);

/** Sizes of a function, which Cloud Run runs. Unset minimum is 0, unset maximum is the platform's 100. */
function functionCapacity(service: Resource, declared: Declared | undefined): Sizes {
  const count = (argument: string, unset: number): Known<number> =>
    countAt(service, [`serviceConfig.${argument}`, argument], (counts) => counts[0] ?? unset);
  const min = count('minInstanceCount', 0);
  const max = count('maxInstanceCount', 100);
  return {
    ...NO_SIZE,
    compute: 'cloud-run',
    minInstances: min,
    maxInstances: max,
    concurrency: numberAt(service.inputs, 'serviceConfig.maxInstanceRequestConcurrency') ?? 1,
    instanceRps: declared?.instanceRps,
    evidence: [{ urn: service.urn, argument: 'serviceConfig', says: sizeWords(min, max) }],
  };
}

const sizeWords = (min: Known<number>, max: Known<number>): string =>
  `runs ${min ?? 'an unknown number of'} instances all the time and may grow to ${max ?? 'an unknown number'}`;

/** Sizes of a Cloud Run service. Unset minimum is 0, unset maximum is the platform's 100, unset concurrency is 80. */
export function runCapacity(run: Resource, declared: Declared | undefined): Sizes {
  const v1 = run.type === RUN_V1_SERVICE;
  const annotation = (name: string): Known<number> => annotationAt(run, `autoscaling.knative.dev/${name}`);
  const manual = valueAt(run.inputs, 'scaling.scalingMode') === 'MANUAL';
  const fixed = manual ? numberAt(run.inputs, 'scaling.manualInstanceCount') : undefined;
  const min = v1
    ? (annotation('minScale') ?? 0)
    : (fixed ?? extreme(run, 'minInstanceCount', (counts) => Math.max(0, ...counts)));
  const max = v1
    ? (annotation('maxScale') ?? 100)
    : (fixed ?? extreme(run, 'maxInstanceCount', (counts) => smallestSet(counts)));
  return {
    zones: [],
    compute: 'cloud-run',
    minInstances: min,
    maxInstances: max,
    concurrency:
      numberAt(run.inputs, v1 ? 'template.spec.containerConcurrency' : 'template.maxInstanceRequestConcurrency') ?? 80,
    instanceRps: declared?.instanceRps,
    image: textAt(run.inputs, v1 ? 'template.spec.containers.0.image' : 'template.containers.0.image'),
    evidence: [{ urn: run.urn, argument: 'scaling', says: sizeWords(min, max) }],
  };
}

function annotationAt(run: Resource, name: string): number | undefined {
  const annotations = valueAt(run.inputs, 'template.metadata.annotations');
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  const value = Number((annotations as Record<string, unknown>)[name]);
  return Number.isFinite(value) ? value : undefined;
}

function managerCapacity(
  graph: ResourceGraph,
  manager: Resource,
  { block, owner }: Backend,
  declared: Declared | undefined,
): Omit<Sizes, 'zones'> & { targetRps?: number } {
  const autoscaler = graph
    .ofType(AUTOSCALER, REGION_AUTOSCALER)
    .filter((candidate) => textAt(candidate.inputs, 'autoscalingPolicy.mode') !== 'OFF')
    .find((candidate) => graph.linked(candidate, 'target', [manager.type]).includes(manager));
  const fixed = numberAt(manager.inputs, 'targetSize');
  const min = numberAt(autoscaler?.inputs, 'autoscalingPolicy.minReplicas') ?? fixed;
  const max = numberAt(autoscaler?.inputs, 'autoscalingPolicy.maxReplicas') ?? fixed;
  const perInstance = numberAt(block, 'maxRatePerInstance');
  const evidence: Evidence = autoscaler
    ? { urn: autoscaler.urn, argument: 'autoscalingPolicy', says: sizeWords(min, max) }
    : {
        urn: manager.urn,
        argument: 'targetSize',
        says: `runs ${fixed ?? 'an unknown number of'} instances, no autoscaler`,
      };
  return {
    compute: 'instances',
    minInstances: min,
    maxInstances: max,
    concurrency: undefined,
    instanceRps: declared?.instanceRps ?? perInstance,
    image: undefined,
    ...(perInstance !== undefined && min !== undefined && tellsTarget(block, owner)
      ? { targetRps: perInstance * min * (numberAt(block, 'capacityScaler') ?? 1) }
      : {}),
    evidence: [evidence],
  };
}

/**
 * Whether a backend's target is its group's. A first preview may not say which unknown group belongs to which backend; then
 * it is known only where all have the same target.
 */
const tellsTarget = (block: Readonly<Record<string, unknown>>, owner: Resource): boolean =>
  textAt(block, 'group') !== undefined ||
  new Set(
    blocksAt(owner.inputs, 'backends').map(
      (each) => `${numberAt(each, 'maxRatePerInstance')} ${numberAt(each, 'capacityScaler')}`,
    ),
  ).size === 1;

/** Zonal pools of one region added up to one pool. What is listed twice is there once. */
export function mergeByRegion(pools: readonly Capacity[]): readonly Capacity[] {
  const merged = new Map<string, Capacity>();
  const distinct = new Map(pools.map((one) => [`${one.region} ${one.urn} ${one.zones.join()}`, one]));
  for (const pool of distinct.values()) {
    const known = merged.get(pool.region);
    merged.set(pool.region, known ? addUp(known, pool) : pool);
  }
  return [...merged.values()];
}

function addUp(one: Capacity, other: Capacity): Capacity {
  // A region serves as long as one of its groups does.
  if (one.unusable && !other.unusable) return other;
  if (other.unusable && !one.unusable) return one;
  const targetRps = plus(one.targetRps, other.targetRps);
  return {
    ...one,
    zones: [...new Set([...one.zones, ...other.zones])],
    minInstances: plus(one.minInstances, other.minInstances),
    maxInstances: plus(one.maxInstances, other.maxInstances),
    capacityScaler: Math.max(one.capacityScaler, other.capacityScaler),
    ...(targetRps === undefined ? {} : { targetRps }),
    evidence: [...one.evidence, ...other.evidence],
  };
}

const plus = (one: Known<number>, other: Known<number>): Known<number> =>
  one === undefined || other === undefined ? undefined : one + other;

/** A count that may be set on the service and on its revisions. */
const extreme = (run: Resource, argument: string, pick: (counts: readonly number[]) => number): Known<number> =>
  countAt(run, [`scaling.${argument}`, `template.scaling.${argument}`], pick);

/** A count that one of several arguments may set; undefined when one of them cannot be read before an apply. */
function countAt(
  { inputs }: Resource,
  paths: readonly string[],
  pick: (counts: readonly number[]) => number,
): Known<number> {
  if (paths.some((path) => isUnreadable(valueAt(inputs, path)))) return undefined;
  return pick(paths.map((path) => numberAt(inputs, path)).filter((count) => count !== undefined));
}

/** The platform allows 100 instances where nothing is set; zero means not set. */
function smallestSet(counts: readonly number[]): number {
  const set = counts.filter((count) => count > 0);
  return set.length > 0 ? Math.min(...set) : 100;
}
