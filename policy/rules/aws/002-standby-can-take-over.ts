import { blocksAt, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { ENDPOINT_GROUP } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { outside } from '../support/values.ts';
import { ACCELERATOR_FAILOVER } from './support/sources.ts';

const LIST = 'endpointConfigurations';

export const standbyCanTakeOver = resourceRule({
  id: 'tandem-aws-002-standby-can-take-over',
  title: 'Every endpoint of an accelerator can take over',
  what: 'The weight of each endpoint is 1 to 255, or left out. A dial of 0 to 100 keeps traffic away instead.',
  why: 'A failover ignores dials and never chooses an endpoint of weight 0: a standby is a dial of 0, not a weight of 0.',
  source: ACCELERATOR_FAILOVER,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Set weight to 128, and trafficDialPercentage to what the region should take while all is well.',
  example: 'trafficDialPercentage: 10, endpointConfigurations: [{ endpointId: balancer.arn, weight: 128 }]',
  types: [ENDPOINT_GROUP],
  judge: (group) => {
    if (isUnknown(valueAt(group.inputs, LIST)))
      return [unknownArgument(group, LIST, 'give the endpoints as a list, with known weights')];
    const weights = blocksAt(group.inputs, LIST).flatMap((block, index) =>
      valueAt(block, 'weight') === 0
        ? [
            breach(
              group,
              `${LIST}[${index}].weight`,
              'is 0, so it never takes over; allowed is 1 to 255',
              'set weight to 128, and keep traffic away with trafficDialPercentage',
            ),
          ]
        : outside(group, `${LIST}.${index}.weight`, { low: 1, high: 255, whole: true }),
    );
    return [...weights, ...outside(group, 'trafficDialPercentage', { low: 0, high: 100 })];
  },
});
