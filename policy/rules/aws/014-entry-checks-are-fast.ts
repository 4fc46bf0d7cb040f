import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { asksAnEndpoint, decidingChecks } from './support/records.ts';
import { CHECK_VALUES } from './support/sources.ts';

const MOST_FAILURES = 3;

export const entryChecksAreFast = graphRule({
  id: 'tandem-aws-014-entry-checks-are-fast',
  title: 'Health checks of the entry are on, and fast',
  what: 'A health check that decides which record answers asks every 10 s, falls after 3 failures at most, asks for an answer of the service and is not disabled.',
  why: 'A disabled check is healthy always. At 30 s it takes 90 s to fall, and the interval cannot be changed later without a new check.',
  source: CHECK_VALUES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set requestInterval to 10 and failureThreshold to 3 or less.',
  example:
    "new HealthCheck('east', { type: 'HTTPS', fqdn, resourcePath: '/ready', requestInterval: 10, failureThreshold: 2 })",
  types: [ROUTE53_CHECK],
  judge: (graph) => decidingChecks(graph).flatMap(judge),
});

function judge(check: Resource): readonly Finding[] {
  const findings: Finding[] = [];
  const disabled = valueAt(check.inputs, 'disabled');
  if (isUnknown(disabled)) findings.push(unknownArgument(check, 'disabled', 'remove it'));
  if (disabled === true)
    findings.push(breach(check, 'disabled', 'is true, so the check is healthy always', 'remove disabled'));
  if (!asksAnEndpoint(check)) return findings;
  return [...findings, ...interval(check), ...threshold(check), ...asks(check)];
}

function interval(check: Resource): readonly Finding[] {
  const fix = 'set requestInterval to 10';
  if (isUnknown(valueAt(check.inputs, 'requestInterval'))) return [unknownArgument(check, 'requestInterval', fix)];
  const seconds = numberAt(check.inputs, 'requestInterval') ?? 30;
  return seconds === 10 ? [] : [breach(check, 'requestInterval', `is ${seconds} s; allowed is 10`, fix)];
}

function threshold(check: Resource): readonly Finding[] {
  const fix = `set failureThreshold to ${MOST_FAILURES} or less`;
  if (isUnknown(valueAt(check.inputs, 'failureThreshold'))) return [unknownArgument(check, 'failureThreshold', fix)];
  const failures = numberAt(check.inputs, 'failureThreshold') ?? MOST_FAILURES;
  if (failures >= 1 && failures <= MOST_FAILURES) return [];
  return [breach(check, 'failureThreshold', `is ${failures}; allowed is 1 to ${MOST_FAILURES}`, fix)];
}

function asks(check: Resource): readonly Finding[] {
  const type = textAt(check.inputs, 'type');
  if (type === 'TCP')
    return [breach(check, 'type', 'is TCP, which sees a crash and no error', 'set type to HTTPS with a resourcePath')];
  const path = valueAt(check.inputs, 'resourcePath');
  if (isUnknown(path) || (typeof path === 'string' && path.length > 0)) return [];
  return [breach(check, 'resourcePath', 'is not set, so the check asks for /', 'set it to the readiness path')];
}
