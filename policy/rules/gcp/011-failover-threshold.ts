import { numberAt, valueAt } from '../../../topology/graph/value.ts';
import { LB_POLICY } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { SERVICE_LB_POLICY } from './support/sources.ts';

const THRESHOLD = 'failoverConfig.failoverHealthThreshold';
const DRAIN = 'autoCapacityDrain.enable';

export const failoverThreshold = resourceRule({
  id: 'tandem-gcp-011-failover-threshold',
  title: 'Failover starts neither too early nor too late',
  what: 'A service load balancing policy drains sick groups by itself and starts to fail over between the lowest and the highest threshold.',
  why: 'A high threshold spills on every blip, a low one overloads what is left; without the drain a sick group keeps its share.',
  source: SERVICE_LB_POLICY,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Enable autoCapacityDrain and set failoverHealthThreshold to about 70.',
  example: 'autoCapacityDrain: { enable: true }, failoverConfig: { failoverHealthThreshold: 70 }',
  types: [LB_POLICY],
  repairs: { [THRESHOLD]: 70, [DRAIN]: true },
  settings: {
    lowest: { description: 'Lowest threshold, in percent of healthy members.', default: 50 },
    highest: { description: 'Highest threshold, in percent of healthy members.', default: 90 },
  },
  judge: (policy, { lowest, highest }) => {
    const findings: Finding[] = [];
    const fix = `set ${THRESHOLD} to a number from ${lowest} to ${highest}`;
    // Unset, the load balancer uses 70.
    const threshold = numberAt(policy.inputs, THRESHOLD) ?? 70;
    if (unknownAt(policy, THRESHOLD)) findings.push(unknownArgument(policy, THRESHOLD, fix));
    else if (threshold < lowest || threshold > highest) {
      findings.push(breach(policy, THRESHOLD, `is ${threshold}; allowed is ${lowest} to ${highest}`, fix));
    }
    if (unknownAt(policy, DRAIN)) findings.push(unknownArgument(policy, DRAIN, `set ${DRAIN} to true`));
    else if (valueAt(policy.inputs, DRAIN) !== true) {
      findings.push(breach(policy, DRAIN, 'is not true, so sick groups are never drained', `set ${DRAIN} to true`));
    }
    return findings;
  },
});
