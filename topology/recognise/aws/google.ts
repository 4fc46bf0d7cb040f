import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import type { Service } from '../../model/model.ts';
import { ADDRESS, FORWARDING_RULE, GLOBAL_ADDRESS, REGIONAL_FORWARDING_RULE } from '../gcp/types.ts';
import { DEFAULT_ROUTE } from './routes.ts';
import type { Way } from './ways.ts';

// Google's side of a record set: from an address to the services that are reached by it.

const RULES = [FORWARDING_RULE, REGIONAL_FORWARDING_RULE] as const;

/** What a record can name on Google's side. */
export const GOOGLE_ENTRIES = [GLOBAL_ADDRESS, ADDRESS, ...RULES] as const;

export const isGoogle = ({ type }: Resource): boolean => type.startsWith('gcp:');

/** Services behind a Google address or forwarding rule. */
export function servicesBehind(
  graph: ResourceGraph,
  entry: Resource,
  services: readonly Service[],
): readonly Service[] {
  const rules = graph
    .ofType(...RULES)
    .filter((rule) => rule === entry || graph.linked(rule, 'ipAddress', [entry.type]).includes(entry));
  const reached = downstream(graph, rules);
  return services.filter(({ urn }) => reached.has(urn));
}

/** From forwarding rules over proxies and URL maps to backend services. */
function downstream(graph: ResourceGraph, from: readonly Resource[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next.urn)) continue;
    reached.add(next.urn);
    const linked = Object.keys(next.inputs).flatMap((key) => graph.linked(next, key));
    waiting.push(...linked.filter(({ type }) => /^gcp:compute\/(region)?(target|urlmap|backendservice)/i.test(type)));
  }
  return reached;
}

/** Google's services as a way that a record can take. The route of a URL map is in a service's name. */
export const wayToGoogle = (services: readonly Service[]): Way =>
  new Map(services.map(({ name, pools }) => [/\/(?!default$)(.+)$/.exec(name)?.[0] ?? DEFAULT_ROUTE, pools]));
