import { textAt } from '../../../topology/graph/value.ts';
import { ALARM } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { CHECK_MONITORING } from './support/sources.ts';

const HOME = 'us-east-1';

export const healthAlarmsHaveData = graphRule({
  id: 'tandem-aws-018-health-alarms-have-data',
  title: 'Alarms on Route 53 are where their data is',
  what: `Alarms on metrics of Route 53 are in ${HOME}.`,
  why: 'Route 53 writes its metrics there and nowhere else: an alarm in another region never gets data and never rings.',
  source: CHECK_MONITORING,
  severity: 'high',
  level: 'mandatory',
  remediation: `Set region to ${HOME} on the alarm, and give it a topic there.`,
  example: `new MetricAlarm('dns', { region: '${HOME}', namespace: 'AWS/Route53', metricName: 'HealthCheckStatus' })`,
  types: [ALARM],
  judge: (graph) =>
    graph
      .ofType(ALARM)
      .filter((alarm) => textAt(alarm.inputs, 'namespace') === 'AWS/Route53')
      .flatMap((alarm) => {
        const region = regionOf(graph, alarm);
        const fix = `set region to ${HOME}`;
        if (region === HOME) return [];
        if (region === undefined)
          return [undecided(alarm, 'region', 'is not in the plan, nor is that of the provider', fix)];
        return [breach(alarm, 'region', `is ${region}; metrics of Route 53 are in ${HOME} only`, fix)];
      }),
});
