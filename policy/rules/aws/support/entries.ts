import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { textAt } from '../../../../topology/graph/value.ts';
import { BALANCERS, ENDPOINT_GROUP, TARGET_GROUPS } from '../../../../topology/recognise/aws/types.ts';
import { linksIn } from './scope.ts';

// From what clients reach to what answers.

const groupsKnown = new WeakMap<ResourceGraph, ReadonlyMap<Resource, readonly Resource[]>>();

/** Target groups that the listeners and rules of a load balancer name. */
export function groupsBehind(graph: ResourceGraph, balancer: Resource): readonly Resource[] {
  const known = groupsKnown.get(graph) ?? behind(graph);
  groupsKnown.set(graph, known);
  return known.get(balancer) ?? [];
}

function behind(graph: ResourceGraph): ReadonlyMap<Resource, readonly Resource[]> {
  const { listeners, rules } = linksIn(graph);
  return new Map(
    graph.ofType(...BALANCERS).map((balancer) => {
      const own = listeners.get(balancer) ?? [];
      const found = own.flatMap((listener) => [
        ...namedGroups(graph, listener, 'defaultActions'),
        ...(rules.get(listener) ?? []).flatMap((rule) => namedGroups(graph, rule, 'actions')),
      ]);
      return [balancer, [...new Set(found)]];
    }),
  );
}

/** Target groups that the actions of a listener or a rule name. */
export const namedGroups = (graph: ResourceGraph, owner: Resource, argument: string): readonly Resource[] => [
  ...new Set([
    ...graph.linked(owner, `${argument}.targetGroupArn`, TARGET_GROUPS),
    ...graph.linked(owner, `${argument}.forward.targetGroups.arn`, TARGET_GROUPS),
  ]),
];

/** Load balancers that are endpoints of an accelerator. */
export const acceleratedBalancers = (graph: ResourceGraph): readonly Resource[] => [
  ...new Set(graph.ofType(ENDPOINT_GROUP).flatMap((group) => graph.linked(group, 'endpointConfigurations', BALANCERS))),
];

/** Load balancers that clients on the internet can reach. */
export const publicBalancers = (graph: ResourceGraph): readonly Resource[] =>
  graph.ofType(...BALANCERS).filter(({ inputs }) => inputs['internal'] !== true);

/** True for load balancers that speak HTTP. */
export const isApplication = ({ inputs }: Resource): boolean =>
  (textAt(inputs, 'loadBalancerType') ?? 'application') === 'application';
