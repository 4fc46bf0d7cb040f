import { awsDeclaration, awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const alarmCheck = (check: Record<string, unknown>, alarm: Record<string, unknown>): readonly Draft[] => [
  draft('aws:cloudwatch/metricAlarm:MetricAlarm', 'alarm', {
    namespace: 'AWS/ApplicationELB',
    metricName: 'HealthyHostCount',
    statistic: 'Minimum',
    period: 60,
    evaluationPeriods: 2,
    ...alarm,
  }),
  draft(
    'aws:route53/healthCheck:HealthCheck',
    'follows',
    { type: 'CLOUDWATCH_METRIC', cloudwatchAlarmName: id, insufficientDataHealthStatus: 'Unhealthy', ...check },
    { links: { cloudwatchAlarmName: ['alarm'] } },
  ),
];
const errors = 'errors-us-east-1';

export const awsSignalCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-016-alarm-checks-are-plain': {
    pass: [
      holds('plain', alarmCheck({}, {})),
      holds('all points', alarmCheck({}, { datapointsToAlarm: 2 })),
      holds('no such check', awsPlan),
    ],
    fail: [
      broken(
        'healthy without data',
        alarmCheck({ insufficientDataHealthStatus: 'Healthy' }, {}),
        'follows',
        'insufficientDataHealthStatus',
      ),
      broken(
        'last known',
        alarmCheck({ insufficientDataHealthStatus: undefined }, {}),
        'follows',
        'insufficientDataHealthStatus',
      ),
      broken('some points', alarmCheck({}, { datapointsToAlarm: 1 }), 'alarm', 'datapointsToAlarm'),
      broken('a percentile', alarmCheck({}, { extendedStatistic: 'p99' }), 'alarm', 'extendedStatistic'),
      broken('arithmetic', alarmCheck({}, { metricQueries: [{ id: 'a' }] }), 'alarm', 'metricQueries'),
      broken('high resolution', alarmCheck({}, { period: 10 }), 'alarm', 'period'),
    ],
    unknown: [
      broken('status', alarmCheck({ insufficientDataHealthStatus: id }, {}), 'follows', 'insufficientDataHealthStatus'),
      broken('period', alarmCheck({}, { period: id }), 'alarm', 'period'),
    ],
  },
  'tandem-aws-018-health-alarms-have-data': {
    pass: [holds('in us-east-1', awsPlan)],
    fail: [breaks('elsewhere', { at: 'dns', path: 'region', value: 'us-west-2', problem: /us-east-1 only/ })],
    unknown: [breaks('no region', { at: 'dns', path: 'region', value: undefined })],
  },
  'tandem-aws-034-either-region-rings': {
    pass: [
      holds('the same on both sides', awsPlan),
      holds('part of a composite', [
        ...change(awsPlan, errors, 'alarmActions', undefined),
        draft(
          'aws:cloudwatch/compositeAlarm:CompositeAlarm',
          'all',
          { region: 'us-east-1', alarmRule: `ALARM(${errors})`, alarmActions: [id] },
          { links: { alarmActions: ['topic-us-east-1'] } },
        ),
      ]),
      holds('followed by a health check', [
        ...change(awsPlan, errors, 'alarmActions', undefined),
        draft(
          'aws:route53/healthCheck:HealthCheck',
          'follows',
          { type: 'CLOUDWATCH_METRIC', cloudwatchAlarmName: id, cloudwatchAlarmRegion: 'us-east-1' },
          { links: { cloudwatchAlarmName: [errors] } },
        ),
      ]),
    ],
    fail: [
      broken(
        'one side only',
        without(awsPlan, 'lag-us-west-2'),
        'lag-us-east-1',
        'region',
        /us-west-2 without an alarm on AWS\/RDS/,
      ),
      breaks('nobody hears', { at: errors, path: 'alarmActions', value: [] }),
      breaks('switched off', { at: errors, path: 'actionsEnabled', value: false }),
      broken(
        'topic of the other region',
        relink(awsPlan, errors, 'alarmActions', ['topic-us-west-2']),
        errors,
        'alarmActions',
        /a topic in us-west-2/,
      ),
      breaks('ARN of the other region', {
        at: errors,
        path: 'alarmActions',
        value: ['arn:aws:sns:us-west-2:111122223333:page'],
      }),
    ],
    unknown: [
      broken(
        'topics',
        relink(change(awsPlan, errors, 'alarmActions', id), errors, 'alarmActions', []),
        errors,
        'alarmActions',
      ),
    ],
  },
  'tandem-aws-035-regions-share-no-fate': {
    pass: [holds('declared', [...awsPlan, awsDeclaration]), holds('plain', awsPlan)],
    fail: [
      breaks('one region twice', {
        plan: [...awsPlan, awsDeclaration],
        at: 'acme',
        path: 'declared.regions.failover',
        value: 'us-east-1',
      }),
      breaks('topics in one region', {
        at: 'topic-us-west-2',
        path: 'region',
        value: 'us-east-1',
        found: { at: 'topic-us-east-1', argument: 'region' },
      }),
    ],
    unknown: [hides('acme', 'declared.regions.failover', { plan: [...awsPlan, awsDeclaration] })],
  },
};
