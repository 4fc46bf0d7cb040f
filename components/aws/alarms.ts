import type { Input } from '@pulumi/pulumi';

/** One region as its alarms see it. */
export interface WatchedRegion {
  /** Load balancer, as metrics know it. */
  balancerMetric: Input<string>;
  /** Target group, as metrics know it. */
  targetsMetric: Input<string>;
  /** Filter, as metrics know it. */
  filterMetric: Input<string>;
  clusterName: Input<string>;
  serviceName: Input<string>;
  /** Identifier of the database cluster. */
  databaseName: Input<string>;
  bucketName: Input<string>;
}

/** What decides the thresholds. */
export interface Limits {
  peakRps: number;
  minInstances: number;
  maxInstances: number;
  liveShare: number;
  rpoSeconds: number;
}

/** One alarm, before it becomes a resource. */
export interface Alarm {
  /** End of the logical name. */
  key: string;
  /** What is wrong and what to do about it. */
  says: string;
  namespace: string;
  metricName: string;
  dimensions: Record<string, Input<string>>;
  statistic: 'Sum' | 'Minimum' | 'Maximum';
  above?: number;
  below?: number;
  /** Minutes in a row. */
  minutes: number;
  /** What no data means. */
  missing: 'notBreaching' | 'breaching' | 'ignore';
}

/** Part of the peak load: below it, errors are noise. */
const ERROR_SHARE = 0.01;
const FULL_SHARE = 0.8;
/** Part of the peak that is still there in the quietest hour. */
const QUIET_SHARE = 0.1;

/** Every alarm of one region. Both regions have the same: only the cluster that follows reports a lag, whichever that is. */
export function alarmsOf(region: string, other: string, at: Record<string, WatchedRegion>, limits: Limits): Alarm[] {
  const { balancerMetric, targetsMetric, filterMetric, clusterName, serviceName, databaseName, bucketName } =
    at[region]!;
  const requests = { namespace: 'AWS/ApplicationELB', dimensions: { LoadBalancer: balancerMetric } };
  const targets = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: balancerMetric, TargetGroup: targetsMetric },
  };
  const copying = {
    namespace: 'AWS/S3',
    dimensions: { SourceBucket: bucketName, DestinationBucket: at[other]!.bucketName, RuleId: 'everything' },
    missing: 'ignore' as const,
  };
  const errors = limits.peakRps * 60 * ERROR_SHARE;
  return [
    {
      ...targets,
      key: 'errors',
      says: `Tasks in ${region} answer 5xx. The entry leaves a region only when its health check fails too: check that it did.`,
      metricName: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      above: errors,
      minutes: 1,
      missing: 'notBreaching',
    },
    {
      ...requests,
      key: 'balancer-errors',
      says: `The load balancer in ${region} answers 5xx by itself: no task took the request, or none answered in time.`,
      metricName: 'HTTPCode_ELB_5XX_Count',
      statistic: 'Sum',
      above: errors,
      minutes: 1,
      missing: 'notBreaching',
    },
    {
      ...targets,
      key: 'unhealthy',
      says: `Fewer than half of the tasks that ${region} needs are healthy. Its load balancer sends to all of them once none is.`,
      metricName: 'HealthyHostCount',
      statistic: 'Minimum',
      below: Math.max(1, Math.ceil(limits.minInstances / 2)),
      minutes: 1,
      missing: 'breaching',
    },
    {
      key: 'full',
      says: `${region} runs more than ${FULL_SHARE * 100} % of the ${limits.maxInstances} tasks that it may: it could not take the other region's load as well.`,
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      statistic: 'Maximum',
      above: limits.maxInstances * FULL_SHARE,
      minutes: 2,
      missing: 'breaching',
    },
    {
      ...requests,
      key: 'cold',
      says: `For ten minutes ${region} served too little to be known good. Either the entry has left it, or clients have moved away.`,
      metricName: 'RequestCount',
      statistic: 'Sum',
      below: limits.peakRps * 60 * limits.liveShare * QUIET_SHARE,
      minutes: 10,
      missing: 'breaching',
    },
    {
      key: 'refused',
      says: `The filter in ${region} refuses requests: one address sends more than the declared peak load. This is no lack of capacity.`,
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensions: { WebACL: filterMetric, Region: region, Rule: 'ALL' },
      statistic: 'Sum',
      above: limits.peakRps * 60 * ERROR_SHARE,
      minutes: 1,
      missing: 'notBreaching',
    },
    {
      key: 'database-behind',
      says: `The database cluster in ${region} is so far behind the writer that half of the objective's data would be lost with the other region.`,
      namespace: 'AWS/RDS',
      metricName: 'AuroraGlobalDBRPOLag',
      dimensions: { DBClusterIdentifier: databaseName },
      statistic: 'Maximum',
      above: (limits.rpoSeconds * 1000) / 2,
      minutes: 2,
      missing: 'notBreaching',
    },
    {
      ...copying,
      key: 'copies-late',
      says: `Objects from ${region} take more than half of the promised 15 minutes to reach ${other}.`,
      metricName: 'ReplicationLatency',
      statistic: 'Maximum',
      above: 450,
      minutes: 5,
    },
    {
      ...copying,
      key: 'copies-failed',
      says: `Objects from ${region} did not reach ${other} and will not by themselves: look at the copier's role and keys, then copy them again.`,
      metricName: 'OperationsFailedReplication',
      statistic: 'Sum',
      above: 0,
      minutes: 1,
    },
  ];
}
