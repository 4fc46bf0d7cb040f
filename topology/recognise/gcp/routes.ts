import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Evidence } from '../../model/model.ts';
import { BACKEND_SERVICES } from './types.ts';

// From a URL map to its client routes: which backend services a stream of requests can reach, and how it is retried.

/** One stream of client traffic inside a URL map. */
export interface Route {
  readonly name: string;
  /** Resource that owns the route: the URL map, or a backend service that no map names. */
  readonly owner: Resource;
  /** Backend services by weight; more than one means that weights decide before health does. */
  readonly services: readonly { readonly service: Resource; readonly weight: number }[];
  /** Retry policy that applies, where one is set. */
  readonly retryPolicy: Readonly<Record<string, unknown>> | undefined;
  /** Seconds after which a request is given up, where a limit is set. */
  readonly timeoutSeconds: number | undefined;
}

type Block = Readonly<Record<string, unknown>>;

/** Client routes, and what keeps some of them from being told. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly open: readonly Evidence[];
}

/** Name of the slot outside all path matchers. */
const DEFAULT = 'default';

/** A place in a URL map that names backend services. */
interface Slot {
  readonly name: string;
  /** True when no client's answer comes from it: a probe's header pins a region, or it gets a copy of each request. */
  readonly pinned: boolean;
  readonly action: Block | undefined;
  readonly service: unknown;
}

/**
 * Client routes of a URL map. Routes that need a header of their own are left out: they pin a region for probes.
 *
 * On a first preview the values are unknown and only the set of backend services in each top-level argument is known;
 * services that cover a single region are then taken for the pinned routes, where there are as many as those.
 *
 * @param regionsOf regions behind a backend service
 */
export function clientRoutes(
  graph: ResourceGraph,
  map: Resource,
  regionsOf: (service: Resource) => readonly string[],
): Routes {
  const slots = slotsOf(map);
  const clients = slots.filter((slot) => !slot.pinned);
  const { unpinned, open } = withoutPins(graph, map, slots, regionsOf);
  const routes = clients.flatMap((slot) => routeOf(graph, map, slot, unpinned));
  return { routes: distinct(routes), open: [...open, ...outside(graph, map, clients)] };
}

/** Clients' requests that go to something which the plan does not hold. */
const outside = (graph: ResourceGraph, map: Resource, clients: readonly Slot[]): readonly Evidence[] =>
  clients.flatMap(({ name, action, service }) =>
    [service, ...valuesAt(action, 'weightedBackendServices.backendService')]
      .filter((value): value is string => typeof value === 'string' && !isUnknown(value))
      .filter((value) => graph.named(value).length === 0)
      .map((value) => ({
        urn: map.urn,
        argument: name === DEFAULT ? 'defaultService' : 'pathMatchers',
        says: `sends requests to ${value.slice(value.lastIndexOf('/') + 1)}, which is not in this plan`,
      })),
  );

function slotsOf(map: Resource): readonly Slot[] {
  const inputs = map.inputs;
  const slots: Slot[] = [];
  const add = (name: string, block: Block, action: unknown, service: unknown, pinned: boolean): void => {
    const found = isBlock(action) ? action : undefined;
    const mirror = valueAt(found, 'requestMirrorPolicy.backendService');
    if (mirror !== undefined) slots.push({ name: `${name} mirror`, pinned: true, action: undefined, service: mirror });
    if (service === undefined && found === undefined && !isSet(block, 'weightedBackendServices')) return;
    slots.push({ name, pinned, action: found, service });
  };
  add(DEFAULT, inputs, valueAt(inputs, 'defaultRouteAction'), valueAt(inputs, 'defaultService'), false);
  for (const matcher of blocksAt(inputs, 'pathMatchers')) {
    const name = textAt(matcher, 'name') ?? 'paths';
    add(name, matcher, valueAt(matcher, 'defaultRouteAction'), valueAt(matcher, 'defaultService'), false);
    for (const rule of blocksAt(matcher, 'pathRules')) {
      add(
        `${name}${String(valuesAt(rule, 'paths')[0] ?? '')}`,
        rule,
        valueAt(rule, 'routeAction'),
        valueAt(rule, 'service'),
        false,
      );
    }
    for (const rule of blocksAt(matcher, 'routeRules')) {
      const matches = blocksAt(rule, 'matchRules');
      const pinned = matches.length > 0 && matches.every(isForProbes);
      const label = `${name}#${String(numberAt(rule, 'priority') ?? '')}`;
      add(label, rule, valueAt(rule, 'routeAction'), valueAt(rule, 'service'), pinned);
    }
  }
  return slots;
}

