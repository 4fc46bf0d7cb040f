import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { AWS_REGIONS, EAST } from './places.ts';

/** What has to wake somebody in each region, as namespace, metric, comparison, resource and dimensions. */
const ALARMS: readonly (readonly [string, string, string, string, string, readonly string[]])[] = [
  ['errors', 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', 'GreaterThanThreshold', 'lb', ['LoadBalancer']],
  ['own-errors', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'GreaterThanThreshold', 'lb', ['LoadBalancer']],
  ['healthy', 'AWS/ApplicationELB', 'HealthyHostCount', 'LessThanThreshold', 'tg', ['LoadBalancer', 'TargetGroup']],
  ['lag', 'AWS/RDS', 'AuroraGlobalDBRPOLag', 'GreaterThanThreshold', 'db', ['DBClusterIdentifier']],
  ['copies', 'AWS/S3', 'ReplicationLatency', 'GreaterThanThreshold', 'files', ['SourceBucket']],
  ['growth', 'AWS/ECS', 'CPUUtilization', 'GreaterThanThreshold', 'ecs', ['ClusterName']],
];

export const signals: readonly Draft[] = [
  ...AWS_REGIONS.flatMap((region) => [
    draft('aws:sns/topic:Topic', `topic-${region}`, { region, name: 'page' }),
    draft(
      'aws:sns/topicSubscription:TopicSubscription',
      `pager-${region}`,
      { region, topic: id, protocol: 'https', endpoint: 'https://pager.acme.test/aws' },
      { links: { topic: [`topic-${region}`] } },
    ),
    ...ALARMS.map(([name, namespace, metricName, comparisonOperator, of, keys]) =>
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
          dimensions: Object.fromEntries(keys.map((key) => [key, id])),
        },
        {
          links: {
            alarmActions: [`topic-${region}`],
            dimensions: [`${of}-${region}`, ...(keys.includes('TargetGroup') ? [`lb-${region}`] : [])],
          },
        },
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
      dimensions: { HealthCheckId: 'abcdef11-2222-3333-4444-555555fedcba' },
      alarmActions: [id],
    },
    { links: { alarmActions: [`topic-${EAST}`] } },
  ),
];
