import type { types } from '@pulumi/gcp';
import { interpolate, type Input } from '@pulumi/pulumi';
import {
  AT_ENTRY_IN_LOGS,
  atEntry,
  countedIn,
  instancesIn,
  lagIn,
  logMetric,
  metric,
  requestsIn,
  requestsInBoth,
  type LogMetricNames,
  type ServiceMetricNames,
  type Watched,
  type WatchedService,
} from './watched.ts';

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
export function alerts(args: Watched, counted: LogMetricNames): Alert[] {
  return [
    entryErrors(args, counted),
    noHealthyBackend(args),
    noHealthyBackendConfirmed(args),
    entryRefusals(args, counted),
    ...args.regions.flatMap((region) => [...ofRegion(args, counted, region), replicaLag(args, region)]),
  ];
}

/** Alerts on what one service does, in each region. */
export const serviceAlerts = (args: WatchedService, counted: ServiceMetricNames): Alert[] =>
  args.regions.flatMap((region) => ofRegion(args, counted, region));

const ofRegion = (args: WatchedService, counted: ServiceMetricNames, region: string): Alert[] => [
  regionErrors(args, counted, region),
  regionRefusals(args, counted, region),
  regionFull(args, region),
  regionCold(args, region),
];

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

const entryErrors = (args: Watched, counted: LogMetricNames): Alert => ({
  key: 'entry-errors',
  title: 'Clients get errors',
  severity: 'CRITICAL',
  condition: fasterThan(
    args.peakRps * ERROR_SHARE,
    interpolate`${logMetric(counted.entryErrors)} AND ${AT_ENTRY_IN_LOGS}`,
  ),
  runbook:
    'The entry answered 5xx after its retries. If one region also has an alert, the entry has not left it: check its readiness probe. If both have, look at what they share: the database, the last deployment.',
});

const noHealthyBackend = (args: Watched): Alert => ({
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

const noHealthyBackendConfirmed = (args: Watched): Alert => ({
  key: 'no-healthy-backend-metric',
  title: 'The entry found no healthy region (metric)',
  severity: 'ERROR',
  condition: fasterThan(
    0,
    interpolate`${metric('loadbalancing.googleapis.com/https/request_count')} AND ${atEntry(args)} AND resource.labels.backend_scope="INVALID_BACKEND"`,
  ),
  runbook: 'The load balancer metric confirms what the log alert said up to four minutes earlier.',
});

const entryRefusals = (args: Watched, counted: LogMetricNames): Alert => ({
  key: 'entry-429',
  title: 'The rate limit refuses requests (429 from Cloud Armor)',
  severity: 'WARNING',
  condition: fasterThan(
    args.peakRps * REFUSAL_SHARE,
    interpolate`${logMetric(counted.entryRefusals)} AND ${AT_ENTRY_IN_LOGS}`,
  ),
  runbook:
    'One address sends more than the declared peak load. This is not a lack of capacity: that shows as 429 from a region.',
});

const regionErrors = (args: WatchedService, counted: ServiceMetricNames, region: string): Alert => ({
  key: `errors-${region}`,
  title: `${region} answers errors`,
  severity: 'ERROR',
  condition: fasterThan(args.peakRps * ERROR_SHARE, countedIn(args, counted.regionErrors, region)),
  runbook: `Instances in ${region} answer 5xx. The entry retries elsewhere and leaves the region; check that it did.`,
});

const regionRefusals = (args: WatchedService, counted: ServiceMetricNames, region: string): Alert => ({
  key: `429-${region}`,
  title: `${region} refuses requests for lack of instances (429)`,
  severity: 'CRITICAL',
  condition: fasterThan(args.peakRps * REFUSAL_SHARE, countedIn(args, counted.regionRefusals, region)),
  runbook: `All ${args.maxInstances} instances of ${region} are busy. The entry neither retries nor leaves on 429: raise scaling.maxInstances and check the quota.`,
});

const regionFull = (args: WatchedService, region: string): Alert => ({
  key: `headroom-${region}`,
  title: `${region} is close to its maximum of instances`,
  severity: 'WARNING',
  condition: {
    conditionThreshold: {
      filter: instancesIn(args, region),
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX', crossSeriesReducer: 'REDUCE_SUM' }],
      comparison: 'COMPARISON_GT',
      thresholdValue: args.maxInstances * FULL_SHARE,
      duration: '60s',
    },
  },
  runbook: `More than ${FULL_SHARE * 100} % of ${args.maxInstances} instances are active: ${region} could not take the other region's load as well.`,
});

const regionCold = (args: WatchedService, region: string): Alert => {
  return {
    key: `cold-${region}`,
    title: `${region} serves too little to be known good`,
    severity: 'WARNING',
    condition: {
      conditionThreshold: {
        filter: requestsIn(args, region),
        aggregations: [RATE_PER_MINUTE],
        denominatorFilter: requestsInBoth(args),
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
const replicaLag = (args: Watched, region: string): Alert => ({
  key: `replica-lag-${region}`,
  title: `The database replica in ${region} is behind`,
  severity: 'ERROR',
  condition: {
    conditionThreshold: {
      filter: lagIn(args, region),
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX' }],
      comparison: 'COMPARISON_GT',
      thresholdValue: args.rpoSeconds / 2,
      duration: '60s',
    },
  },
  runbook: 'A promotion now would lose the writes that have not arrived. Half of the objective is used up.',
});
