import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { partsOf } from '../../../topology/recognise/aws/links.ts';
import {
  ACCELERATOR_LISTENER,
  BALANCERS,
  ECS_SERVICE,
  ENDPOINT_GROUP,
  LISTENERS,
  SCALABLE_TARGET,
  TARGET_GROUPS,
  TASK_DEFINITION,
} from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { acceleratedBalancers } from './support/entries.ts';
import { linksIn } from './support/scope.ts';
import { ACCELERATOR_GROUPS } from './support/sources.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';

const POLICY = 'aws:appautoscaling/policy:Policy';

export const entryIsComplete = graphRule({
  id: 'tandem-aws-052-entry-is-complete',
  title: 'Requests get from the entry to the tasks',
  what: 'Load balancers behind an accelerator listen on each of its ports and are in the region of their group, services are registered at the port of their target group, and what can scale has a policy that makes it and is not set back by updates.',
  why: 'The preview shows each piece as valid. A missing one is found when the first request, or the failover, needs it.',
  source: ACCELERATOR_GROUPS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add the listener, the port or the policy that the message names.',
  example:
    "new Listener(name, { loadBalancerArn: balancer.arn, port: 443, protocol: 'HTTPS', defaultActions: [{ type: 'forward', targetGroupArn: group.arn }] })",
  types: [ACCELERATOR_LISTENER, ENDPOINT_GROUP, ...LISTENERS, ECS_SERVICE, SCALABLE_TARGET],
  judge: (graph) => {
    const accelerated = acceleratedBalancers(graph).length > 0;
    return [
      ...ports(graph),
      ...closed(graph),
      ...graph.ofType(...LISTENERS).flatMap((listener) => strayed(graph, listener)),
      ...places(graph),
      ...graph.ofType(ECS_SERVICE).flatMap((service) => registered(graph, service, accelerated)),
      ...scaling(graph),
      ...graph.ofType(ECS_SERVICE).flatMap((service) => setBack(graph, service)),
    ];
  },
});

function ports(graph: ResourceGraph): readonly Finding[] {
  const groups = partsOf(graph, [ENDPOINT_GROUP], 'listenerArn', [ACCELERATOR_LISTENER]);
  const { listeners } = linksIn(graph);
  return graph.ofType(ACCELERATOR_LISTENER).flatMap((entry): readonly Finding[] => {
    if (isUnknown(valueAt(entry.inputs, 'portRanges')))
      return [unknownArgument(entry, 'portRanges', 'write the ports out')];
    const wanted = blocksAt(entry.inputs, 'portRanges').flatMap((range) => {
      const [from, to] = [numberAt(range, 'fromPort'), numberAt(range, 'toPort')];
      return from !== undefined && from === to ? [from] : [];
    });
    return (groups.get(entry) ?? []).flatMap((group) => {
      const overrides = new Map(
        blocksAt(group.inputs, 'portOverrides').map((block) => [
          numberAt(block, 'listenerPort'),
          numberAt(block, 'endpointPort'),
        ]),
      );
      return graph.linked(group, 'endpointConfigurations', BALANCERS).flatMap((balancer) => {
        const own = (listeners.get(balancer) ?? []).map(({ inputs }) => numberAt(inputs, 'port'));
        return wanted
          .map((port) => overrides.get(port) ?? port)
          .filter((port) => !own.includes(port))
          .map((port) =>
            breach(
              balancer,
              'lb.Listener',
              `on port ${port} is missing, and the accelerator sends requests there`,
              `add a Listener on port ${port}`,
            ),
          );
      });
    });
  });
}

