import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { subnetsOf, ZONES } from '../../topology/shape/aws/subnets.ts';
import { endpointsFor, gatewaysFor } from './egress.ts';

/** One region's part of the network. */
export interface AwsSubnetArgs {
  /** AWS region. Plain, because it names the resources. */
  region: string;
  /** IPv4 range of the region's VPC in CIDR notation, /16 to /24. Plain: it is cut into subnets. A change replaces the VPC. */
  cidr: string;
  /** Three zones of the region, by name. A change replaces the subnets. Default: the first three that the account may use. */
  zones?: pulumi.Input<readonly string[]>;
}

export interface AwsNetworkArgs {
  /** The regions that get a VPC each. Two of them are peered. Plain, because it decides which resources exist. */
  subnets: readonly AwsSubnetArgs[];
  /**
   * How tasks reach out: `nat` by a gateway in each zone, `endpoints` to the services of AWS that they need and to nothing
   * else. Plain, because it decides which resources exist. Default: nat.
   */
  egress?: 'nat' | 'endpoints';
}

/** What another component needs to live in one region of the network. */
export interface AwsSubnetRef {
  vpcId: pulumi.Output<string>;
  /** One in each zone, for load balancers. */
  publicSubnetIds: pulumi.Output<string>[];
  /** One in each zone, for tasks and databases. */
  privateSubnetIds: pulumi.Output<string>[];
  /** Route tables of those private subnets. */
  routeTableIds: pulumi.Output<string>[];
}

interface Vpc {
  readonly args: AwsSubnetArgs;
  readonly vpc: aws.ec2.Vpc;
}

/**
 * A VPC of three zones in each region, peered with the other, so that each region reaches the database wherever it takes
 * writes. Tasks and databases have private addresses only; each zone has a way out of its own, so that none hangs on another.
 *
 * Source: https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html
 */
export class AwsNetwork extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsNetwork';

  /** The subnets of each region, by region. */
  readonly subnets: Readonly<Record<string, AwsSubnetRef>>;
  /** The ranges of all regions: who may open a connection to a database. */
  readonly cidrs: readonly string[];

  constructor(name: string, args: AwsNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsNetwork.__pulumiType, name, {}, opts);
    const vpcs = args.subnets.map((each): Vpc => ({
      args: each,
      vpc: new aws.ec2.Vpc(
        `${name}-vpc-${each.region}`,
        { region: each.region, cidrBlock: each.cidr, enableDnsHostnames: true, enableDnsSupport: true },
        { parent: this },
      ),
    }));
    const peering = this.#peering(name, vpcs);
    this.subnets = Object.fromEntries(
      vpcs.map((one) => {
        const others = vpcs.filter((other) => other !== one);
        const toPeers = others.flatMap(({ args: { cidr } }) =>
          peering ? [{ cidrBlock: cidr, vpcPeeringConnectionId: peering }] : [],
        );
        return [one.args.region, this.#region(name, one, args.egress ?? 'nat', toPeers)];
      }),
    );
    this.cidrs = args.subnets.map(({ cidr }) => cidr);
    this.registerOutputs({});
  }

  /** Id of the connection between two VPCs, once the other side has accepted it. */
  #peering(name: string, [one, other]: readonly Vpc[]): pulumi.Output<string> | undefined {
    if (!one || !other) return undefined;
    const asked = new aws.ec2.VpcPeeringConnection(
      `${name}-peering`,
      { region: one.args.region, vpcId: one.vpc.id, peerVpcId: other.vpc.id, peerRegion: other.args.region },
      { parent: this },
    );
    return new aws.ec2.VpcPeeringConnectionAccepter(
      `${name}-peering-accepted`,
      { region: other.args.region, vpcPeeringConnectionId: asked.id, autoAccept: true },
      { parent: this },
    ).vpcPeeringConnectionId;
  }

  #region(
    name: string,
    { args, vpc }: Vpc,
    egress: 'nat' | 'endpoints',
    toPeers: aws.types.input.ec2.RouteTableRoute[],
  ) {
    const { region } = args;
    const child = { parent: this };
    const cut = subnetsOf(args.cidr);
    const zones = pulumi.output(
      args.zones ??
        aws
          .getAvailabilityZonesOutput(
            { region, state: 'available', filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }] },
            child,
          )
          .apply(({ names }) => names.toSorted().slice(0, ZONES)),
    );
    const subnet = (kind: 'public' | 'private', cidr: string, zone: number) =>
      new aws.ec2.Subnet(
        `${name}-${kind}-${region}-${zone + 1}`,
        {
          region,
          vpcId: vpc.id,
          cidrBlock: cidr,
          availabilityZone: zones.apply((all) => all[zone] ?? ''),
          mapPublicIpOnLaunch: false,
        },
        // A zone that the account gets later must not move what is there.
        { ...child, ignoreChanges: args.zones === undefined ? ['availabilityZone'] : [] },
      );
    const publics = cut.publics.map((cidr, zone) => subnet('public', cidr, zone));
    const privates = cut.privates.map((cidr, zone) => subnet('private', cidr, zone));

    const internet = new aws.ec2.InternetGateway(`${name}-internet-${region}`, { region, vpcId: vpc.id }, child);
    const table = (key: string, routes: aws.types.input.ec2.RouteTableRoute[], subnets: readonly aws.ec2.Subnet[]) => {
      const made = new aws.ec2.RouteTable(`${name}-routes-${key}`, { region, vpcId: vpc.id, routes }, child);
      for (const [index, { id }] of subnets.entries())
        new aws.ec2.RouteTableAssociation(
          `${name}-routed-${key}${subnets.length > 1 ? `-${index + 1}` : ''}`,
          { region, routeTableId: made.id, subnetId: id },
          child,
        );
      return made;
    };
    table(`public-${region}`, [{ cidrBlock: '0.0.0.0/0', gatewayId: internet.id }], publics);
    const ways = egress === 'nat' ? gatewaysFor(name, region, publics, internet, child) : [];
    const tables = privates.map((each, zone) =>
      table(
        `private-${region}-${zone + 1}`,
        [...(ways[zone] ? [{ cidrBlock: '0.0.0.0/0', natGatewayId: ways[zone].id }] : []), ...toPeers],
        [each],
      ),
    );
    endpointsFor(name, { region, cidr: args.cidr, vpc, tables, privates, all: egress === 'endpoints' }, child);
    return {
      vpcId: vpc.id,
      publicSubnetIds: publics.map(({ id }) => id),
      privateSubnetIds: privates.map(({ id }) => id),
      routeTableIds: tables.map(({ id }) => id),
    };
  }
}
