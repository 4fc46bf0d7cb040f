import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { ENDPOINT_GROUP, TARGET_GROUPS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { acceleratedBalancers, groupsBehind } from './support/entries.ts';
import { TARGET_GROUP_HEALTH } from './support/sources.ts';

const ARGUMENTS = [
  'targetGroupHealth.dnsFailover.minimumHealthyTargetsCount',
  'targetGroupHealth.dnsFailover.minimumHealthyTargetsPercentage',
];

export const noDnsThresholdBehindAccelerator = graphRule({
  id: 'tandem-aws-003-no-dns-threshold-behind-accelerator',
  title: 'No DNS thresholds behind an accelerator',
  what: 'Target groups of a load balancer that is an endpoint of an accelerator leave dnsFailover off.',
  why: 'AWS says not to set it there: the accelerator acts on the health of the targets, and a second threshold makes it leave a region that could serve.',
  source: TARGET_GROUP_HEALTH,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Remove targetGroupHealth.dnsFailover; unhealthyStateRouting may stay.',
  example: 'targetGroupHealth: { unhealthyStateRouting: { minimumHealthyTargetsCount: 1 } }',
  types: [...TARGET_GROUPS, ENDPOINT_GROUP],
  judge: (graph) => {
    const groups = new Set(acceleratedBalancers(graph).flatMap((balancer) => groupsBehind(graph, balancer)));
    return [...groups].flatMap((group) =>
      ARGUMENTS.flatMap((argument): readonly Finding[] => {
        const value = valueAt(group.inputs, argument);
        const fix = 'remove targetGroupHealth.dnsFailover';
        if (value === undefined || value === null || value === 'off') return [];
        if (isUnknown(value)) return [unknownArgument(group, argument, fix)];
        return [breach(group, argument, `is ${String(value)} behind an accelerator; allowed is off`, fix)];
      }),
    );
  },
});