/** Ports on which a load balancer forwards requests, and the accelerator in front of it does not listen. */
function closed(graph: ResourceGraph): readonly Finding[] {
  const groups = partsOf(graph, [ENDPOINT_GROUP], 'listenerArn', [ACCELERATOR_LISTENER]);
  const entries = graph.ofType(ACCELERATOR_LISTENER);
  if (entries.some((entry) => isUnknown(valueAt(entry.inputs, 'portRanges')))) return [];
  return acceleratedBalancers(graph).flatMap((balancer) => {
    const before = entries.filter((entry) =>
      (groups.get(entry) ?? []).some((group) =>
        graph.linked(group, 'endpointConfigurations', BALANCERS).includes(balancer),
      ),
    );
    const overridden = before.some((entry) =>
      (groups.get(entry) ?? []).some(({ inputs }) => blocksAt(inputs, 'portOverrides').length > 0),
    );
    const [first] = before;
    if (!first || overridden) return [];
    const served = (linksIn(graph).listeners.get(balancer) ?? []).filter(({ inputs }) =>
      blocksAt(inputs, 'defaultActions').some((action) => textAt(action, 'type') === 'forward'),
    );
    const wanted = served.flatMap(({ inputs }) => numberAt(inputs, 'port') ?? []);
    const found = wanted.filter((port) => before.some((entry) => opens(entry, port)));
    if (found.length > 0 || wanted.length === 0) return [];
    const problem = `has none for port ${wanted.join(' or ')}, where ${balancer.name} answers`;
    return [breach(first, 'portRanges', problem, `add { fromPort: ${wanted[0] ?? 443}, toPort: ${wanted[0] ?? 443} }`)];
  });
}

const opens = ({ inputs }: Resource, port: number): boolean =>
  blocksAt(inputs, 'portRanges').some(
    (range) => (numberAt(range, 'fromPort') ?? Infinity) <= port && port <= (numberAt(range, 'toPort') ?? -Infinity),
  );

/** A redirect sends clients to a port on which the load balancer has to listen as well. */
function strayed(graph: ResourceGraph, listener: Resource): readonly Finding[] {
  const [balancer] = graph.linked(listener, 'loadBalancerArn', BALANCERS);
  if (!balancer) return [];
  const listeners = linksIn(graph).listeners.get(balancer) ?? [];
  return blocksAt(listener.inputs, 'defaultActions').flatMap((action, index): readonly Finding[] => {
    if (textAt(action, 'type') !== 'redirect' || isUnknown(valueAt(action, 'redirect.port'))) return [];
    const port = numberAt(action, 'redirect.port') ?? numberAt(listener.inputs, 'port');
    // To another host, its ports are its own.
    const host = textAt(action, 'redirect.host') ?? '#{host}';
    const secure = textAt(action, 'redirect.protocol') === 'HTTPS';
    const there = listeners.some(
      ({ inputs }) => numberAt(inputs, 'port') === port && (!secure || textAt(inputs, 'protocol') !== 'HTTP'),
    );
    if (port === undefined || host !== '#{host}' || there) return [];
    const problem = `leads to ${port}, and ${balancer.name} does not listen there${secure ? ' for HTTPS' : ''}`;
    return [breach(listener, `defaultActions[${index}].redirect.port`, problem, 'set it to the port of HTTPS')];
  });
}

function places(graph: ResourceGraph): readonly Finding[] {
  return graph.ofType(ENDPOINT_GROUP).flatMap((group) => {
    const region = textAt(group.inputs, 'endpointGroupRegion') ?? regionOf(graph, group);
    return graph.linked(group, 'endpointConfigurations', BALANCERS).flatMap((balancer): readonly Finding[] => {
      const own = regionOf(graph, balancer);
      if (region === undefined || own === undefined || own === region) return [];
      return [
        breach(
          group,
          'endpointConfigurations',
          `names ${balancer.name} in ${own}; allowed is one in ${region}`,
          `name the load balancer of ${region}`,
        ),
      ];
    });
  });
}

