import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import { BACKEND_SERVICE, REGION_BACKEND_SERVICE } from './types.ts';

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
const BACKEND_SERVICES = [BACKEND_SERVICE, REGION_BACKEND_SERVICE] as const;

/** A place in a URL map that names backend services. */
interface Slot {
  readonly name: string;
  /** True when only requests that carry a certain header or query reach it: how probes pin a region. */
  readonly pinned: boolean;
  readonly action: Block | undefined;
  readonly service: unknown;
}

/**
 * Client routes of a URL map. Routes that need a header are left out: they pin a region for probes.
 *
 * On a first preview the values are unknown and only the set of backend services in each top-level argument is known;
 * services that cover a single region are then taken for the pinned routes, as many as there are.
 *
 * @param regionsOf regions behind a backend service
 */
export function clientRoutes(
  graph: ResourceGraph,
  map: Resource,
  regionsOf: (service: Resource) => readonly string[],
): readonly Route[] {
  const slots = slotsOf(map);
  const open = slots.filter((slot) => !slot.pinned);
  const pinnedCount = slots.length - open.length;
  const unpinned = withoutPins(graph, map, pinnedCount, regionsOf);
  const routes = open.flatMap((slot) => routeOf(graph, map, slot, unpinned));
  return distinct(routes);
}

function slotsOf(map: Resource): readonly Slot[] {
  const inputs = map.inputs;
  const slots: Slot[] = [];
  const add = (name: string, block: Block, action: unknown, service: unknown, pinned: boolean): void => {
    const found = isBlock(action) ? action : undefined;
    if (service === undefined && found === undefined && !isSet(block, 'weightedBackendServices')) return;
    slots.push({ name, pinned, action: found, service });
  };
  add('default', inputs, valueAt(inputs, 'defaultRouteAction'), valueAt(inputs, 'defaultService'), false);
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
      const pinned = blocksAt(rule, 'matchRules').some(
        (match) => blocksAt(match, 'headerMatches').length > 0 || blocksAt(match, 'queryParameterMatches').length > 0,
      );
      const label = `${name}#${String(numberAt(rule, 'priority') ?? '')}`;
      add(label, rule, valueAt(rule, 'routeAction'), valueAt(rule, 'service'), pinned);
    }
  }
  return slots;
}

/** Backend services that a map's path matchers reach by open routes. */
function withoutPins(
  graph: ResourceGraph,
  map: Resource,
  pinnedCount: number,
  regionsOf: (service: Resource) => readonly string[],
): readonly Resource[] {
  const all = graph.linked(map, 'pathMatchers', BACKEND_SERVICES);
  const single = all.filter((service) => regionsOf(service).length < 2);
  const pins = new Set(single.length <= pinnedCount ? single : []);
  return all.filter((service) => !pins.has(service));
}

function routeOf(graph: ResourceGraph, map: Resource, slot: Slot, unpinned: readonly Resource[]): readonly Route[] {
  const weighted = blocksAt(slot.action, 'weightedBackendServices').filter((block) => numberAt(block, 'weight') !== 0);
  const named = (value: unknown): readonly Resource[] => graph.named(value, BACKEND_SERVICES);
  const fallback = slot.name === 'default' ? defaultServices(graph, map) : unpinned;
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
