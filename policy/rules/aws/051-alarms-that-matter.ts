import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM, BUCKET_REPLICATION, GLOBAL_DATABASE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { COMPOSITE_ALARM, regionalAlarms, TOPIC, watched } from './support/alarms.ts';
import { modelOf, servingRegions } from './support/scope.ts';
import { BALANCER_METRICS } from './support/sources.ts';

const SUBSCRIPTION = 'aws:sns/topicSubscription:TopicSubscription';

interface Need {
  readonly what: string;
  readonly watches: RegExp;
  /** Seconds within which it has to ring. */
  readonly seconds: number;
}

const ALWAYS: readonly Need[] = [
  { what: 'server errors (HTTPCode_Target_5XX_Count)', watches: /HTTPCode_Target_5XX/, seconds: 180 },
  {
    what: 'errors of the load balancer itself (HTTPCode_ELB_5XX_Count)',
    watches: /HTTPCode_ELB_5/,
    seconds: 180,
  },
  { what: 'healthy targets (HealthyHostCount or UnHealthyHostCount)', watches: /HealthyHostCount/i, seconds: 180 },
  {
    what: 'services close to their maximum (CPUUtilization, RunningTaskCount or DesiredTaskCount)',
    watches: /AWS\/ECS CPUUtilization|TaskCount|MemoryUtilization/,
    seconds: 900,
  },
];
const LAG: Need = {
  what: 'lag of the global database (AuroraGlobalDBRPOLag)',
  watches: /AuroraGlobalDB\w*Lag/,
  seconds: 600,
};
const COPIES: Need = {
  what: 'late copies of objects (ReplicationLatency or OperationsFailedReplication)',
  watches: /ReplicationLatency|Operations\w*Replication|BytesPendingReplication/,
  seconds: 3600,
};

/** What a metric without data means, where it decides whether an alarm can ring. */
const MISSING: readonly (readonly [metric: RegExp, allowed: readonly string[]])[] = [
  [/ApplicationELB HealthyHostCount|HealthCheckStatus/, ['breaching']],
  [/HTTPCode_/, ['notBreaching', 'ignore']],
];

export const alarmsThatMatter = graphRule({
  id: 'tandem-aws-051-alarms-that-matter',
  title: 'Somebody is woken, in time and for the right reason',
  what: 'Each serving region has alarms on server errors, errors of the load balancer, healthy targets and services close to their maximum, and on database lag and late copies where there are any. Alarms ring in time, take missing data for what it means, and every topic has a subscriber.',
  why: 'The failover hides the fault from clients: without alarms by region nobody knows that the spare is in use. Healthy targets without data means none.',
  source: BALANCER_METRICS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add the missing MetricAlarm in each region, with period 60 and a topic that somebody reads.',
  example:
    "new MetricAlarm(`healthy-${region}`, { region, namespace: 'AWS/ApplicationELB', metricName: 'HealthyHostCount', comparisonOperator: 'LessThanThreshold', threshold: 1, period: 60, evaluationPeriods: 1, treatMissingData: 'breaching' })",
  types: [ALARM, TOPIC, SUBSCRIPTION],
  judge: (graph) => [...missing(graph), ...graph.ofType(ALARM).flatMap((alarm) => without(alarm)), ...unread(graph)],
});

function missing(graph: ResourceGraph): readonly Finding[] {
  const needs = [
    ...ALWAYS,
    ...(graph.ofType(GLOBAL_DATABASE).length > 0 ? [LAG] : []),
    ...(graph.ofType(BUCKET_REPLICATION).length > 0 ? [COPIES] : []),
  ];
  const alarms = regionalAlarms(graph);
  const open = alarms.find(({ alarm }) => isUnknown(valueAt(alarm.inputs, 'metricName')));
  return servingRegions(graph).flatMap((region) => {
    const balancer = balancerIn(graph, region);
    if (!balancer) return [];
    return needs.flatMap((need): readonly Finding[] => {
      const having = alarms.filter(
        ({ alarm, region: own }) => own === region && watched(alarm).some((metric) => need.watches.test(metric)),
      );
      const fix = `add a MetricAlarm in ${region}`;
      if (having.length === 0 && open)
        return [
          undecided(
            open.alarm,
            'metricName',
            `is not known before an apply, and no other alarm watches ${need.what}`,
            'write it out',
          ),
        ];
      if (having.length === 0)
        return [breach(balancer, 'cloudwatch.MetricAlarm', `on ${need.what} is missing in ${region}`, fix)];
      const late = having.every(({ alarm }) => secondsOf(alarm) > need.seconds);
      const [first] = having;
      if (!late || !first) return [];
      return [
        breach(
          first.alarm,
          'period',
          `and evaluationPeriods make ${secondsOf(first.alarm)} s; allowed are ${need.seconds} s`,
          'set period to 60 and evaluationPeriods to 1',
        ),
      ];
    });
  });
}

/** The load balancer of a region that an entry leads to. */
function balancerIn(graph: ResourceGraph, region: string): Resource | undefined {
  const urns = modelOf(graph)
    .services.filter(({ pools }) => pools.length > 1)
    .flatMap(({ pools }) => pools.filter((pool) => pool.region === region).map(({ urn }) => urn));
  return urns.flatMap((urn) => graph.get(urn) ?? [])[0];
}

const secondsOf = ({ inputs }: Resource): number =>
  (numberAt(inputs, 'period') ?? 60) *
  (numberAt(inputs, 'datapointsToAlarm') ?? numberAt(inputs, 'evaluationPeriods') ?? 1);

function without(alarm: Resource): readonly Finding[] {
  const rule = MISSING.find(([metric]) => watched(alarm).some((name) => metric.test(name)));
  if (!rule) return [];
  const given = valueAt(alarm.inputs, 'treatMissingData') ?? 'missing';
  const [, allowed] = rule;
  const fix = `set treatMissingData to ${allowed[0] ?? ''}`;
  if (isUnknown(given)) return [unknownArgument(alarm, 'treatMissingData', fix)];
  // An alarm that a small value sets off cannot stay silent without data; one that a large value sets off must not ring.
  if (allowed.includes(String(given))) return [];
  return [breach(alarm, 'treatMissingData', `is ${String(given)}; allowed is ${allowed.join(' or ')}`, fix)];
}

function unread(graph: ResourceGraph): readonly Finding[] {
  const read = new Set(graph.ofType(SUBSCRIPTION).flatMap((one) => graph.linked(one, 'topic', [TOPIC])));
  const written = graph
    .ofType(ALARM, COMPOSITE_ALARM)
    .flatMap((alarm) => graph.linked(alarm, 'alarmActions', [TOPIC]))
    .filter((topic) => !read.has(topic));
  const problem = 'is missing, so nobody reads what alarms write there';
  return [...new Set(written)].map((topic) =>
    breach(topic, 'sns.TopicSubscription', problem, 'add a TopicSubscription'),
  );
}