function registered(graph: ResourceGraph, service: Resource, accelerated: boolean): readonly Finding[] {
  const [group] = graph.linked(service, 'loadBalancers', TARGET_GROUPS);
  if (!group) return [];
  const [port, wanted] = [numberAt(service.inputs, 'loadBalancers.0.containerPort'), numberAt(group.inputs, 'port')];
  const type = textAt(group.inputs, 'targetType') ?? 'instance';
  const network = valueAt(service.inputs, 'networkConfiguration');
  const findings: Finding[] = [];
  // A service overrides the port of its target group: unequal ones work, and the group's health check follows the traffic port.
  if (network !== undefined && type !== 'ip' && !isUnknown(valueAt(group.inputs, 'targetType')))
    findings.push(
      breach(group, 'targetType', `is ${type}; tasks with addresses of their own need ip`, 'set targetType to ip'),
    );
  if (port === undefined && wanted !== undefined && !isUnknown(valueAt(service.inputs, 'loadBalancers')))
    findings.push(
      breach(
        service,
        'loadBalancers[0].containerPort',
        'is not set, so no port is registered',
        'set it to the port of the container',
      ),
    );
  const named = textAt(service.inputs, 'loadBalancers.0.containerName');
  const [task] = graph.linked(service, 'taskDefinition', [TASK_DEFINITION]);
  const containers = (task && containersOf(task))?.map((container) => textAt(container, 'name'));
  if (named !== undefined && containers && !containers.includes(named))
    findings.push(
      breach(
        service,
        'loadBalancers[0].containerName',
        `is ${named}, and the task has ${containers.join(', ')}`,
        'name a container of the task',
      ),
    );
  const zones = valueAt(service.inputs, 'networkConfiguration.securityGroups');
  if (
    accelerated &&
    network !== undefined &&
    !isUnknown(network) &&
    (zones === undefined || (Array.isArray(zones) && zones.length === 0))
  )
    findings.push(
      breach(
        service,
        'networkConfiguration.securityGroups',
        'is empty, so the default group of the network decides who comes in',
        'name a security group that lets the load balancer in',
      ),
    );
  return findings;
}

function scaling(graph: ResourceGraph): readonly Finding[] {
  const policies = graph.ofType(POLICY);
  return graph.ofType(SCALABLE_TARGET).flatMap((target): readonly Finding[] => {
    const own = policies.some(
      (policy) =>
        graph.linked(policy, 'resourceId', [SCALABLE_TARGET]).includes(target) ||
        (textAt(policy.inputs, 'resourceId') !== undefined &&
          textAt(policy.inputs, 'resourceId') === textAt(target.inputs, 'resourceId')) ||
        sameOrigin(policy, target),
    );
    if (own) return [];
    const open = policies.find((policy) => isOpen(policy, 'resourceId'));
    if (open)
      return [
        undecided(
          open,
          'resourceId',
          `is not known before an apply, and may or may not be ${target.name}`,
          'take it from the Target',
        ),
      ];
    return [breach(target, 'appautoscaling.Policy', 'is missing, so it never grows', 'add a target tracking policy')];
  });
}

/** In the middle of a failover an update must not send home the tasks that scaling has called. */
function setBack(graph: ResourceGraph, service: Resource): readonly Finding[] {
  const scaled = (linksIn(graph).scalers.get(service) ?? []).length > 0;
  if (!scaled || !isSet(service.inputs, 'desiredCount') || service.ignoreChanges.includes('desiredCount')) return [];
  const problem = 'lacks desiredCount, so each update sets back what scaling has decided';
  return [breach(service, 'ignoreChanges', problem, 'add desiredCount to ignoreChanges, or leave it out')];
}

/** Both compute their `resourceId` from the same service. */
const sameOrigin = (policy: Resource, target: Resource): boolean => {
  const services = (resource: Resource): readonly string[] =>
    (resource.propertyDependencies['resourceId'] ?? []).filter((urn) => urn.includes(`${ECS_SERVICE}::`));
  return services(policy).some((urn) => services(target).includes(urn));
};
