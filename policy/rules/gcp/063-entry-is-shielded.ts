import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isGiven, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, HTTP_PROXY, HTTPS_PROXY, URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { describe, servedBy } from './support/served.ts';
import { ARMOR } from './support/sources.ts';

const SECURITY_POLICY = 'gcp:compute/securityPolicy:SecurityPolicy';
const LIMITS = ['throttle', 'rate_based_ban'];
const ARGUMENT = 'securityPolicy';
/** Priority of the rule for everything else. */
const LAST = 2_147_483_647;

export const entryIsShielded = graphRule({
  id: 'tandem-gcp-063-entry-is-shielded',
  title: 'A flood is stopped at the entry',
  what: 'Every backend service that the internet reaches, also by a route that a header opens, has a security policy with a rate limit in force.',
  why: 'A flood overloads both regions at once, and no failover helps: it has to be stopped before the regions. Whoever knows the header of a pinned route could go round the limit there.',
  source: ARMOR,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set securityPolicy to a SecurityPolicy with a rate limit that is not in preview.',
  example: 'securityPolicy: policy.id',
  types: [BACKEND_SERVICE],
  judge: (graph) => {
    const shielded = graph.ofType(BACKEND_SERVICE).filter((service) => isGiven(service.inputs, ARGUMENT));
    const policies = new Set(shielded.flatMap((service) => graph.linked(service, ARGUMENT, [SECURITY_POLICY])));
    return [...judgeServices(graph), ...[...policies].flatMap(judgePolicy)];
  },
});

const FIX = 'set securityPolicy to the id of a compute.SecurityPolicy with a rate limit';

function judgeServices(graph: ResourceGraph): readonly Finding[] {
  const clients = new Set(servedBy(graph).map(({ service }) => service));
  const maps = graph.ofType(HTTPS_PROXY, HTTP_PROXY).flatMap((proxy) => graph.linked(proxy, 'urlMap', [URL_MAP]));
  const routed = new Set(
    maps.flatMap((map) => Object.keys(map.inputs).flatMap((key) => graph.linked(map, key, [BACKEND_SERVICE]))),
  );
  return graph.ofType(BACKEND_SERVICE).flatMap((service): readonly Finding[] => {
    const inside = textAt(service.inputs, 'loadBalancingScheme')?.startsWith('INTERNAL');
    const { regions, placed, someOf } = describe(graph, service);
    if (inside || someOf(['internet-neg']) || isGiven(service.inputs, ARGUMENT)) return [];
    if (routed.has(service) || regions.length >= 2)
      return [breach(service, ARGUMENT, 'is not set, so nothing limits what a client may send', FIX)];
    if (placed || !clients.has(service)) return [];
    return [undecided(service, ARGUMENT, 'is not set, and whether it serves two regions is not in the plan', FIX)];
  });
}

function judgePolicy(policy: Resource): readonly Finding[] {
  // Rules that are resources of their own are not in this list.
  if (policy.ignoreChanges.includes('rules') || typeof valueAt(policy.inputs, 'rules') === 'string') return [];
  const limits = blocksAt(policy.inputs, 'rules').flatMap((rule, index) =>
    LIMITS.includes(textAt(rule, 'action') ?? '') ? [{ rule, index }] : [],
  );
  const shadowed = limits.map(({ rule, index }) => ({ index, first: openBefore(policy, rule) }));
  if (limits.some(({ rule }, at) => valueAt(rule, 'preview') !== true && !shadowed[at]?.first)) return [];
  const late = limits.findIndex(({ rule }, at) => valueAt(rule, 'preview') !== true && shadowed[at]?.first);
  if (late >= 0) {
    const at = `rules[${limits[late]?.index ?? 0}].priority`;
    const problem = `comes after ${String(shadowed[late]?.first)}, which lets everybody through, so the limit is never reached`;
    return [breach(policy, at, problem, 'give the limit a smaller number than the rule that allows everybody')];
  }
  const [only] = limits;
  const fix = only ? 'remove preview' : 'add a rule with the action throttle';
  const argument = only ? `rules[${only.index}].preview` : 'rules';
  const problem = only ? 'is true, so the only rate limit is not in force' : 'has no rate limit';
  return [breach(policy, argument, problem, fix)];
}

/** Priority of a rule that allows everybody and comes before another one. */
function openBefore(policy: Resource, limit: Readonly<Record<string, unknown>>): number | undefined {
  const priority = numberAt(limit, 'priority') ?? LAST;
  return blocksAt(policy.inputs, 'rules')
    .filter((rule) => textAt(rule, 'action') === 'allow' && valueAt(rule, 'preview') !== true)
    .filter((rule) => valuesAt(rule, 'match.config.srcIpRanges').includes('*'))
    .map((rule) => numberAt(rule, 'priority') ?? LAST)
    .find((other) => other < priority);
}
