import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { partsOf } from '../../../topology/recognise/aws/links.ts';
import { ACCELERATOR, ACCELERATOR_LISTENER, ENDPOINT_GROUP } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { ACCELERATOR_GROUPS } from './support/sources.ts';

const REGION = 'endpointGroupRegion';
const ENDPOINTS = 'endpointConfigurations';

export const twoRegions = graphRule({
  id: 'tandem-aws-001-two-regions',
  title: 'Every listener of an accelerator leads to two regions',
  what: 'An accelerator is switched on and has a listener, each listener has endpoint groups in at least two regions, and each group has an endpoint.',
  why: 'A listener sends requests to its own groups only: with one region, or an empty group, there is nowhere else to go.',
  source: ACCELERATOR_GROUPS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add an EndpointGroup in the other region to the same listener, with the load balancer of that region.',
  example:
    "new EndpointGroup('west', { listenerArn: listener.arn, endpointGroupRegion: 'us-west-2', endpointConfigurations: [{ endpointId: west.arn, weight: 128 }] })",
  types: [ACCELERATOR, ACCELERATOR_LISTENER, ENDPOINT_GROUP],
  judge: (graph) => {
    const listeners = partsOf(graph, [ACCELERATOR_LISTENER], 'acceleratorArn', [ACCELERATOR]);
    const groups = partsOf(graph, [ENDPOINT_GROUP], 'listenerArn', [ACCELERATOR_LISTENER]);
    return [
      ...graph
        .ofType(ACCELERATOR)
        .flatMap((accelerator) => judgeAccelerator(accelerator, listeners.get(accelerator) ?? [])),
      ...graph.ofType(ACCELERATOR_LISTENER).flatMap((listener) => judge(graph, listener, groups.get(listener) ?? [])),
      ...graph.ofType(ENDPOINT_GROUP).flatMap(judgeGroup),
    ];
  },
});

function judgeAccelerator(accelerator: Resource, listeners: readonly Resource[]): readonly Finding[] {
  if (valueAt(accelerator.inputs, 'enabled') === false)
    return [
      breach(accelerator, 'enabled', 'is false, so nobody gets an answer; allowed is true', 'set enabled to true'),
    ];
  if (listeners.length > 0) return [];
  const argument = 'globalaccelerator.Listener';
  return [breach(accelerator, argument, 'is missing, so nobody gets an answer', 'add a Listener for port 443')];
}

function judge(graph: ResourceGraph, listener: Resource, groups: readonly Resource[]): readonly Finding[] {
  const fix = 'add an EndpointGroup of this listener in another region';
  const open = groups.find((group) => isUnknown(valueAt(group.inputs, REGION)));
  const regions = new Set(groups.flatMap((group) => textAt(group.inputs, REGION) ?? regionOf(graph, group) ?? []));
  if (regions.size > 1) return [];
  if (open)
    return [
      undecided(
        open,
        REGION,
        'is not known before an apply, so it may be the region of the other group',
        'write the region out',
      ),
    ];
  const argument = 'globalaccelerator.EndpointGroup';
  const has = regions.size === 0 ? 'is missing' : `is in ${[...regions].join()} only`;
  return [breach(listener, argument, `${has}; allowed are two regions or more`, fix)];
}

function judgeGroup(group: Resource): readonly Finding[] {
  const endpoints = valueAt(group.inputs, ENDPOINTS);
  if (isUnknown(endpoints) || (Array.isArray(endpoints) && endpoints.length > 0)) return [];
  return [
    breach(group, ENDPOINTS, 'is empty, so this region cannot take over', 'name the load balancer of this region'),
  ];
}
