import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, valueAt, valuesAt } from '../../graph/value.ts';
import { labelOf } from './labels.ts';
import type { Links } from './links.ts';
import { canonical } from './names.ts';
import { TARGET_GROUPS } from './types.ts';

// From a load balancer to its client routes: which target groups a stream of requests can reach.

/** How labels of routes begin that are told apart by their port alone. */
export const PORT_ROUTE = ':';

/** One stream of client traffic inside a load balancer. */
export interface Route {
  /** Port and conditions where it is not the default route; the same on load balancers that are configured alike. */
  readonly label: string;
  /** The listener or the rule that owns it. */
  readonly owner: Resource;
  readonly groups: readonly Resource[];
}

/** Label of the route that takes what no rule matches. */
export const DEFAULT_ROUTE = '';

/** Label of a route where there are no rules to match, so that it answers whatever is asked. */
export const ANY_ROUTE = '*';

/**
 * Client routes of a load balancer, the default one first. Rules that need a header or a query are left out: they pin a
 * region for probes. Routes that reach the same targets are one.
 *
 * @param ports ports at which an entry sends requests; listeners on other ports count only when none has one of these
 */
export function clientRoutes(
  graph: ResourceGraph,
  links: Links,
  balancer: Resource,
  ports: readonly (readonly [from: number, to: number])[] = [],
): readonly Route[] {
  const all = [...(links.listeners.get(balancer) ?? [])].sort(
    (one, other) => Number(isHttps(other)) - Number(isHttps(one)),
  );
  const reached = all.filter((listener) => ports.some(([from, to]) => within(portOf(listener), from, to)));
  const listeners = reached.length > 0 ? reached : all;
  const defaults = distinct(listeners.flatMap((listener) => forwarded(graph, listener, 'defaultActions')));
  const rules = listeners.flatMap((listener) =>
    (links.rules.get(listener) ?? [])
      .filter((rule) => !isPinned(rule))
      .flatMap((rule, index) =>
        forwarded(graph, rule, 'actions').map((route): Route => ({ ...route, label: conditionsOf(rule, index) })),
      ),
  );
  const named = defaults.map((route, index): Route => (index === 0 ? { ...route, label: DEFAULT_ROUTE } : route));
  return distinct([...named, ...rules]);
}

const portOf = (listener: Resource): number | undefined => numberAt(listener.inputs, 'port');

const isHttps = (listener: Resource): boolean => portOf(listener) === 443;

const within = (port: number | undefined, from: number, to: number): boolean =>
  port !== undefined && port >= from && port <= to;

/** The route of a listener's or rule's actions; none for a redirect or a fixed response. */
function forwarded(graph: ResourceGraph, owner: Resource, argument: string): readonly Route[] {
  const actions = blocksAt(owner.inputs, argument);
  const forwards = actions.some((action) => isSet(action, 'targetGroupArn') || isSet(action, 'forward'));
  if (!forwards && !isUnknown(valueAt(owner.inputs, argument))) return [];
  const label = `${PORT_ROUTE}${portOf(owner) ?? ''}`;
  return [{ label, owner, groups: namedIn(graph, owner, argument) }];
}

function namedIn(graph: ResourceGraph, owner: Resource, argument: string): readonly Resource[] {
  const named = [
    ...graph.linked(owner, `${argument}.targetGroupArn`, TARGET_GROUPS),
    ...graph.linked(owner, `${argument}.forward.targetGroups.arn`, TARGET_GROUPS),
  ];
  return [...new Set(named)];
}

/** Target groups that a listener or a rule names. */
export const groupsOf = (graph: ResourceGraph, owner: Resource): readonly Resource[] => [
  ...new Set(['defaultActions', 'actions'].flatMap((argument) => namedIn(graph, owner, argument))),
];

const isPinned = (rule: Resource): boolean =>
  blocksAt(rule.inputs, 'conditions').some(
    (condition) => isSet(condition, 'httpHeader') || isSet(condition, 'queryStrings'),
  );

const CONDITIONS = ['pathPattern', 'httpRequestMethod', 'sourceIp'] as const;

/** Rules whose conditions only an apply tells are paired by their order. */
function conditionsOf(rule: Resource, index: number): string {
  const known = (kind: string): readonly string[] =>
    valuesAt(rule.inputs, `conditions.${kind}.values`).filter(
      (value): value is string => typeof value === 'string' && !isUnknown(value),
    );
  const hosts = known('hostHeader').map(canonical);
  const others = CONDITIONS.flatMap(known);
  return hosts.length + others.length > 0
    ? labelOf(hosts, others)
    : labelOf([], [`#${numberAt(rule.inputs, 'priority') ?? index}`]);
}

function distinct(routes: readonly Route[]): readonly Route[] {
  const byTargets = new Map<string, Route>();
  for (const route of routes) {
    const key = route.groups.map(({ urn }) => urn).join(' ') || route.owner.urn;
    if (!byTargets.has(key)) byTargets.set(key, route);
  }
  return [...byTargets.values()];
}
