import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { AWS_REGIONS, EAST } from './places.ts';

/** What has to wake somebody in each region, as namespace, metric and comparison. */
const ALARMS = [
  ['errors', 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'GreaterThanThreshold', 'lb'],
  ['own-errors', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'GreaterThanThreshold', 'lb'],
  ['healthy', 'AWS/ApplicationELB', 'HealthyHostCount', 'LessThanThreshold', 'tg'],
  ['lag', 'AWS/RDS', 'AuroraGlobalDBRPOLag', 'GreaterThanThreshold', 'db'],
  ['copies', 'AWS/S3', 'ReplicationLatency', 'GreaterThanThreshold', 'files'],
  ['growth', 'AWS/ECS', 'CPUUtilization', 'GreaterThanThreshold', 'ecs'],
] as const;

export const signals: readonly Draft[] = [
  ...AWS_REGIONS.flatMap((region) => [
    draft('aws:sns/topic:Topic', `topic-${region}`, { region, name: 'page' }),
    draft(
      'aws:sns/topicSubscription:TopicSubscription',
      `pager-${region}`,
      { region, topic: id, protocol: 'https', endpoint: 'https://pager.acme.test/aws' },
      { links: { topic: [`topic-${region}`] } },
    ),
    ...ALARMS.map(([name, namespace, metricName, comparisonOperator, of]) =>
      draft(
        'aws:cloudwatch/metricAlarm:MetricAlarm',
        `${name}-${region}`,
        {
          region,
          name: `${name}-${region}`,
          namespace,
          metricName,
          comparisonOperator,
          threshold: 1,
          period: 60,
          evaluationPeriods: 1,
          statistic: 'Maximum',
          treatMissingData: metricName.startsWith('HTTPCode')
            ? 'notBreaching'
            : metricName === 'HealthyHostCount'
              ? 'breaching'
              : 'ignore',
          alarmActions: [id],
        },
        { links: { alarmActions: [`topic-${region}`], dimensions: [`${of}-${region}`] } },
      ),
    ),
  ]),
  draft(
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    'dns',
    {
      region: EAST,
      name: 'dns',
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
      statistic: 'Minimum',
      treatMissingData: 'breaching',
      alarmActions: [id],
    },
    { links: { alarmActions: [`topic-${EAST}`] } },
  ),
];