/** Headers that clients send by themselves: who matches on them sorts clients, and pins no probe. */
const CLIENT_HEADERS =
  /^(:?authority|host|user-agent|cookie|referer|origin|authorization|content-.*|accept.*|sec-.*)$/i;

/** True for a match on an exact value of a header or a query parameter that only a probe sends. */
function isForProbes(match: Block): boolean {
  const headers = blocksAt(match, 'headerMatches');
  const parameters = blocksAt(match, 'queryParameterMatches');
  return (
    headers.length + parameters.length > 0 &&
    [...headers, ...parameters].every((one) => isSet(one, 'exactMatch') && valueAt(one, 'invertMatch') !== true) &&
    headers.every((header) => !CLIENT_HEADERS.test(textAt(header, 'headerName') ?? ''))
  );
}

/** Backend services that a map's path matchers reach by open routes, as far as it can be told which those are. */
function withoutPins(
  graph: ResourceGraph,
  map: Resource,
  slots: readonly Slot[],
  regionsOf: (service: Resource) => readonly string[],
): { readonly unpinned: readonly Resource[]; readonly open: readonly Evidence[] } {
  const all = graph.linked(map, 'pathMatchers', BACKEND_SERVICES);
  const single = all.filter((service) => regionsOf(service).length < 2);
  const pinned = slots.filter((slot) => slot.pinned);
  const told = slots.every(({ service, action }) => [service, ...targets(action)].every((value) => !isUnknown(value)));
  if (pinned.length === 0 || told || single.length > pinned.length) return { unpinned: all, open: [] };
  const unpinned = all.filter((service) => !single.includes(service));
  // Only where each route has a service of its own is it sure that the pinned ones have those of a single region.
  const matched = slots.filter(({ name }) => name !== DEFAULT);
  const sure = single.length === 0 || (single.length === pinned.length && all.length >= matched.length);
  const says = `whether clients or only probes reach ${single.map(({ name }) => name).join(' and ')}, in one region, is known only after an apply`;
  return { unpinned, open: sure ? [] : [{ urn: map.urn, argument: 'pathMatchers', says }] };
}

const targets = (action: Block | undefined): readonly unknown[] =>
  valuesAt(action, 'weightedBackendServices.backendService');

function routeOf(graph: ResourceGraph, map: Resource, slot: Slot, unpinned: readonly Resource[]): readonly Route[] {
  const weighted = blocksAt(slot.action, 'weightedBackendServices').filter((block) => numberAt(block, 'weight') !== 0);
  const named = (value: unknown): readonly Resource[] => graph.named(value, BACKEND_SERVICES);
  const fallback = slot.name === DEFAULT ? defaultServices(graph, map) : unpinned;
  const values = weighted.length > 0 ? weighted.map((block) => valueAt(block, 'backendService')) : [slot.service];
  const precise = values.flatMap((value) => named(value).slice(0, 1));
  const services = precise.length === values.length ? precise : fallback;
  if (services.length === 0) return [];
  const retryPolicy = valueAt(slot.action, 'retryPolicy');
  // Which slot leads to which of several unknown services cannot be told, so each is called by its own name.
  const route = (chosen: readonly Resource[]): Route => ({
    name:
      weighted.length === 0 && services === fallback && services.length > 1
        ? (chosen[0]?.name ?? slot.name)
        : slot.name,
    owner: map,
    services: chosen.map((service, index) => ({ service, weight: numberAt(weighted[index], 'weight') ?? 1 })),
    retryPolicy: isBlock(retryPolicy) ? retryPolicy : undefined,
    timeoutSeconds: numberAt(slot.action, 'timeout.seconds'),
  });
  // Without weights a route has one service; which of several unknown ones it is cannot be told, so each is judged.
  return weighted.length > 1 ? [route(services)] : services.map((service) => route([service]));
}

const defaultServices = (graph: ResourceGraph, map: Resource): readonly Resource[] => {
  const direct = graph.linked(map, 'defaultService', BACKEND_SERVICES);
  return direct.length > 0 ? direct : graph.linked(map, 'defaultRouteAction', BACKEND_SERVICES);
};

/** Routes that reach the same services: the one with the retry policy speaks for them. */
function distinct(routes: readonly Route[]): readonly Route[] {
  const byServices = new Map<string, Route>();
  for (const route of routes) {
    const key = route.services.map(({ service }) => service.urn).join(' ');
    const known = byServices.get(key);
    if (!known || (!known.retryPolicy && route.retryPolicy)) byServices.set(key, route);
  }
  return [...byServices.values()];
}

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
