import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM, ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notSetTo } from '../support/values.ts';
import { CHECK_VALUES } from './support/sources.ts';

const LEAST_PERIOD = 60;
const MISSING = 'insufficientDataHealthStatus';

export const alarmChecksArePlain = graphRule({
  id: 'tandem-aws-016-alarm-checks-are-plain',
  title: 'A health check follows an alarm that it can follow',
  what: 'The alarm of a CLOUDWATCH_METRIC check has one metric, one statistic, no M of N and a period of 60 s or more, and the check is unhealthy without data.',
  why: 'Route 53 reads the data of the alarm and not its state, and refuses the other kinds of alarm in the middle of an apply. Without data a dead region would count as healthy.',
  source: CHECK_VALUES,
  severity: 'high',
  level: 'mandatory',
  remediation: `Use a plain alarm, and set ${MISSING} to Unhealthy.`,
  example: `type: 'CLOUDWATCH_METRIC', cloudwatchAlarmName: alarm.name, ${MISSING}: 'Unhealthy'`,
  types: [ROUTE53_CHECK, ALARM],
  judge: (graph) =>
    graph
      .ofType(ROUTE53_CHECK)
      .filter((check) => textAt(check.inputs, 'type') === 'CLOUDWATCH_METRIC')
      .flatMap((check) => [
        ...notSetTo(check, MISSING, 'Unhealthy', 'so a dead region may count as healthy'),
        ...graph.linked(check, 'cloudwatchAlarmName', [ALARM]).flatMap(judgeAlarm),
      ]),
});

function judgeAlarm(alarm: Resource): readonly Finding[] {
  const findings: Finding[] = ['metricQueries', 'extendedStatistic']
    .filter((argument) => isSet(alarm.inputs, argument))
    .map((argument) =>
      breach(alarm, argument, 'is set, which a health check cannot follow', 'use metricName and statistic'),
    );
  const periods = numberAt(alarm.inputs, 'evaluationPeriods') ?? 1;
  const points = numberAt(alarm.inputs, 'datapointsToAlarm');
  if (points !== undefined && points < periods) {
    const problem = `is ${points} of ${periods}, which a health check cannot follow`;
    findings.push(breach(alarm, 'datapointsToAlarm', problem, 'remove datapointsToAlarm'));
  }
  if (isUnknown(valueAt(alarm.inputs, 'period')))
    return [...findings, unknownArgument(alarm, 'period', `set it to ${LEAST_PERIOD} or more`)];
  const period = numberAt(alarm.inputs, 'period');
  if (period !== undefined && period < LEAST_PERIOD) {
    const problem = `is ${period} s; allowed is ${LEAST_PERIOD} or more for a health check`;
    findings.push(breach(alarm, 'period', problem, `set it to ${LEAST_PERIOD}`));
  }
  return findings;
}
