import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { ROUTE53_REGION } from '../../topology/shape/aws/places.ts';
import { checkIsDown, healthCheck, metricAlarm, tells, topic } from './alarmParts.ts';
import { alarmsOf, type Alarm, type Limits, type WatchedRegion } from './alarms.ts';
import { dashboard } from './dashboard.ts';

export interface AwsSignalsArgs extends Limits {
  /** Host name that clients use; asked from outside every 10 seconds. */
  domain: pulumi.Input<string>;
  /** Path that answers 200 when a task can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** The two regions. Plain, because it decides which resources exist. */
  regions: readonly [string, string];
  /** What is watched in each region, by region. */
  watched: Readonly<Record<string, WatchedRegion>>;
  /** Health check from outside of each region, by region. */
  checkIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Addresses that alarms reach. Each has to confirm once in each region. Plain, because it decides which resources exist. */
  alertEmails: readonly string[];
}

/** Alarms that together mean that a region does not serve. */
const SERVES_NOT = ['errors', 'balancer-errors', 'unhealthy'];

/**
 * What tells a person. Each region has the same alarms and a topic of its own, so that one that is lost does not silence the
 * other; checks from outside ask the whole and each region by itself, so that a failover does not hide that a region is down.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class AwsSignals extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsSignals';

  /** ARN of each topic that alarms are sent to, by region. */
  readonly topicArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the dashboard. */
  readonly dashboardId: pulumi.Output<string>;

  constructor(name: string, args: AwsSignalsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsSignals.__pulumiType, name, {}, opts);
    const [first, second] = args.regions;
    // The checks from outside report in one region only, which need not be one of the two.
    const places = [...new Set([first, second, ROUTE53_REGION])].sort();
    this.topicArns = Object.fromEntries(
      places.map((region) => [region, topic(name, `-${region}`, { region, emails: args.alertEmails }, this)]),
    );
    const regions = args.regions.map((region) => ({
      region,
      alarms: alarmsOf(region, region === first ? second : first, args.watched, args),
    }));
    for (const { region, alarms } of regions) this.#region(name, region, alarms);
    this.#outside(name, args);
    this.dashboardId = new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      { region: [...args.regions].sort()[0], dashboardName: name, dashboardBody: dashboard(regions) },
      { parent: this },
    ).dashboardName;
    this.registerOutputs({ topicArns: this.topicArns, dashboardId: this.dashboardId });
  }

  #region(name: string, region: string, declared: readonly Alarm[]): void {
    const alarms = declared.map((alarm) => ({
      key: alarm.key,
      name: metricAlarm(`${name}-${region}`, { region, topicArn: this.topicArns[region] }, alarm, this).name,
    }));
    const bad = alarms.filter(({ key }) => SERVES_NOT.includes(key));
    new aws.cloudwatch.CompositeAlarm(
      `${name}-${region}-down`,
      {
        region,
        alarmName: `${name}-${region}-down`,
        alarmDescription: `${region} does not serve as it should. Recover it; the entry has left it if its tasks are unhealthy.`,
        alarmRule: pulumi
          .all(bad.map((alarm) => alarm.name))
          .apply((names) => names.map((each) => `ALARM("${each}")`).join(' OR ')),
        ...tells(this.topicArns[region]),
      },
      { parent: this },
    );
  }

  #outside(name: string, args: AwsSignalsArgs): void {
    const { domain, readyPath } = args;
    const whole = healthCheck(`${name}-check`, { label: name, host: domain, readyPath }, this);
    const asked = [
      { key: 'outside', what: 'The site', id: whole.id },
      ...args.regions.map((region) => ({
        key: `outside-${region}`,
        what: `${region}, asked by itself,`,
        id: args.checkIds[region] ?? '',
      })),
    ];
    const told = { region: ROUTE53_REGION, topicArn: this.topicArns[ROUTE53_REGION] };
    for (const { key, what, id } of asked) {
      const says = `${what} cannot be reached from outside. Clients may not notice when it is one region: the entry sends them to the other.`;
      metricAlarm(name, told, checkIsDown(key, says, id), this);
    }
  }
}
