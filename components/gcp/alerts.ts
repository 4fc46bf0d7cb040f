import type { types } from '@pulumi/gcp';
import { interpolate, type Input } from '@pulumi/pulumi';

type Condition = Omit<types.input.monitoring.AlertPolicyCondition, 'displayName'>;

/** One alert, before it becomes a resource. */
export interface Alert {
  /** End of the logical name. */
  key: string;
  /** What is wrong, as a person reads it in a subject line. */
  title: string;
  severity: 'CRITICAL' | 'ERROR' | 'WARNING';
  condition: Condition;
  /** What to do about it, in Markdown. */
  runbook: string;
}

/** Names of the log-based metrics that alerts and dashboard read. */
export interface LogMetricNames {
  /** Requests that the entry answered with 5xx. */
  entryErrors: Input<string>;
  /** Requests that a region answered with 5xx. */
  regionErrors: Input<string>;
  /** Requests that a region refused with 429: it is at its maximum of instances. */
  regionRefusals: Input<string>;
  /** Requests that the entry's own rate limit refused with 429. */
  entryRefusals: Input<string>;
}

export interface AlertsArgs {
  regions: readonly string[];
  /** Cloud Run service of each region. */
  serviceNames: Readonly<Record<string, Input<string>>>;
  metrics: LogMetricNames;
  urlMapName: Input<string>;
  /** Google Cloud project of the database pair. */
  project: Input<string>;
  /** Database instance of each region, without its random end. */
  databaseNames: Readonly<Record<string, Input<string>>>;
  peakRps: number;
  maxInstances: number;
  liveShare: number;
  rpoSeconds: number;
}

/** Part of the peak load: below it, errors are noise. */
const ERROR_SHARE = 0.01;
/** Refused requests are never noise: capacity was promised for them. */
const REFUSAL_SHARE = 0.001;
const FULL_SHARE = 0.8;

const RATE_PER_MINUTE = {
  alignmentPeriod: '60s',
  perSeriesAligner: 'ALIGN_RATE',
  crossSeriesReducer: 'REDUCE_SUM',
};

/*
 * Load balancer metrics show up to 210 s late, and Cloud Run's own request count leaves out the requests it refused. So what
 * must be noticed within minutes is counted from logs, and the metric only confirms it.
 */

/** Every alert of the pair but those on uptime checks. Regions are treated alike. */
export function alerts(args: AlertsArgs): Alert[] {
  return [
    entryErrors(args),
    noHealthyBackend(args),
    noHealthyBackendConfirmed(args),
    entryRefusals(args),
    ...args.regions.flatMap((region) => [
      regionErrors(args, region),
      regionRefusals(args, region),
      regionFull(args, region),
      regionCold(args, region),
      replicaLag(args, region),
    ]),
  ];
}

const logMetric = (name: Input<string>): Input<string> =>
  interpolate`metric.type="logging.googleapis.com/user/${name}"`;

