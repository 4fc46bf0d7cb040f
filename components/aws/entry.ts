import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { healthCheck } from './alarmParts.ts';

/** One region that the entry can send traffic to. */
export interface AwsEntryBackend {
  /** AWS region. Plain, because it names the resources. */
  region: string;
  /** ARN of the region's load balancer. */
  balancerArn: pulumi.Input<string>;
  /** Host name of that load balancer. */
  balancerHost: pulumi.Input<string>;
  /** Zone of that host name. */
  balancerZoneId: pulumi.Input<string>;
  /**
   * Per cent of the connections nearest to the region that it takes; at 0 it still takes over. Only with an accelerator.
   * Default: 100.
   */
  dialPercent?: pulumi.Input<number>;
  /** Part of the answers that name the region, out of all weights; above 0. Only with DNS. Default: clients are sent to the nearest region. */
  weight?: number;
}

export interface AwsEntryArgs {
  /** Host name that clients use. */
  domain: pulumi.Input<string>;
  /** Hosted zone that holds the domain. */
  zoneId: pulumi.Input<string>;
  /** The regions, each with its load balancer. Plain, because it decides which resources exist. */
  backends: readonly AwsEntryBackend[];
  /**
   * `accelerator`: two fixed addresses in front of all regions; a bad one is left within a minute, whatever resolvers
   * remember. `dns`: each name is answered with a healthy region, which clients follow as their resolvers forget. Plain,
   * because it decides which resources exist. Default: accelerator.
   */
  kind?: 'accelerator' | 'dns';
  /** Path that answers 200 when a task can serve; each region is asked for it from outside. Default: /ready. */
  readyPath?: pulumi.Input<string>;
}

/** Weight of an endpoint in its group. Never 0: an endpoint of weight 0 takes nothing over. */
const ENDPOINT_WEIGHT = 128;

/**
 * What clients reach: one name in front of both regions.
 *
 * The accelerator leaves a region when the load balancer there has no healthy target, and goes to it again when it has.
 * A region's dial may be 0, for one that only stands by; its endpoint's weight may not. With DNS the same health decides,
 * and beside it a check that asks each region from outside.
 *
 * Source: https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html
 */
export class AwsEntry extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsEntry';

  /** The accelerator's addresses; empty with DNS. */
  readonly addresses: pulumi.Output<string[]>;
  /** Health check from outside that asks each region by itself, by region. */
  readonly checkIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AwsEntryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsEntry.__pulumiType, name, {}, opts);
    const weighted = args.backends.filter(({ weight }) => weight !== undefined);
    if (
      weighted.some(({ weight = 0 }) => weight <= 0) ||
      (weighted.length > 0 && weighted.length < args.backends.length)
    ) {
      throw new pulumi.RunError(
        `${name}: every region needs a weight above 0, or none has one; a region of weight 0 serves nothing and nobody knows whether it could.`,
      );
    }
    this.checkIds = Object.fromEntries(
      args.backends.map(({ region, balancerHost: host }) => {
        const asked = { label: `${name}-${region}`, host, readyPath: args.readyPath };
        return [region, healthCheck(`${name}-check-${region}`, asked, this).id];
      }),
    );
    this.addresses =
      (args.kind ?? 'accelerator') === 'accelerator' ? this.#accelerate(name, args) : this.#answer(name, args);
    this.registerOutputs({ addresses: this.addresses });
  }

  #accelerate(name: string, args: AwsEntryArgs): pulumi.Output<string[]> {
    const child = { parent: this };
    const accelerator = new aws.globalaccelerator.Accelerator(
      `${name}-accelerator`,
      { ipAddressType: 'IPV4', enabled: true },
      child,
    );
    const listener = new aws.globalaccelerator.Listener(
      `${name}-listener`,
      {
        acceleratorArn: accelerator.arn,
        protocol: 'TCP',
        clientAffinity: 'NONE',
        portRanges: [
          { fromPort: 80, toPort: 80 },
          { fromPort: 443, toPort: 443 },
        ],
      },
      child,
    );
    for (const { region, balancerArn, dialPercent } of args.backends)
      new aws.globalaccelerator.EndpointGroup(
        `${name}-${region}`,
        {
          listenerArn: listener.arn,
          endpointGroupRegion: region,
          trafficDialPercentage: dialPercent ?? 100,
          // A load balancer's own health decides; these hold for addresses and instances only.
          healthCheckIntervalSeconds: 10,
          healthCheckProtocol: 'TCP',
          healthCheckPort: 443,
          thresholdCount: 2,
          endpointConfigurations: [
            // The filter counts by client address, so the load balancer has to see it.
            { endpointId: balancerArn, weight: ENDPOINT_WEIGHT, clientIpPreservationEnabled: true },
          ],
        },
        child,
      );
    new aws.route53.Record(
      `${name}-name`,
      {
        zoneId: args.zoneId,
        name: args.domain,
        type: 'A',
        aliases: [{ name: accelerator.dnsName, zoneId: accelerator.hostedZoneId, evaluateTargetHealth: true }],
      },
      child,
    );
    return accelerator.ipSets.apply((sets) => sets.flatMap(({ ipAddresses }) => ipAddresses ?? []));
  }

  #answer(name: string, args: AwsEntryArgs): pulumi.Output<string[]> {
    for (const { region, balancerHost, balancerZoneId, weight } of args.backends)
      new aws.route53.Record(
        `${name}-name-${region}`,
        {
          zoneId: args.zoneId,
          name: args.domain,
          type: 'A',
          setIdentifier: region,
          ...(weight === undefined
            ? { latencyRoutingPolicies: [{ region }] }
            : { weightedRoutingPolicies: [{ weight }] }),
          aliases: [{ name: balancerHost, zoneId: balancerZoneId, evaluateTargetHealth: true }],
          healthCheckId: this.checkIds[region],
        },
        { parent: this },
      );
    return pulumi.output<string[]>([]);
  }
}
