import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Declared, Evidence, Known, Pool } from '../../model/model.ts';
import { groupGrowth, serviceGrowth, type Growth } from './growth.ts';
import { imageOf } from './images.ts';
import { zonesOf, type Links } from './links.ts';
import { clientRoutes, type Route } from './routes.ts';
import { targetCheck, unseenCheck } from './signals.ts';
import { isEmpty } from './targets.ts';
import { BALANCERS, ECS_SERVICE, INSTANCE, SCALING_GROUP, TASK_DEFINITION } from './types.ts';

// From a route of a load balancer to what answers it.

type Sizes = Pick<Pool, 'zones' | 'compute' | 'minInstances' | 'maxInstances' | 'image' | 'urn' | 'evidence'>;

/** The pool behind one route. Its signals are those of the targets, before an entry acts on them. */
export function poolOf(
  graph: ResourceGraph,
  links: Links,
  route: Route,
  region: string,
  declared: Declared | undefined,
): Pool {
  const targets = [...new Set(targetsOf(graph, links, route.groups))];
  const sizes = targets.map((target) => sizesOf(graph, links, target));
  const signals = route.groups.flatMap((group) => {
    const target = links.targets.get(group)?.find(({ type }) => type === ECS_SERVICE);
    return targetCheck(group, numberAt(target?.inputs, 'loadBalancers.0.containerPort')) ?? [];
  });
  const pool = inRegion(sizes.length > 0 ? sizes.reduce(addUp) : nothingSeen(route.owner), region, declared);
  return { ...pool, signals, ...(sizes.length > 0 ? {} : nothingThere(graph, links, route.groups)) };
}

/** Target groups of the plan into which it puts nothing. */
function nothingThere(graph: ResourceGraph, links: Links, groups: readonly Resource[]): Pick<Pool, 'unusable'> {
  const [first] = groups;
  if (first === undefined || !groups.every((group) => isEmpty(graph, links, group))) return {};
  return { unusable: { urn: first.urn, says: 'has no target: nothing answers behind it' } };
}

/** What answers for target groups. A load balancer that is itself a target stands for its own default targets. */
function targetsOf(graph: ResourceGraph, links: Links, groups: readonly Resource[]): readonly Resource[] {
  return groups
    .filter((group) => textAt(group.inputs, 'targetType') !== 'lambda')
    .flatMap((group) => links.targets.get(group) ?? [])
    .flatMap((target) => {
      const balancer = graph.linked(target, 'targetId', BALANCERS)[0];
      const [route] = balancer ? clientRoutes(graph, links, balancer) : [];
      return route ? targetsOf(graph, links, route.groups) : [target];
    });
}

/** Instances that an accelerator or a record names directly. */
export function instancePool(
  graph: ResourceGraph,
  instance: Resource,
  region: string,
  declared: Declared | undefined,
): Pool {
  return { ...inRegion(instanceSizes(graph, instance), region, declared), signals: [] };
}

const inRegion = (sizes: Sizes, region: string, declared: Declared | undefined): Omit<Pool, 'signals'> => ({
  ...sizes,
  region,
  live: true,
  capacityScaler: 1,
  concurrency: undefined,
  instanceRps: declared?.instanceRps,
  startSeconds: declared?.startSeconds,
});

/** Two parts of one region's capacity as one pool. */
export const addUp = <P extends Sizes>(one: P, other: P): P => ({
  ...one,
  zones: [...new Set([...one.zones, ...other.zones])],
  minInstances: plus(one.minInstances, other.minInstances),
  maxInstances: plus(one.maxInstances, other.maxInstances),
  evidence: [...one.evidence, ...other.evidence],
});

const plus = (one: Known<number>, other: Known<number>): Known<number> =>
  one === undefined || other === undefined ? undefined : one + other;

function sizesOf(graph: ResourceGraph, links: Links, target: Resource): Sizes {
  switch (target.type) {
    case ECS_SERVICE:
      return serviceSizes(graph, links, target);
    case SCALING_GROUP:
      return groupSizes(graph, target);
    default: {
      const instance = graph.linked(target, 'targetId', [INSTANCE])[0];
      return instanceSizes(graph, instance ?? target);
    }
  }
}

