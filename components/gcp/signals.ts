import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { alerts } from './alerts.ts';
import { dashboard } from './dashboard.ts';
import { alertPolicy, checksFromOutside, entryLog, logCount, serviceMetrics } from './signalParts.ts';
import type { LogMetricNames } from './watched.ts';

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
  /** Backend service of both regions, by which the entry's logs tell machines of several services apart. Default: there is one service. */
  backendServiceName?: pulumi.Input<string>;
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

/**
 * What tells a person: alerts from logs within minutes, checks from outside every minute (of the whole, and of each region
 * by itself, so that a failover does not hide that a region is down), and a dashboard.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring
 */
export class GcpSignals extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpSignals';

  /** Channels that every alert is sent to, for alerts on further services. */
  readonly channelNames: readonly pulumi.Output<string>[];
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
    this.channelNames = channels.map((channel) => channel.name);
    const counted = { ...this.#entryMetrics(name, args), ...serviceMetrics(name, args, this) };
    const checks = checksFromOutside(name, { ...args, host: args.domain, path: args.readyPath ?? '/ready' }, this);
    for (const alert of [...alerts(args, counted), ...checks]) alertPolicy(name, alert, this.channelNames, this);

    const page = new gcp.monitoring.Dashboard(
      `${name}-dashboard`,
      { dashboardJson: dashboard(`${name}: two regions`, args, counted) },
      { parent: this },
    );
    this.dashboardId = page.id;
    this.registerOutputs({ dashboardId: this.dashboardId });
  }

  #entryMetrics(name: string, args: GcpSignalsArgs): Pick<LogMetricNames, 'entryErrors' | 'entryRefusals'> {
    const entry = entryLog(args);
    return {
      entryErrors: logCount(
        `${name}-entry-errors`,
        'Requests that the entry answered with 5xx, retries included.',
        pulumi.interpolate`${entry} AND httpRequest.status>=500`,
        this,
      ),
      entryRefusals: logCount(
        `${name}-entry-429`,
        'Requests that Cloud Armor refused.',
        pulumi.interpolate`${entry} AND httpRequest.status=429 AND jsonPayload.statusDetails=("throttled_by_security_policy" OR "banned_by_security_policy")`,
        this,
      ),
    };
  }
}
