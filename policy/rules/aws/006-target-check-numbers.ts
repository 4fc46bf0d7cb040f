import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { TARGET_GROUPS } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notOneOf, outside } from '../support/values.ts';
import { TARGET_CHECKS } from './support/sources.ts';

const RANGES = [
  ['healthCheck.interval', { low: 5, high: 300, whole: true }],
  ['healthCheck.timeout', { low: 2, high: 120, whole: true }],
  ['healthCheck.healthyThreshold', { low: 2, high: 10, whole: true }],
  ['healthCheck.unhealthyThreshold', { low: 2, high: 10, whole: true }],
] as const;

export const targetCheckNumbers = resourceRule({
  id: 'tandem-aws-006-target-check-numbers',
  title: 'Health checks of targets are possible',
  what: 'Interval, timeout and thresholds are in their ranges, the timeout is shorter than the interval, and an HTTP check names the path that tells whether the target is ready.',
  why: 'The API refuses the others in the middle of an apply. Without a path the check asks for /, which may answer while nothing else does.',
  source: TARGET_CHECKS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set healthCheck.timeout below healthCheck.interval, and healthCheck.path to the readiness path.',
  example: "healthCheck: { path: '/ready', interval: 5, timeout: 4 }",
  types: TARGET_GROUPS,
  judge: (group) => {
    if (textAt(group.inputs, 'targetType') === 'lambda') return [];
    if (isUnknown(valueAt(group.inputs, 'healthCheck')))
      return [unknownArgument(group, 'healthCheck', 'write healthCheck out')];
    const interval = numberAt(group.inputs, 'healthCheck.interval') ?? 30;
    const timeout = numberAt(group.inputs, 'healthCheck.timeout');
    const findings: Finding[] = [
      ...RANGES.flatMap(([path, range]) => outside(group, path, range)),
      ...notOneOf(group, 'healthCheck.protocol', ['HTTP', 'HTTPS', 'TCP']),
      ...pathOf(group),
    ];
    if (timeout === undefined || timeout < interval) return findings;
    const problem = `is ${timeout}; allowed is less than the interval of ${interval}`;
    return [...findings, breach(group, 'healthCheck.timeout', problem, 'set it below healthCheck.interval')];
  },
});

function pathOf(group: Resource): readonly Finding[] {
  const serves = textAt(group.inputs, 'protocol') ?? 'HTTP';
  const asks = textAt(group.inputs, 'healthCheck.protocol') ?? (serves.startsWith('HTTP') ? 'HTTP' : 'TCP');
  const argument = 'healthCheck.path';
  const path = valueAt(group.inputs, argument);
  const fix = 'set it to the path that answers 200 only while the target can serve';
  if (asks === 'TCP') return [];
  if (isUnknown(path)) return [unknownArgument(group, argument, fix)];
  if (isSet(group.inputs, argument) && String(path).startsWith('/')) return [];
  const given = isSet(group.inputs, argument) ? `is "${String(path)}"` : 'is not set';
  return [breach(group, argument, `${given}; allowed is a path that begins with /`, fix)];
}