const ofRegion = (args: AlertsArgs, region: string): Input<string> =>
  interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name="${args.serviceNames[region] ?? ''}" AND resource.labels.location="${region}"`;

/** Filter for the replication lag of a region's instance. */
export const lagOf = (args: Pick<AlertsArgs, 'project' | 'databaseNames'>, region: string): Input<string> =>
  interpolate`metric.type="cloudsql.googleapis.com/database/replication/replica_lag" AND resource.type="cloudsql_database" AND resource.labels.database_id=starts_with("${args.project}:${args.databaseNames[region] ?? ''}-")`;

/** Above `limit` a second, for one minute. */
const fasterThan = (limit: number, filter: Input<string>): Condition => ({
  conditionThreshold: {
    filter,
    aggregations: [RATE_PER_MINUTE],
    comparison: 'COMPARISON_GT',
    thresholdValue: limit,
    duration: '0s',
  },
});

const entryErrors = (args: AlertsArgs): Alert => ({
  key: 'entry-errors',
  title: 'Clients get errors',
  severity: 'CRITICAL',
  condition: fasterThan(
    args.peakRps * ERROR_SHARE,
    interpolate`${logMetric(args.metrics.entryErrors)} AND resource.type="l7_lb_rule"`,
  ),
  runbook:
    'The entry answered 5xx after its retries. If one region also has an alert, the entry has not left it: check its readiness probe. If both have, look at what they share: the database, the last deployment.',
});

const noHealthyBackend = (args: AlertsArgs): Alert => ({
  key: 'no-healthy-backend',
  title: 'The entry found no healthy region',
  severity: 'CRITICAL',
  condition: {
    conditionMatchedLog: {
      filter: interpolate`resource.type="http_load_balancer" AND resource.labels.url_map_name="${args.urlMapName}" AND jsonPayload.statusDetails="failed_to_pick_backend"`,
    },
  },
  runbook:
    'Both regions report bad health at once. Look at what they share first: the database, a secret, the last image.',
});

const noHealthyBackendConfirmed = (args: AlertsArgs): Alert => ({
  key: 'no-healthy-backend-metric',
  title: 'The entry found no healthy region (metric)',
  severity: 'ERROR',
  condition: fasterThan(
    0,
    interpolate`metric.type="loadbalancing.googleapis.com/https/request_count" AND resource.type="https_lb_rule" AND resource.labels.url_map_name="${args.urlMapName}" AND resource.labels.backend_scope="INVALID_BACKEND"`,
  ),
  runbook: 'The load balancer metric confirms what the log alert said up to four minutes earlier.',
});

const entryRefusals = (args: AlertsArgs): Alert => ({
  key: 'entry-429',
  title: 'The rate limit refuses requests (429 from Cloud Armor)',
  severity: 'WARNING',
  condition: fasterThan(
    args.peakRps * REFUSAL_SHARE,
    interpolate`${logMetric(args.metrics.entryRefusals)} AND resource.type="l7_lb_rule"`,
  ),
  runbook:
    'One address sends more than the declared peak load. This is not a lack of capacity: that shows as 429 from a region.',
});

const regionErrors = (args: AlertsArgs, region: string): Alert => ({
  key: `errors-${region}`,
  title: `${region} answers errors`,
  severity: 'ERROR',
  condition: fasterThan(
    args.peakRps * ERROR_SHARE,
    interpolate`${logMetric(args.metrics.regionErrors)} AND ${ofRegion(args, region)}`,
  ),
  runbook: `Instances in ${region} answer 5xx. The entry retries elsewhere and leaves the region; check that it did.`,
});

const regionRefusals = (args: AlertsArgs, region: string): Alert => ({
  key: `429-${region}`,
  title: `${region} refuses requests for lack of instances (429)`,
  severity: 'CRITICAL',
  condition: fasterThan(
    args.peakRps * REFUSAL_SHARE,
    interpolate`${logMetric(args.metrics.regionRefusals)} AND ${ofRegion(args, region)}`,
  ),
  runbook: `All ${args.maxInstances} instances of ${region} are busy. The entry neither retries nor leaves on 429: raise scaling.maxInstances and check the quota.`,
});

const regionFull = (args: AlertsArgs, region: string): Alert => ({
  key: `headroom-${region}`,
  title: `${region} is close to its maximum of instances`,
  severity: 'WARNING',
  condition: {
    conditionThreshold: {
      filter: interpolate`metric.type="run.googleapis.com/container/instance_count" AND metric.labels.state="active" AND ${ofRegion(args, region)}`,
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX', crossSeriesReducer: 'REDUCE_SUM' }],
      comparison: 'COMPARISON_GT',
      thresholdValue: args.maxInstances * FULL_SHARE,
      duration: '60s',
    },
  },
  runbook: `More than ${FULL_SHARE * 100} % of ${args.maxInstances} instances are active: ${region} could not take the other region's load as well.`,
});

const regionCold = (args: AlertsArgs, region: string): Alert => {
  const requests = (which: Input<string>): Input<string> =>
    interpolate`metric.type="run.googleapis.com/request_count" AND ${which}`;
  const names = args.regions.map((each) => interpolate`"${args.serviceNames[each] ?? ''}"`);
  const whole = interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=one_of(${names[0] ?? ''},${names[1] ?? ''})`;
  return {
    key: `cold-${region}`,
    title: `${region} serves too little to be known good`,
    severity: 'WARNING',
    condition: {
      conditionThreshold: {
        filter: requests(ofRegion(args, region)),
        aggregations: [RATE_PER_MINUTE],
        denominatorFilter: requests(whole),
        denominatorAggregations: [RATE_PER_MINUTE],
        comparison: 'COMPARISON_LT',
        thresholdValue: args.liveShare,
        duration: '600s',
        // No traffic at all is the coldest a region can be.
        evaluationMissingData: 'EVALUATION_MISSING_DATA_ACTIVE',
      },
    },
    runbook: `For ten minutes ${region} had less than ${args.liveShare * 100} % of the requests. Either the entry has left it (then it has another alert), or clients have moved away and nothing proves that it works.`,
  };
};

/** Only the instance that is a replica now reports a lag, so an alert on each side needs no change when the roles swap. */
const replicaLag = (args: AlertsArgs, region: string): Alert => ({
  key: `replica-lag-${region}`,
  title: `The database replica in ${region} is behind`,
  severity: 'ERROR',
  condition: {
    conditionThreshold: {
      filter: lagOf(args, region),
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX' }],
      comparison: 'COMPARISON_GT',
      thresholdValue: args.rpoSeconds / 2,
      duration: '60s',
    },
  },
  runbook: 'A promotion now would lose the writes that have not arrived. Half of the objective is used up.',
});
