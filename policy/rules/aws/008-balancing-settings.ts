import { numberAt, textAt, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { TARGET_GROUPS } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { notOneOf, outside } from '../support/values.ts';
import { TARGET_GROUP_HEALTH } from './support/sources.ts';

const ALGORITHM = 'loadBalancingAlgorithmType';

export const balancingSettings = resourceRule({
  id: 'tandem-aws-008-balancing-settings',
  title: 'Target groups are balanced as the API allows',
  what: 'The algorithm is spelt as the API spells it, slowStart is 0 or 30 to 900 s and is not used with least_outstanding_requests, deregistration takes at most an hour.',
  why: 'The preview does not check these; the API refuses them in the middle of an apply.',
  source: TARGET_GROUP_HEALTH,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Write the algorithm in lower case with underscores, and use it or slowStart.',
  example: "loadBalancingAlgorithmType: 'least_outstanding_requests', deregistrationDelay: 30",
  types: TARGET_GROUPS,
  judge: (group) => {
    const slow = numberAt(group.inputs, 'slowStart') ?? 0;
    const together = slow > 0 && textAt(group.inputs, ALGORITHM) === 'least_outstanding_requests';
    const open = slow > 0 && isUnknown(valueAt(group.inputs, ALGORITHM));
    return [
      ...(open
        ? [unknownArgument(group, ALGORITHM, 'write it out')]
        : notOneOf(group, ALGORITHM, ['round_robin', 'least_outstanding_requests', 'weighted_random'])),
      ...(slow === 0 ? [] : outside(group, 'slowStart', { low: 30, high: 900, whole: true })),
      ...outside(group, 'deregistrationDelay', { low: 0, high: 3600, whole: true }),
      ...(together
        ? [breach(group, 'slowStart', `is ${slow} together with least_outstanding_requests`, 'remove one of them')]
        : []),
    ];
  },
});
