import * as pulumi from '@pulumi/pulumi';
import { serviceAlerts } from './alerts.ts';
import { alertPolicy, checksFromOutside, serviceMetrics } from './signalParts.ts';

export interface GcpServiceSignalsArgs {
  /** Google Cloud project that is watched. */
  project: pulumi.Input<string>;
  /** Host name under which clients reach the service; checked from outside every minute. A change replaces the uptime checks. */
  host: pulumi.Input<string>;
  /** Path on that host that answers 200 when an instance can serve. */
  path: pulumi.Input<string>;
  /** The two regions. Plain, because it decides which resources exist. */
  regions: readonly [string, string];
  /** Cloud Run service of each region, or what the names of its instance groups start with, by region. */
  serviceNames: Readonly<Record<string, pulumi.Input<string>>>;
  /** IPv4 range of each region's machines, by region. Default: none, the service is on Cloud Run. */
  subnetCidrs?: Readonly<Record<string, pulumi.Input<string>>>;
  /** URL map of the entry. */
  urlMapName: pulumi.Input<string>;
  /** Backend service of both regions, by which the entry's logs tell machines of several services apart. */
  backendServiceName: pulumi.Input<string>;
  /** Requests per second of the service at peak; thresholds are parts of it. */
  peakRps: number;
  /** Instances that each region may grow to; 80 % of it raises an alert. */
  maxInstances: number;
  /** Least part of the requests that each region is expected to serve, 0..1. */
  liveShare: number;
  /** Channels that alerts are sent to. */
  channelNames: readonly pulumi.Input<string>[];
}

/**
 * What tells a person about one of several services: the same as of the only one, but for what they share. The entry, the
 * database and the dashboard are watched once for all of them.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring
 */
export class GcpServiceSignals extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpServiceSignals';

  constructor(name: string, args: GcpServiceSignalsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpServiceSignals.__pulumiType, name, {}, opts);
    const counted = serviceMetrics(name, args, this);
    const checks = checksFromOutside(name, args, this);
    for (const alert of [...serviceAlerts(args, counted), ...checks]) {
      alertPolicy(name, alert, args.channelNames, this);
    }
    this.registerOutputs({});
  }
}
