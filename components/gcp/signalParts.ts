import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Alert } from './alerts.ts';
import { REGION_HEADER } from './routes.ts';
import type { ByRegion, ServiceMetricNames, WatchedService } from './watched.ts';

// Resources that tell a person how a service is doing: metrics counted from logs, checks from outside, alerts.

/** Where Google's uptime checks come from: three continents, so that one bad path is told from a bad site. */
const CHECKED_FROM = ['USA', 'EUROPE', 'ASIA_PACIFIC'];

/** Log entries of the entry. */
export const entryLog = ({ urlMapName }: Pick<WatchedService, 'urlMapName'>): pulumi.Input<string> =>
  pulumi.interpolate`resource.type="http_load_balancer" AND resource.labels.url_map_name="${urlMapName}"`;

/** A metric that counts log entries; returns its name. */
export const logCount = (
  name: string,
  description: string,
  filter: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> =>
  new gcp.logging.Metric(
    name,
    { description, filter, metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' } },
    { parent },
  ).name;

/** What a service's regions answered, counted from logs. */
export const serviceMetrics = (name: string, args: WatchedService, parent: pulumi.Resource): ServiceMetricNames => ({
  regionErrors: byRegion(args, (end, answered) =>
    logCount(
      `${name}-region-errors${end}`,
      'Requests that instances answered with 5xx, by region.',
      pulumi.interpolate`${answered} AND httpRequest.status>=500`,
      parent,
    ),
  ),
  regionRefusals: byRegion(args, (end, answered) =>
    logCount(
      `${name}-region-429${end}`,
      'Requests refused because every instance of the region was busy.',
      pulumi.interpolate`${answered} AND httpRequest.status=429`,
      parent,
    ),
  ),
});

/**
 * Metrics of what a region answered. Cloud Run's logs say where they come from, so one metric does for both. For machines
 * the entry's logs are asked, in which the answering machine's address is `serverIp` (UNVERIFIED that it always is).
 */
function byRegion(
  args: WatchedService,
  make: (end: string, answered: pulumi.Input<string>) => pulumi.Output<string>,
): ByRegion {
  const [first, second] = args.regions;
  const { subnetCidrs, backendServiceName } = args;
  if (subnetCidrs) {
    const entry =
      backendServiceName === undefined
        ? entryLog(args)
        : pulumi.interpolate`${entryLog(args)} AND resource.labels.backend_service_name="${backendServiceName}"`;
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

/** What is asked from outside. */
export interface Checked {
  project: pulumi.Input<string>;
  regions: readonly string[];
  host: pulumi.Input<string>;
  /** Path that answers 200 when an instance can serve. */
  path: pulumi.Input<string>;
}

/** Checks from outside, of whichever region answers and of each region by name, and the alerts on them. */
export const checksFromOutside = (name: string, args: Checked, parent: pulumi.Resource): Alert[] =>
  [undefined, ...args.regions].map((region) => checkFromOutside(name, args, region, parent));

function checkFromOutside(name: string, args: Checked, region: string | undefined, parent: pulumi.Resource): Alert {
  const key = region === undefined ? 'uptime' : `uptime-${region}`;
  const check = new gcp.monitoring.UptimeCheckConfig(
    `${name}-${key}`,
    {
      displayName: `${name}-${key}`,
      period: '60s',
      timeout: '5s',
      selectedRegions: CHECKED_FROM,
      httpCheck: {
        path: args.path,
        port: 443,
        useSsl: true,
        validateSsl: true,
        ...(region === undefined ? {} : { headers: { [REGION_HEADER]: region } }),
      },
      monitoredResource: { type: 'uptime_url', labels: { project_id: args.project, host: args.host } },
      logCheckFailures: true,
    },
    { parent },
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

/** The alert as a resource, heard in every channel. */
export function alertPolicy(
  name: string,
  alert: Alert,
  channels: readonly pulumi.Input<string>[],
  parent: pulumi.Resource,
): void {
  const fromLog = alert.condition.conditionMatchedLog !== undefined;
  new gcp.monitoring.AlertPolicy(
    `${name}-alert-${alert.key}`,
    {
      displayName: `${name}: ${alert.title}`,
      combiner: 'OR',
      severity: alert.severity,
      conditions: [{ displayName: alert.title, ...alert.condition }],
      notificationChannels: [...channels],
      documentation: { content: alert.runbook, mimeType: 'text/markdown', subject: `${name}: ${alert.title}` },
      // The cloud asks for a rate limit on alerts from single log entries and refuses one on all others.
      alertStrategy: { autoClose: '1800s', ...(fromLog ? { notificationRateLimit: { period: '300s' } } : {}) },
    },
    { parent },
  );
}
