import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../graph/value.ts';
import { regionOf } from '../place.ts';
import {
  BALANCERS,
  ECS_SERVICE,
  LISTENER_RULES,
  LISTENERS,
  SCALABLE_TARGET,
  SCALING_ATTACHMENT,
  SCALING_GROUP,
  SUBNETS,
  TARGET_ATTACHMENTS,
  TARGET_GROUPS,
} from './types.ts';

// Who belongs to whom. On AWS the part names the whole, so each link is turned round once for a whole graph.

/** Resources by the resource that they name. */
export type Parts = ReadonlyMap<Resource, readonly Resource[]>;

/** Parts of the regional stacks of a graph. */
export interface Links {
  readonly listeners: Parts;
  readonly rules: Parts;
  /** ECS services, scaling groups and single targets by their target group. */
  readonly targets: Parts;
  /** Application auto scaling by the ECS service that it scales. */
  readonly scalers: Parts;
}

export function linksOf(graph: ResourceGraph): Links {
  const groupTargets = [
    partsOf(graph, [ECS_SERVICE], 'loadBalancers.targetGroupArn', TARGET_GROUPS),
    partsOf(graph, [SCALING_GROUP], 'targetGroupArns', TARGET_GROUPS),
    partsOf(graph, [SCALING_GROUP], 'trafficSources.identifier', TARGET_GROUPS),
    attachedGroups(graph),
    partsOf(graph, TARGET_ATTACHMENTS, 'targetGroupArn', TARGET_GROUPS),
  ];
  return {
    listeners: partsOf(graph, LISTENERS, 'loadBalancerArn', BALANCERS),
    rules: partsOf(graph, LISTENER_RULES, 'listenerArn', LISTENERS),
    targets: together(groupTargets),
    scalers: partsOf(graph, [SCALABLE_TARGET], 'resourceId', [ECS_SERVICE]),
  };
}

/** Resources of `types` by each of the `wholes` that their argument at `path` names. */
export function partsOf(
  graph: ResourceGraph,
  types: readonly string[],
  path: string,
  wholes: readonly string[],
): Parts {
  return collect(
    graph
      .ofType(...types)
      .flatMap((part) => linkedNear(graph, part, path, wholes).map((whole) => [whole, part] as const)),
  );
}

/**
 * Linked resources. A name may stand for several: then those that the owner depends on are meant, and of several regions
 * the owner's own.
 */
export function linkedNear(
  graph: ResourceGraph,
  owner: Resource,
  path: string,
  types: readonly string[],
): readonly Resource[] {
  const named = graph.linked(owner, path, types);
  const awaited = named.filter(({ urn }) => owner.dependencies.includes(urn));
  const found = awaited.length > 0 ? awaited : named;
  if (found.length < 2) return found;
  const region = regionOf(graph, owner);
  const near = found.filter((candidate) => regionOf(graph, candidate) === region);
  return near.length > 0 ? near : found;
}

/**
 * Availability zones of the subnets that an argument names. A zone that is not known before an apply goes by the name of
 * its subnet; empty when the plan holds no subnet.
 */
export function zonesOf(graph: ResourceGraph, owner: Resource, path: string): readonly string[] {
  const zones = graph
    .linked(owner, path, SUBNETS)
    .map(
      (subnet) =>
        textAt(subnet.inputs, 'availabilityZone') ?? textAt(subnet.outputs, 'availabilityZone') ?? subnet.name,
    );
  if (zones.length > 0) return [...new Set(zones)];
  const given = valueAt(owner.inputs, path);
  const region = regionOf(graph, owner);
  return Array.isArray(given) && given.length === 1 && !isUnknown(given[0]) && region ? [`${region}-any`] : [];
}

const attachedGroups = (graph: ResourceGraph): Parts =>
  collect(
    graph.ofType(SCALING_ATTACHMENT).flatMap((attachment) => {
      const groups = linkedNear(graph, attachment, 'autoscalingGroupName', [SCALING_GROUP]);
      const wholes = graph.linked(attachment, 'lbTargetGroupArn', TARGET_GROUPS);
      return wholes.flatMap((whole) => groups.map((group) => [whole, group] as const));
    }),
  );

function collect(pairs: readonly (readonly [Resource, Resource])[]): Map<Resource, readonly Resource[]> {
  const parts = new Map<Resource, readonly Resource[]>();
  for (const [whole, part] of pairs) parts.set(whole, [...(parts.get(whole) ?? []), part]);
  return parts;
}

const together = (maps: readonly Parts[]): Parts =>
  collect(maps.flatMap((parts) => [...parts].flatMap(([whole, list]) => list.map((part) => [whole, part] as const))));
