import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { TARGET_GROUPS } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { TARGET_GROUP_HEALTH } from './support/sources.ts';

const DNS = 'targetGroupHealth.dnsFailover';
const ROUTING = 'targetGroupHealth.unhealthyStateRouting';
/** Where both thresholds may stand, with the routing threshold that holds when none is written. */
const PAIRS = [
  ['minimumHealthyTargetsCount', 1],
  ['minimumHealthyTargetsPercentage', 0],
] as const;

export const dnsThresholdAboveRouting = resourceRule({
  id: 'tandem-aws-004-dns-threshold-above-routing',
  title: 'DNS leaves a load balancer before it sends to bad targets',
  what: 'A dnsFailover threshold of a target group is at least the unhealthyStateRouting threshold of the same kind.',
  why: 'The API refuses the other order, and the preview does not notice: the load balancer would send to every bad target while DNS still answers with it.',
  source: TARGET_GROUP_HEALTH,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Raise dnsFailover, or lower unhealthyStateRouting.',
  example:
    "targetGroupHealth: { dnsFailover: { minimumHealthyTargetsCount: '2' }, unhealthyStateRouting: { minimumHealthyTargetsCount: 1 } }",
  types: TARGET_GROUPS,
  judge: (group) =>
    PAIRS.flatMap(([kind, least]): readonly Finding[] => {
      const [upper, lower] = [`${DNS}.${kind}`, `${ROUTING}.${kind}`];
      const dns = valueAt(group.inputs, upper);
      const fix = `set ${upper} to at least ${lower}`;
      if (dns === undefined || dns === 'off') return [];
      if (isUnknown(dns)) return [unknownArgument(group, upper, fix)];
      if (isUnknown(valueAt(group.inputs, lower))) return [unknownArgument(group, lower, fix)];
      const routing = numberAt(group.inputs, lower) ?? least;
      const given = numberAt(group.inputs, upper);
      if (given !== undefined && given >= routing) return [];
      return [breach(group, upper, `is ${String(dns)}; allowed is ${routing} or more, as ${lower} says`, fix)];
    }),
});
