import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { declarations } from './support/scope.ts';
import { ARMOR_RATE_LIMITS } from './support/sources.ts';

const SECURITY_POLICY = 'gcp:compute/securityPolicy:SecurityPolicy';
const LIMITS = ['throttle', 'rate_based_ban'];
/** Keys that many clients have in common, so that they are counted together. */
const SHARED = ['ALL', 'HTTP_PATH', 'SNI', 'REGION_CODE'];

export const rateLimitCarriesTheLoad = graphRule({
  id: 'tandem-gcp-034-rate-limit-carries-the-load',
  title: 'Rate limits let a failover through',
  what: 'A rate limit on everybody counted together lets the declared peak through; one on each client allows at least the set number of requests a minute.',
  why: 'A failover concentrates all clients on one region and on one counter. A limit sized for half of the load answers 429 by its own making.',
  source: ARMOR_RATE_LIMITS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Raise rateLimitThreshold to the whole peak load, or count by client with enforceOnKey.',
  example: "rateLimitOptions: { enforceOnKey: 'IP', rateLimitThreshold: { count: 6000, intervalSec: 60 } }",
  types: [SECURITY_POLICY],
  settings: {
    clientRequestsPerMinute: {
      description: 'Least requests a minute that one client may send; many share one address.',
      default: 500,
    },
  },
  judge: (graph, { clientRequestsPerMinute }) => {
    const declarationOf = declarations(graph);
    return graph.ofType(SECURITY_POLICY).flatMap((policy) =>
      blocksAt(policy.inputs, 'rules').flatMap((rule, index) => {
        // A limit on some requests only is meant for those, not for the load.
        const everybody = valuesAt(rule, 'match.config.srcIpRanges').includes('*');
        if (!everybody || !LIMITS.includes(textAt(rule, 'action') ?? '')) return [];
        return judge(
          policy,
          rule,
          `rules[${index}].rateLimitOptions`,
          declarationOf(policy)?.peakRps,
          clientRequestsPerMinute,
        );
      }),
    );
  },
});

function judge(
  policy: Resource,
  rule: Readonly<Record<string, unknown>>,
  path: string,
  peakRps: number | undefined,
  clientRequestsPerMinute: number,
): readonly Finding[] {
  const argument = `${path}.rateLimitThreshold.count`;
  const threshold = valueAt(rule, 'rateLimitOptions.rateLimitThreshold');
  const fix = 'give count and intervalSec as plain numbers';
  if (isUnknown(threshold) || [valueAt(threshold, 'count'), valueAt(threshold, 'intervalSec')].some(isUnknown)) {
    return [unknownArgument(policy, argument, fix)];
  }
  const perMinute = ((numberAt(threshold, 'count') ?? 0) * 60) / (numberAt(threshold, 'intervalSec') ?? 60);
  const key = textAt(rule, 'rateLimitOptions.enforceOnKey') ?? 'ALL';
  if (!SHARED.includes(key)) {
    if (perMinute >= clientRequestsPerMinute) return [];
    const problem = `allows one client ${perMinute} requests a minute; allowed is ${clientRequestsPerMinute} or more`;
    return [breach(policy, argument, problem, `raise it to ${clientRequestsPerMinute} a minute`)];
  }
  if (peakRps === undefined) {
    const problem = 'limits all clients together, and the plan declares no peak load to compare with';
    return [undecided(policy, argument, problem, 'count by client with enforceOnKey IP')];
  }
  if (perMinute >= peakRps * 60) return [];
  const problem = `allows ${perMinute} requests a minute for all clients together; allowed is the declared peak of ${peakRps * 60} or more`;
  return [
    breach(policy, argument, problem, `raise it to ${peakRps * 60} a minute, or count by client with enforceOnKey IP`),
  ];
}
