import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Alarm } from './alarms.ts';

// What tells a person that something is wrong: a check from outside, an alarm on it, and a topic that people listen to.

/** What a check from outside asks. */
export interface Asked {
  /** Name in the list of checks. */
  label: string;
  /** Host whose certificate is asked for, and which is asked when no address is given. */
  host: pulumi.Input<string>;
  /** Address that is asked. Default: what the host is answered with. */
  ipAddress?: pulumi.Input<string>;
  /** Default: /ready. */
  readyPath: pulumi.Input<string> | undefined;
  /** Checks in a row to fall and to rise. Default: 3. */
  failures?: pulumi.Input<number> | undefined;
  measureLatency?: boolean;
}

/** Asks over HTTPS in the faster of the two intervals that Route 53 has, which cannot be changed later, only replaced. */
export const healthCheck = (
  name: string,
  { label, host, readyPath, failures, ...same }: Asked,
  parent: pulumi.Resource,
): aws.route53.HealthCheck =>
  new aws.route53.HealthCheck(
    name,
    {
      ...same,
      type: 'HTTPS',
      fqdn: host,
      port: 443,
      enableSni: true,
      resourcePath: readyPath ?? '/ready',
      requestInterval: 10,
      failureThreshold: failures ?? 3,
      tags: { Name: label },
    },
    { parent },
  );

/** A topic with those who listen to it. `end` is the end of the logical names, which tells topics of one component apart. */
export function topic(
  name: string,
  end: string,
  { region, emails }: { region: string; emails: readonly string[] },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { arn } = new aws.sns.Topic(`${name}-topic${end}`, { region }, { parent });
  for (const address of emails)
    new aws.sns.TopicSubscription(
      `${name}-email${end}-${address}`,
      { region, topic: arn, protocol: 'email', endpoint: address },
      { parent },
    );
  return arn;
}

/** An alarm that is raised within the minute in which a check from outside is down. Route 53 counts in `ROUTE53_REGION` alone. */
export const checkIsDown = (key: string, says: string, checkId: pulumi.Input<string>): Alarm => ({
  key,
  says,
  namespace: 'AWS/Route53',
  metricName: 'HealthCheckStatus',
  dimensions: { HealthCheckId: checkId },
  statistic: 'Minimum',
  below: 1,
  minutes: 1,
  missing: 'breaching',
});

/** The alarm as a resource; those who listen to the topic hear when it starts and when it ends. */
export const metricAlarm = (
  prefix: string,
  { region, topicArn }: { region: string; topicArn: pulumi.Input<string> | undefined },
  { key, says, above, below, minutes, missing, ...metric }: Alarm,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm =>
  new aws.cloudwatch.MetricAlarm(
    `${prefix}-${key}`,
    {
      region,
      ...metric,
      alarmDescription: says,
      comparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
      threshold: above ?? below ?? 0,
      period: 60,
      evaluationPeriods: minutes,
      treatMissingData: missing,
      ...tells(topicArn),
    },
    { parent },
  );

/** What an alarm does, when it starts and when it ends. */
export const tells = (topicArn: pulumi.Input<string> | undefined) =>
  topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] };
