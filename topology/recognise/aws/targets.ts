import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Known } from '../../model/model.ts';
import type { Links } from './links.ts';
import { groupsOf } from './routes.ts';
import { LISTENER_RULES, LISTENERS } from './types.ts';

// Whether anything answers behind a load balancer: at a port, and in its target groups.

/** Types that name a target group and put nothing into it. */
const MENTION: readonly string[] = [...LISTENERS, ...LISTENER_RULES];
/** Types that read figures of a target group: alarms, dashboards, and what scales by them. */
const WATCHES = /^aws:(cloudwatch\/|appautoscaling\/|autoscaling\/policy)/;

/** True for a target group into which nothing of the plan puts a target, nor may from outside (a controller that names it). */
export function isEmpty(graph: ResourceGraph, links: Links, group: Resource): boolean {
  if (textAt(group.inputs, 'targetType') === 'lambda' || links.targets.has(group)) return false;
  return !graph.all.some(
    ({ type, dependencies }) => dependencies.includes(group.urn) && !MENTION.includes(type) && !WATCHES.test(type),
  );
}

/**
 * Why a load balancer counts as bad while its targets are well: one of its target groups has none. Where none of its
 * groups has a target, somebody outside the plan puts them there, or nobody does; that is not for here to tell.
 */
export function unwell(graph: ResourceGraph, links: Links, balancer: Resource): Known<Evidence> {
  const owners = (links.listeners.get(balancer) ?? []).flatMap((one) => [one, ...(links.rules.get(one) ?? [])]);
  const groups = owners.flatMap((owner) => groupsOf(graph, owner));
  const empty = groups.find((group) => isEmpty(graph, links, group));
  if (empty === undefined || !groups.some((group) => links.targets.has(group))) return undefined;
  const says = `never has a target, and one target group without any makes the whole of ${balancer.name} count as unhealthy`;
  return { urn: empty.urn, says };
}

/** Ports from one number to another. */
export type Ports = readonly (readonly [from: number, to: number])[];

const within = (port: number, ports: Ports): boolean => ports.some(([from, to]) => port >= from && port <= to);

/** Why nothing of a load balancer answers at these ports; undefined where something does, or where that cannot be told. */
export function silentAt(links: Links, balancer: Resource, ports: Ports): Known<Evidence> {
  const listeners = links.listeners.get(balancer) ?? [];
  const open = listeners.map(({ inputs }) => numberAt(inputs, 'port'));
  if (ports.length === 0 || open.length === 0) return undefined;
  if (open.some((port) => port === undefined || within(port, ports))) return undefined;
  const asked = ports.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(' and ');
  const says = `listens on port ${open.join(' and ')}, and requests come to port ${asked}: nothing answers there`;
  return { urn: listeners[0]?.urn ?? balancer.urn, argument: 'port', says };
}

/** Ports that clients of the web ask. */
const WEB: readonly number[] = [443, 80];

/**
 * Ports at which load balancers pass requests on to targets; none where that cannot be told. Beside the web's own ports
 * others are for people and tests.
 */
export function servingPorts(graph: ResourceGraph, links: Links, balancers: readonly Resource[]): readonly number[] {
  const serving = balancers
    .flatMap((balancer) => links.listeners.get(balancer) ?? [])
    .filter((listener) =>
      [listener, ...(links.rules.get(listener) ?? [])].some((owner) => groupsOf(graph, owner).length > 0),
    )
    .map(({ inputs }) => numberAt(inputs, 'port'));
  const known = [...new Set(serving.filter((port) => port !== undefined))];
  if (serving.includes(undefined)) return [];
  const web = known.filter((port) => WEB.includes(port));
  return web.length > 0 ? web : known;
}

/** Why no checker from the internet gets an answer from a load balancer that is well. */
export function silentTo(links: Links, balancer: Resource, check: string, port: number): Known<Evidence> {
  if (valueAt(balancer.inputs, 'internal') === true) {
    const says = 'is inside the network, and the checkers of Route 53 ask from the internet: they never get an answer';
    return { urn: balancer.urn, argument: 'internal', says };
  }
  const closed = silentAt(links, balancer, [[port, port]]);
  if (closed) return closed;
  const spoken = { HTTP: 'HTTPS', HTTPS: 'HTTP' } as const;
  const other = check.startsWith('HTTPS') ? spoken.HTTPS : check.startsWith('HTTP') ? spoken.HTTP : undefined;
  const listener = (links.listeners.get(balancer) ?? []).find(({ inputs }) => numberAt(inputs, 'port') === port);
  if (listener === undefined || other === undefined || textAt(listener.inputs, 'protocol') !== other) return undefined;
  const says = `speaks ${other} on port ${port}, and the health check asks in ${check.split('_')[0]}: it never gets a good answer`;
  return { urn: listener.urn, argument: 'protocol', says };
}

/** True when a balancer's listener on that port answers with a redirect. */
export const redirecting = (listeners: readonly Resource[], port: number): boolean =>
  listeners.some(
    ({ inputs }) =>
      numberAt(inputs, 'port') === port &&
      !isUnknown(valueAt(inputs, 'defaultActions')) &&
      blocksAt(inputs, 'defaultActions').some((action) => textAt(action, 'type') === 'redirect'),
  );
