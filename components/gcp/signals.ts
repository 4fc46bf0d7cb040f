import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { alerts, type Alert } from './alerts.ts';
import { dashboard } from './dashboard.ts';
import { REGION_HEADER } from './routes.ts';
import type { ByRegion, LogMetricNames } from './watched.ts';

export interface GcpSignalsArgs {
  /** Google Cloud project that is watched. */
  project: pulumi.Input<string>;
  /** Host name that clients use; checked from outside every minute. A change replaces the uptime checks. */
  domain: pulumi.Input<string>;
  /** Path that answers 200 when an instance can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** The two regions. Plain, because it decides which resources exist. */
  regions: readonly [string, string];
  /** Cloud Run service of each region, or what the names of its instance groups start with, by region. */
  serviceNames: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * IPv4 range of each region's machines, by region; by it the entry's logs tell which region answered. Plain keys,
   * because each gets metrics of its own. Default: none, the service is on Cloud Run.
   */
  subnetCidrs?: Readonly<Record<string, pulumi.Input<string>>>;
  /** URL map of the entry. */
  urlMapName: pulumi.Input<string>;
  /** Database instance of each region, by region and without its random end. */
  databaseNames: Readonly<Record<string, pulumi.Input<string>>>;
  /** Requests per second of the whole at peak; thresholds are parts of it. */
  peakRps: number;
  /** Instances that each region may grow to; 80 % of it raises an alert. */
  maxInstances: number;
  /** Least part of the requests that each region is expected to serve, 0..1. */
  liveShare: number;
  /** Most writes that may be lost, in seconds; a replica half as far behind raises an alert. */
  rpoSeconds: number;
  /** Addresses that alerts reach. Plain, because it decides which resources exist. */
  alertEmails: readonly string[];
}

/** Where Google's uptime checks come from: three continents, so that one bad path is told from a bad site. */
const CHECKED_FROM = ['USA', 'EUROPE', 'ASIA_PACIFIC'];

/**
 * What tells a person: alerts from logs within minutes, checks from outside every minute (of the whole, and of each region
 * by itself, so that a failover does not hide that a region is down), and a dashboard.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring
 */
