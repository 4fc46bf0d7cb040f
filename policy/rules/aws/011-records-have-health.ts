import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { RECORD } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isAlias, policiesOf } from './support/records.ts';
import { RECORD_CHOICE } from './support/sources.ts';

export const recordsHaveHealth = resourceRule({
  id: 'tandem-aws-011-records-have-health',
  title: 'Every record that can be chosen has health',
  what: 'A record with a routing policy has a health check, or is an alias that evaluates the health of its target.',
  why: 'A record without either counts as healthy always, so clients are sent to a region that is gone.',
  source: RECORD_CHOICE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Set healthCheckId, or aliases[].evaluateTargetHealth to true.',
  example: 'aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }]',
  types: [RECORD],
  judge: (record) => {
    if (policiesOf(record).length === 0 || isSet(record.inputs, 'healthCheckId')) return [];
    if (!isAlias(record))
      return [breach(record, 'healthCheckId', 'is not set, so this record is healthy always', 'name a HealthCheck')];
    return judgeAlias(record);
  },
});

function judgeAlias(record: Resource): readonly Finding[] {
  const argument = 'aliases[0].evaluateTargetHealth';
  const fix = 'set it to true';
  if (isUnknown(valueAt(record.inputs, 'aliases'))) return [unknownArgument(record, argument, fix)];
  return blocksAt(record.inputs, 'aliases').flatMap((alias): readonly Finding[] => {
    const evaluates = valueAt(alias, 'evaluateTargetHealth');
    if (evaluates === true) return [];
    if (isUnknown(evaluates)) return [unknownArgument(record, argument, fix)];
    return [breach(record, argument, 'is not true and there is no healthCheckId, so it is healthy always', fix)];
  });
}
