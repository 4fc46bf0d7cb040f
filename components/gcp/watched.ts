import { interpolate, type Input } from '@pulumi/pulumi';

/** What is watched of one service, and the figures that it is held against. */
export interface WatchedService {
  regions: readonly [string, string];
  /** Cloud Run service of each region, or what the names of its instance groups start with. */
  serviceNames: Readonly<Record<string, Input<string>>>;
  /** IPv4 range of each region's machines; absent on Cloud Run. */
  subnetCidrs?: Readonly<Record<string, Input<string>>>;
  urlMapName: Input<string>;
  /** Backend service of both regions, by which the entry's logs tell services apart; absent where there is only one. */
  backendServiceName?: Input<string>;
  peakRps: number;
  maxInstances: number;
  liveShare: number;
}

/** What is watched: the parts of the pair that alerts and dashboard read, and the figures they hold them against. */
export interface Watched extends WatchedService {
  /** Google Cloud project of the database pair. */
  project: Input<string>;
  /** Database instance of each region, without its random end. */
  databaseNames: Readonly<Record<string, Input<string>>>;
  rpoSeconds: number;
}

/** Names of metrics by region; on Cloud Run one and the same, whose location tells the regions apart. */
export type ByRegion = Readonly<Record<string, Input<string>>>;

/** Names of the metrics that are counted from logs for one service. */
export interface ServiceMetricNames {
  /** Requests that a region answered with 5xx. */
  regionErrors: ByRegion;
  /** Requests that a region refused with 429: it is at its maximum of instances. */
  regionRefusals: ByRegion;
}

/** Names of the metrics that are counted from logs. */
export interface LogMetricNames extends ServiceMetricNames {
  /** Requests that the entry answered with 5xx. */
  entryErrors: Input<string>;
  /** Requests that the entry's own rate limit refused with 429. */
  entryRefusals: Input<string>;
}

// Filters of Cloud Monitoring, each said once.

/** One metric of Google's. */
export const metric = (type: string): string => `metric.type="${type}"`;

/** A metric that is counted from logs. */
export const logMetric = (name: Input<string>): Input<string> =>
  interpolate`metric.type="logging.googleapis.com/user/${name}"`;

/** Requests at the entry, for the load balancer's own metrics. */
export const atEntry = ({ urlMapName }: Pick<WatchedService, 'urlMapName'>): Input<string> =>
  interpolate`resource.type="https_lb_rule" AND resource.labels.url_map_name="${urlMapName}"`;

/** Requests at the entry, for metrics that are counted from its logs: they carry another resource type. */
export const AT_ENTRY_IN_LOGS = 'resource.type="l7_lb_rule"';

const runIn = ({ serviceNames }: WatchedService, region: string): Input<string> =>
  interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name="${serviceNames[region] ?? ''}" AND resource.labels.location="${region}"`;

/** Cloud Run in both regions. */
const runInBoth = ({ serviceNames, regions: [first, second] }: WatchedService): Input<string> =>
  interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=one_of("${serviceNames[first] ?? ''}","${serviceNames[second] ?? ''}")`;

const BACKEND_REQUESTS = metric('loadbalancing.googleapis.com/https/backend_request_count');

/** What reaches the service's own backend, at the entry. */
const atBackend = (args: WatchedService): Input<string> =>
  args.backendServiceName === undefined
    ? interpolate`${BACKEND_REQUESTS} AND ${atEntry(args)}`
    : interpolate`${BACKEND_REQUESTS} AND ${atEntry(args)} AND resource.labels.backend_target_name="${args.backendServiceName}"`;

/** Requests that a region serves. Machines are told apart by zone at the entry, as no product of Google's counts for them. */
export const requestsIn = (args: WatchedService, region: string): Input<string> =>
  args.subnetCidrs
    ? interpolate`${atBackend(args)} AND resource.labels.backend_scope=starts_with("${region}")`
    : interpolate`${metric('run.googleapis.com/request_count')} AND ${runIn(args, region)}`;

/** Requests that both regions serve. */
export const requestsInBoth = (args: WatchedService): Input<string> =>
  args.subnetCidrs
    ? atBackend(args)
    : interpolate`${metric('run.googleapis.com/request_count')} AND ${runInBoth(args)}`;

/** What was counted from logs in one region. On machines each region has a metric of its own. */
export const countedIn = (args: WatchedService, names: ByRegion, region: string): Input<string> =>
  interpolate`${logMetric(names[region] ?? '')} AND ${args.subnetCidrs ? AT_ENTRY_IN_LOGS : runIn(args, region)}`;

/** Instances of a region that work on requests; on machines, all that its groups hold. */
export const instancesIn = (args: WatchedService, region: string): Input<string> =>
  args.subnetCidrs
    ? interpolate`${metric('compute.googleapis.com/instance_group/size')} AND resource.type="instance_group" AND resource.labels.instance_group_name=starts_with("${args.serviceNames[region] ?? ''}") AND resource.labels.location=starts_with("${region}")`
    : interpolate`${ACTIVE_INSTANCES} AND ${runIn(args, region)}`;

/** Instances of Cloud Run that work on requests. */
const ACTIVE_INSTANCES = `${metric('run.googleapis.com/container/instance_count')} AND metric.labels.state="active"`;

/** Replication lag of a region's database instance, in seconds. */
export const lagIn = ({ project, databaseNames }: Watched, region: string): Input<string> =>
  interpolate`${metric('cloudsql.googleapis.com/database/replication/replica_lag')} AND resource.type="cloudsql_database" AND resource.labels.database_id=starts_with("${project}:${databaseNames[region] ?? ''}-")`;
