import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { healthCheck } from '../aws/alarmParts.ts';

/** The clouds that answer, in the order in which everything here lists them. */
export const CLOUDS = ['gcp', 'aws'] as const;
export type CloudName = (typeof CLOUDS)[number];

/** One cloud's answer to the question where the domain is. */
export interface MultiDnsAnswer {
  /** IPv4 addresses of the cloud's entry; anycast, so that they stand for all its regions. */
  addresses: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Its part of all answers: this weight / the sum of both. Never 0: a cloud without traffic is not known to work. */
  weight: pulumi.Input<number>;
}

export interface MultiDnsArgs {
  /** Host name that clients use. A change replaces its records. */
  domain: pulumi.Input<string>;
  /** Hosted zone of Route 53 that holds the domain. */
  zoneId: pulumi.Input<string>;
  /** What each cloud answers with. */
  answers: Readonly<Record<CloudName, MultiDnsAnswer>>;
  /** Path that answers 200 when a cloud can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** Seconds for which resolvers keep an answer. Both records have the same: a set with two is refused. Default: 30. */
  ttlSeconds?: pulumi.Input<number>;
  /** Health checks in a row to fall and to rise, 1 to 10; they come every 10 s. Default: 3. */
  failures?: pulumi.Input<number>;
}

/**
 * One name, two clouds: a record for each, weighted so that both serve all the time, and left out while its health check
 * is down.
 *
 * Both answer with fixed addresses. An alias would take its time to live from what it points to, and the records of one
 * set must expire together. There is no AAAA record, because the answer for one address family must not name fewer clouds
 * than that for the other, and the accelerator answers over IPv4 only unless its load balancers have IPv6 addresses.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export class MultiDns extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiDns';

  /** Id of the health check on each cloud. */
  readonly checkIds: Readonly<Record<CloudName, pulumi.Output<string>>>;

  constructor(name: string, args: MultiDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiDns.__pulumiType, name, {}, opts);
    this.checkIds = {
      gcp: this.#answer(name, 'gcp', args),
      aws: this.#answer(name, 'aws', args),
    };
    this.registerOutputs({ checkIds: this.checkIds });
  }

  #answer(name: string, cloud: CloudName, args: MultiDnsArgs): pulumi.Output<string> {
    const child = { parent: this };
    const { addresses, weight } = args.answers[cloud];
    const check = healthCheck(
      `${name}-check-${cloud}`,
      {
        label: `${name}-${cloud}`,
        // The address is asked, under the name that clients use: the name itself may answer with the other cloud.
        ipAddress: pulumi.output(addresses).apply(([first]) => first ?? ''),
        host: args.domain,
        readyPath: args.readyPath,
        failures: args.failures,
        measureLatency: true,
      },
      this,
    );
    new aws.route53.Record(
      `${name}-record-${cloud}`,
      {
        zoneId: args.zoneId,
        name: args.domain,
        type: 'A',
        ttl: args.ttlSeconds ?? 30,
        records: pulumi.output(addresses).apply((all) => [...all]),
        setIdentifier: cloud,
        weightedRoutingPolicies: [{ weight }],
        healthCheckId: check.id,
      },
      child,
    );
    return check.id;
  }
}
