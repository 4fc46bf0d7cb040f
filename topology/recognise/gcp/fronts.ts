import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { textAt } from '../../graph/value.ts';
import {
  BACKEND_SERVICES,
  FORWARDING_RULE,
  PROXIES,
  REGION_BACKEND_SERVICE,
  REGION_URL_MAP,
  REGIONAL_FORWARDING_RULE,
  URL_MAPS,
} from './types.ts';

// From the forwarding rules, where clients arrive, to what they lead to: a URL map, or a backend service without one.

/** Where a plan's clients arrive. */
export interface Fronts {
  /** Forwarding rules that lead to a URL map or to a backend service, by name; empty when none does. */
  readonly rulesOf: (owner: Resource) => readonly Resource[];
  /** Every URL map, and every backend service that a rule leads to without one. */
  readonly owners: readonly Resource[];
  /** Owners that no rule leads to in a plan that makes an entry and no rule for it. */
  readonly adrift: readonly Resource[];
}

/** Where clients arrive at Google's load balancers. */
export function frontsOf(graph: ResourceGraph): Fronts {
  const rules = graph.ofType(FORWARDING_RULE, REGIONAL_FORWARDING_RULE);
  const byOwner = new Map<Resource, Resource[]>();
  for (const rule of rules.toSorted((one, other) => one.name.localeCompare(other.name)))
    for (const owner of ownersBehind(graph, rule)) byOwner.set(owner, [...(byOwner.get(owner) ?? []), rule]);

  const maps = graph.ofType(...URL_MAPS);
  const mapped = new Set(maps.flatMap((map) => servicesNamed(graph, map)));
  const bare = graph.ofType(...BACKEND_SERVICES).filter((service) => !mapped.has(service));
  // Beside rules that lead elsewhere, what none leads to is left over. Without any, the entry may be another program's.
  const owners = [...maps, ...bare].filter(
    (owner) => byOwner.has(owner) || !rules.some((rule) => isRegional(rule) === isRegional(owner)),
  );
  const adrift = graph.ofType(...PROXIES).length > 0 ? owners.filter((owner) => !byOwner.has(owner)) : [];
  return { rulesOf: (owner) => byOwner.get(owner) ?? [], owners, adrift };
}

function ownersBehind(graph: ResourceGraph, rule: Resource): readonly Resource[] {
  const direct = graph.linked(rule, 'backendService', BACKEND_SERVICES);
  const behindProxies = graph
    .linked(rule, 'target', PROXIES)
    .flatMap((proxy) => [
      ...graph.linked(proxy, 'urlMap', URL_MAPS),
      ...graph.linked(proxy, 'backendService', BACKEND_SERVICES),
    ]);
  return [...new Set([...direct, ...behindProxies])];
}

const isRegional = ({ type }: Resource): boolean =>
  type === REGIONAL_FORWARDING_RULE || type === REGION_URL_MAP || type === REGION_BACKEND_SERVICE;

/** Backend services that a URL map names anywhere. */
const servicesNamed = (graph: ResourceGraph, map: Resource): readonly Resource[] =>
  ['defaultService', 'defaultRouteAction', 'pathMatchers'].flatMap((argument) =>
    graph.linked(map, argument, BACKEND_SERVICES),
  );

/** True when only clients inside the network arrive by these rules. */
export const isInternal = (rules: readonly Resource[]): boolean =>
  rules.length > 0 &&
  rules.every((rule) => textAt(rule.inputs, 'loadBalancingScheme')?.startsWith('INTERNAL') === true);
