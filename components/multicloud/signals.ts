import * as pulumi from '@pulumi/pulumi';
import { ROUTE53_REGION } from '../../topology/shape/aws/places.ts';
import { checkIsDown, metricAlarm, topic } from '../aws/alarmParts.ts';
import { CLOUDS, type CloudName } from './dns.ts';

export interface MultiSignalsArgs {
  /** Id of the health check on each cloud. */
  checkIds: Readonly<Record<CloudName, pulumi.Input<string>>>;
  /** Addresses that alarms reach. Each has to confirm once. Plain, because it decides which resources exist. */
  alertEmails: readonly string[];
}

const TITLES: Readonly<Record<CloudName, string>> = { gcp: 'Google Cloud', aws: 'AWS' };

/**
 * Tells a person that clients are sent to one cloud only. Route 53 counts its checks in one region, so the alarms are there;
 * what goes on inside a cloud is for that cloud's own signals.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class MultiSignals extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiSignals';

  constructor(name: string, args: MultiSignalsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiSignals.__pulumiType, name, {}, opts);
    const region = ROUTE53_REGION;
    const topicArn = topic(name, '', { region, emails: args.alertEmails }, this);
    for (const cloud of CLOUDS) {
      const says = `${TITLES[cloud]} is not answered with any more: its health check is down, and the other cloud carries everything.`;
      metricAlarm(name, { region, topicArn }, checkIsDown(`left-${cloud}`, says, args.checkIds[cloud]), this);
    }
    this.registerOutputs({});
  }
}