export class GcpSignals extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpSignals';

  /** Id of the dashboard. */
  readonly dashboardId: pulumi.Output<string>;

  constructor(name: string, args: GcpSignalsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpSignals.__pulumiType, name, {}, opts);
    const channels = args.alertEmails.map(
      (address) =>
        new gcp.monitoring.NotificationChannel(
          `${name}-email-${address}`,
          { type: 'email', displayName: address, labels: { email_address: address } },
          { parent: this },
        ),
    );
    const counted = this.#logMetrics(name, args);
    const checks = [undefined, ...args.regions].map((region) => this.#check(name, args, region));
    for (const alert of [...alerts(args, counted), ...checks]) this.#policy(name, alert, channels);

    const page = new gcp.monitoring.Dashboard(
      `${name}-dashboard`,
      { dashboardJson: dashboard(`${name}: two regions`, args, counted) },
      { parent: this },
    );
    this.dashboardId = page.id;
    this.registerOutputs({ dashboardId: this.dashboardId });
  }

  #logMetrics(name: string, args: GcpSignalsArgs): LogMetricNames {
    const metric = (what: string, description: string, filter: pulumi.Input<string>): pulumi.Output<string> =>
      new gcp.logging.Metric(
        `${name}-${what}`,
        { description, filter, metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' } },
        { parent: this },
      ).name;
    const entry = pulumi.interpolate`resource.type="http_load_balancer" AND resource.labels.url_map_name="${args.urlMapName}"`;
    return {
      entryErrors: metric(
        'entry-errors',
        'Requests that the entry answered with 5xx, retries included.',
        pulumi.interpolate`${entry} AND httpRequest.status>=500`,
      ),
      entryRefusals: metric(
        'entry-429',
        'Requests that Cloud Armor refused.',
        pulumi.interpolate`${entry} AND httpRequest.status=429 AND jsonPayload.statusDetails=("throttled_by_security_policy" OR "banned_by_security_policy")`,
      ),
      regionErrors: this.#byRegion(args, entry, (end, answered) =>
        metric(
          `region-errors${end}`,
          'Requests that instances answered with 5xx, by region.',
          pulumi.interpolate`${answered} AND httpRequest.status>=500`,
        ),
      ),
      regionRefusals: this.#byRegion(args, entry, (end, answered) =>
        metric(
          `region-429${end}`,
          'Requests refused because every instance of the region was busy.',
          pulumi.interpolate`${answered} AND httpRequest.status=429`,
        ),
      ),
    };
  }

  /**
   * Metrics of what a region answered. Cloud Run's logs say where they come from, so one metric does for both. For machines
   * the entry's logs are asked, in which the answering machine's address is `serverIp` (UNVERIFIED that it always is).
   */
  #byRegion(
    args: GcpSignalsArgs,
    entry: pulumi.Input<string>,
    make: (end: string, answered: pulumi.Input<string>) => pulumi.Output<string>,
  ): ByRegion {
    const [first, second] = args.regions;
    const { subnetCidrs } = args;
    if (subnetCidrs) {
      const own = (region: string) =>
        make(
          `-${region}`,
          pulumi.interpolate`${entry} AND ip_in_net(httpRequest.serverIp, "${subnetCidrs[region] ?? ''}")`,
        );
      return { [first]: own(first), [second]: own(second) };
    }
    const name = make(
      '',
      pulumi.interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=("${args.serviceNames[first] ?? ''}" OR "${args.serviceNames[second] ?? ''}") AND log_id("run.googleapis.com/requests")`,
    );
    return { [first]: name, [second]: name };
  }

  /** A check from outside, of whichever region answers or of one region by name, and the alert on it. */
  #check(name: string, args: GcpSignalsArgs, region: string | undefined): Alert {
    const key = region === undefined ? 'uptime' : `uptime-${region}`;
    const check = new gcp.monitoring.UptimeCheckConfig(
      `${name}-${key}`,
      {
        displayName: `${name}-${key}`,
        period: '60s',
        timeout: '5s',
        selectedRegions: CHECKED_FROM,
        httpCheck: {
          path: args.readyPath ?? '/ready',
          port: 443,
          useSsl: true,
          validateSsl: true,
          ...(region === undefined ? {} : { headers: { [REGION_HEADER]: region } }),
        },
        monitoredResource: { type: 'uptime_url', labels: { project_id: args.project, host: args.domain } },
        logCheckFailures: true,
      },
      { parent: this },
    );
    return {
      key,
      title: region === undefined ? 'Not reachable from outside' : `${region} is not reachable from outside`,
      severity: region === undefined ? 'CRITICAL' : 'ERROR',
      condition: {
        conditionThreshold: {
          filter: pulumi.interpolate`metric.type="monitoring.googleapis.com/uptime_check/check_passed" AND resource.type="uptime_url" AND metric.labels.check_id="${check.uptimeCheckId}"`,
          aggregations: [
            {
              alignmentPeriod: '120s',
              perSeriesAligner: 'ALIGN_NEXT_OLDER',
              crossSeriesReducer: 'REDUCE_COUNT_FALSE',
              groupByFields: ['resource.label.host'],
            },
          ],
          comparison: 'COMPARISON_GT',
          thresholdValue: 1,
          duration: '60s',
        },
      },
      runbook:
        region === undefined
          ? 'At least two places in the world cannot reach the site through its public name.'
          : `At least two places in the world get no good answer from ${region} when they ask for it by name. Clients may not notice: the entry sends them to the other region.`,
    };
  }

  #policy(name: string, alert: Alert, channels: readonly gcp.monitoring.NotificationChannel[]): void {
    const fromLog = alert.condition.conditionMatchedLog !== undefined;
    new gcp.monitoring.AlertPolicy(
      `${name}-alert-${alert.key}`,
      {
        displayName: `${name}: ${alert.title}`,
        combiner: 'OR',
        severity: alert.severity,
        conditions: [{ displayName: alert.title, ...alert.condition }],
        notificationChannels: channels.map(({ name: channel }) => channel),
        documentation: { content: alert.runbook, mimeType: 'text/markdown', subject: `${name}: ${alert.title}` },
        // The cloud asks for a rate limit on alerts from single log entries and refuses one on all others.
        alertStrategy: { autoClose: '1800s', ...(fromLog ? { notificationRateLimit: { period: '300s' } } : {}) },
      },
      { parent: this },
    );
  }
}
