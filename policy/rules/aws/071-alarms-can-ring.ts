import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM, ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { BALANCER_METRICS } from './support/sources.ts';

/** Dimensions without which a metric of a namespace has no data, each as one of several. */
const DIMENSIONS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'AWS/ApplicationELB': [['LoadBalancer']],
  'AWS/ECS': [['ClusterName']],
  'AWS/S3': [['SourceBucket', 'BucketName']],
  'AWS/Route53': [['HealthCheckId', 'HostedZoneId']],
  'AWS/WAFV2': [['WebACL', 'RuleGroup', 'Resource', 'LabelNamespace']],
};
/** Metrics that are counted for each group of targets. */
const OF_TARGETS = /^(Un)?HealthyHostCount$/;
/** Others of RDS are written for all databases together as well. */
const OF_CLUSTERS = /^AuroraGlobalDB/;
const CHECK_METRICS = [
  ...['HealthCheckStatus', 'HealthCheckPercentageHealthy', 'ConnectionTime', 'SSLHandshakeTime', 'TimeToFirstByte'],
  'ChildHealthCheckHealthyCount',
];
/** What a metric can reach, by its name. Everything else is 0 or more. */
const MOST: readonly (readonly [metric: RegExp, most: number])[] = [
  [/^HealthCheckStatus$/, 1],
  [/(Utilization|PercentageHealthy)$/, 100],
];

export const alarmsCanRing = graphRule({
  id: 'tandem-aws-071-alarms-can-ring',
  title: 'An alarm can ring, and can be silent',
  what: 'An alarm on a metric of AWS names the resource that it watches, its threshold is one that the metric can cross in both directions, and a health check that an alarm watches is on and not inverted.',
  why: 'An alarm on a metric without its dimensions never gets data, and one whose threshold is never crossed never rings. The plan shows both as alarms.',
  source: BALANCER_METRICS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the resource in dimensions, and set a threshold between the least and the most of the metric.',
  example:
    "metricName: 'HealthyHostCount', dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: group.arnSuffix }, threshold: 1",
  types: [ALARM, ROUTE53_CHECK],
  judge: (graph) => [
    ...graph.ofType(ALARM).flatMap((alarm) => [...blind(alarm), ...stuck(alarm)]),
    ...watchedChecks(graph).flatMap(off),
  ],
});

function blind(alarm: Resource): readonly Finding[] {
  const { inputs } = alarm;
  const [namespace, metric] = [textAt(inputs, 'namespace'), textAt(inputs, 'metricName')];
  const wanted = OF_CLUSTERS.test(metric ?? '') ? [['DBClusterIdentifier']] : DIMENSIONS[namespace ?? ''];
  if (!wanted || metric === undefined) return [];
  if (namespace === 'AWS/Route53' && !CHECK_METRICS.includes(metric) && !metric.startsWith('DNS'))
    return [
      breach(alarm, 'metricName', `is ${metric}, which Route 53 does not write`, `use ${CHECK_METRICS.join(' or ')}`),
    ];
  const given = valueAt(inputs, 'dimensions');
  if (isUnknown(given))
    return isOpen(alarm, 'dimensions') ? [unknownArgument(alarm, 'dimensions', 'write its keys out')] : [];
  const groups = OF_TARGETS.test(metric) ? [...wanted, ['TargetGroup']] : wanted;
  return groups
    .filter((names) => !names.some((name) => isSet(given, name) && valueAt(given, name) !== ''))
    .map((names) => {
      const problem = `lacks ${names.join(' or ')}, without which ${metric} has no data`;
      return breach(alarm, 'dimensions', problem, `set ${names[0] ?? ''} in dimensions`);
    });
}

function stuck(alarm: Resource): readonly Finding[] {
  const { inputs } = alarm;
  const [metric, threshold] = [textAt(inputs, 'metricName'), numberAt(inputs, 'threshold')];
  if (metric === undefined || threshold === undefined || !/^AWS\//.test(textAt(inputs, 'namespace') ?? '')) return [];
  const most = MOST.find(([shape]) => shape.test(metric))?.[1] ?? Infinity;
  const never: Readonly<Record<string, boolean>> = {
    LessThanThreshold: threshold <= 0,
    LessThanOrEqualToThreshold: threshold < 0,
    GreaterThanThreshold: threshold >= most,
    GreaterThanOrEqualToThreshold: threshold > most,
  };
  const always: Readonly<Record<string, boolean>> = {
    LessThanThreshold: threshold > most,
    LessThanOrEqualToThreshold: threshold >= most,
    GreaterThanThreshold: threshold < 0,
    GreaterThanOrEqualToThreshold: threshold <= 0,
  };
  const comparison = textAt(inputs, 'comparisonOperator') ?? '';
  const wrong = never[comparison] ? 'never rings' : always[comparison] ? 'always rings' : undefined;
  if (wrong === undefined) return [];
  const reach = most === Infinity ? '0 or more' : `0 to ${most}`;
  const problem = `is ${threshold} and ${metric} is ${reach}, so with ${comparison} it ${wrong}`;
  return [breach(alarm, 'threshold', problem, 'set a threshold that the metric crosses')];
}

const watchedChecks = (graph: ResourceGraph): readonly Resource[] => [
  ...new Set(graph.ofType(ALARM).flatMap((alarm) => graph.linked(alarm, 'dimensions', [ROUTE53_CHECK]))),
];

const off = (check: Resource): readonly Finding[] =>
  ['disabled', 'invertHealthcheck']
    .filter((argument) => valueAt(check.inputs, argument) === true)
    .map((argument) => breach(check, argument, 'is true, so what its alarms say is not so', `remove ${argument}`));
