import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface FilterArgs {
  readonly region: string;
  readonly balancerArn: pulumi.Input<string>;
  /** Requests per second of the whole at peak. */
  readonly peakRps: pulumi.Input<number>;
}

const WINDOW_SECONDS = 60;
/** Limits of a rate rule. Source: docs.aws.amazon.com/waf, rate-based rules. */
const LEAST = 10;
const MOST = 2_000_000_000;

/**
 * One address may bring as much as the whole declared peak and no more. Less would refuse clients behind a large shared
 * address; and the count does not halve when a region is lost, so a failover cannot run into it.
 *
 * @returns the name under which metrics know it, which is not its own.
 */
export function filter(name: string, args: FilterArgs, child: pulumi.CustomResourceOptions): string {
  const { region } = args;
  const seen = (metricName: string) => ({
    cloudwatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: true,
  });
  const acl = new aws.wafv2.WebAcl(
    name,
    {
      region,
      scope: 'REGIONAL',
      description: 'One address may send up to the declared peak load of the whole',
      defaultAction: { allow: {} },
      visibilityConfig: seen(name),
      rules: [
        {
          name: 'rate',
          priority: 1,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: WINDOW_SECONDS,
              limit: pulumi
                .output(args.peakRps)
                .apply((rps) => Math.min(Math.max(Math.ceil(rps * WINDOW_SECONDS), LEAST), MOST)),
            },
          },
          visibilityConfig: seen(`${name}-rate`),
        },
      ],
    },
    child,
  );
  new aws.wafv2.WebAclAssociation(`${name}-on`, { region, webAclArn: acl.arn, resourceArn: args.balancerArn }, child);
  return name;
}