function serviceSizes(graph: ResourceGraph, links: Links, service: Resource): Sizes {
  const scaler = links.scalers.get(service)?.[0];
  const fixed = textAt(service.inputs, 'schedulingStrategy') === 'DAEMON' ? undefined : fixedCount(service);
  const growth = scaler && serviceGrowth(graph, service, scaler);
  const task = graph.linked(service, 'taskDefinition', [TASK_DEFINITION])[0];
  const evidence: Evidence =
    scaler && growth
      ? { urn: scaler.urn, argument: 'minCapacity', says: grows(growth, 'tasks') }
      : { urn: service.urn, argument: 'desiredCount', says: `runs ${said(fixed)} tasks, no auto scaling` };
  return {
    zones: zonesOf(graph, service, 'networkConfiguration.subnets'),
    compute: isFargate(service, task) ? 'fargate' : 'instances',
    minInstances: growth ? growth.min : fixed,
    maxInstances: growth ? growth.max : fixed,
    image: task && imageOf(task, textAt(service.inputs, 'loadBalancers.0.containerName')),
    urn: service.urn,
    evidence: [evidence],
  };
}

const grows = ({ min, max, moves }: Growth, what: string): string =>
  moves
    ? `runs ${said(min)} ${what} and may grow to ${said(max)}`
    : `runs ${said(min)} ${what} and has no scaling policy: it never grows past ${said(max)}`;

/** Tasks of a service without auto scaling; none is 0. A count that only an apply can tell is not known. */
const fixedCount = (service: Resource): Known<number> =>
  valueAt(service.inputs, 'desiredCount') === undefined ? 0 : numberAt(service.inputs, 'desiredCount');

const said = (count: Known<number>): string => (count === undefined ? 'an unknown number of' : String(count));

const isFargate = (service: Resource, task: Resource | undefined): boolean =>
  [
    textAt(service.inputs, 'launchType'),
    ...valuesAt(service.inputs, 'capacityProviderStrategies.capacityProvider'),
    ...valuesAt(task?.inputs, 'requiresCompatibilities'),
  ].some((text) => String(text).startsWith('FARGATE'));

function groupSizes(graph: ResourceGraph, group: Resource): Sizes {
  const growth = groupGrowth(graph, group);
  const zones = valuesAt(group.inputs, 'availabilityZones')
    .filter((zone) => typeof zone === 'string')
    .filter((zone) => !isUnknown(zone));
  return {
    zones: zones.length > 0 ? zones : zonesOf(graph, group, 'vpcZoneIdentifiers'),
    compute: 'instances',
    minInstances: growth.min,
    maxInstances: growth.max,
    image: undefined,
    urn: group.urn,
    evidence: [{ urn: group.urn, argument: 'minSize', says: grows(growth, 'instances') }],
  };
}

function instanceSizes(graph: ResourceGraph, instance: Resource): Sizes {
  const zone = textAt(instance.inputs, 'availabilityZone');
  return {
    zones: zone ? [zone] : zonesOf(graph, instance, 'subnetId'),
    compute: 'instances',
    minInstances: 1,
    maxInstances: 1,
    image: undefined,
    urn: instance.urn,
    evidence: [{ urn: instance.urn, says: 'is a single target that nothing replaces' }],
  };
}

const nothingSeen = ({ urn }: Resource): Sizes => ({
  zones: [],
  compute: 'unknown',
  minInstances: undefined,
  maxInstances: undefined,
  image: undefined,
  urn,
  evidence: [{ urn, says: 'what answers behind it is not in the plan' }],
});

/** What `owner` names in a region and the plan does not hold. It is taken to be checked as the provider checks by default. */
export const unseenPool = (owner: Resource, region: string): Pool => ({
  ...inRegion(nothingSeen(owner), region, undefined),
  signals: [unseenCheck(owner)],
});

/** Region in the ARN or the host name of a load balancer. */
export const regionNamed = (text: unknown): Known<string> =>
  /:elasticloadbalancing:([a-z0-9-]+):|\.([a-z0-9-]+)\.elb\.amazonaws|\.elb\.([a-z0-9-]+)\.amazonaws/
    .exec(String(text))
    ?.slice(1)
    .find((region) => region !== undefined);
