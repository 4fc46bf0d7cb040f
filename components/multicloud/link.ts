import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** One region of each cloud that are linked. */
export interface MultiLinkPair {
  /** Region of Google's network; its other regions are reached through it. Plain, because it is where resources are. */
  googleRegion: string;
  /** Region of the VPC on AWS. Plain, because it names the resources. */
  awsRegion: string;
  vpcId: pulumi.Input<string>;
  /** Route tables of the VPC that learn the way to Google. Plain in number, because each gets a resource. */
  routeTableIds: readonly pulumi.Input<string>[];
}

export interface MultiLinkArgs {
  /** Id of Google's VPC, as `projects/P/global/networks/N`. */
  networkId: pulumi.Input<string>;
  /** Name of the same VPC, once managed services are connected to it. */
  networkName: pulumi.Input<string>;
  /** Range of the managed services (the database), which no subnet announces by itself. */
  servicesCidr: pulumi.Input<string>;
  /** Who is linked. A VPC on AWS hands no way on to the VPC it is peered with, so each region there needs its own. */
  pairs: readonly MultiLinkPair[];
}

/** Private numbers of the two ends in BGP. They only have to differ. */
const GOOGLE_ASN = 65_010;
const AWS_ASN = 64_512;

/** Tunnels of one VPN connection on AWS. */
const TUNNELS = [1, 2] as const;

/**
 * A private way between the clouds, for the database. For each pair of regions: two gateways on each side and four tunnels,
 * of which any one is enough. Routes are learned, so a tunnel that falls is left within seconds of its missing keep-alives.
 *
 * It is no part of how clients are sent elsewhere: when it is down the clouds keep serving what they can read.
 *
 * Source: https://docs.cloud.google.com/network-connectivity/docs/vpn/tutorials/create-ha-vpn-connections-google-cloud-aws
 */
export class MultiLink extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiLink';

  constructor(name: string, args: MultiLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiLink.__pulumiType, name, {}, opts);
    // Managed services live in a network of their own, and answer only where that one has learned the way back.
    new gcp.compute.NetworkPeeringRoutesConfig(
      `${name}-services-routes`,
      {
        network: args.networkName,
        peering: 'servicenetworking-googleapis-com',
        exportCustomRoutes: true,
        importCustomRoutes: false,
      },
      { parent: this },
    );
    for (const pair of args.pairs) this.#link(`${name}-${pair.awsRegion}`, args, pair);
    this.registerOutputs({});
  }

  #link(name: string, args: MultiLinkArgs, pair: MultiLinkPair): void {
    const child = { parent: this };
    const on = { region: pair.googleRegion, network: args.networkId };
    const gateway = new gcp.compute.HaVpnGateway(`${name}-google`, on, child);
    const router = new gcp.compute.Router(
      `${name}-router`,
      {
        ...on,
        bgp: {
          asn: GOOGLE_ASN,
          advertiseMode: 'CUSTOM',
          advertisedGroups: ['ALL_SUBNETS'],
          advertisedIpRanges: [{ range: args.servicesCidr, description: 'managed services' }],
        },
      },
      child,
    );
    const connections = this.#connections(name, pair, gateway);
    const addresses = connections.flatMap((connection) =>
      TUNNELS.map((tunnel) => connection[`tunnel${tunnel}Address`]),
    );
    const peer = new gcp.compute.ExternalVpnGateway(
      `${name}-peer`,
      {
        redundancyType: 'FOUR_IPS_REDUNDANCY',
        interfaces: addresses.map((ipAddress, id) => ({ id, ipAddress })),
      },
      child,
    );
    connections.forEach((connection, side) => {
      for (const tunnel of TUNNELS)
        this.#tunnel(name, pair.googleRegion, { gateway, router, peer, connection, side, tunnel });
    });
  }

  /** Both connections of the AWS side, each to one interface of Google's gateway. */
  #connections(name: string, pair: MultiLinkPair, google: gcp.compute.HaVpnGateway): aws.ec2.VpnConnection[] {
    const child = { parent: this };
    const { awsRegion: region, vpcId, routeTableIds } = pair;
    const gateway = new aws.ec2.VpnGateway(
      `${name}-aws`,
      { region, vpcId, amazonSideAsn: String(AWS_ASN), tags: { Name: `${name}-aws` } },
      child,
    );
    routeTableIds.forEach((routeTableId, index) => {
      new aws.ec2.VpnGatewayRoutePropagation(
        `${name}-learns-${index + 1}`,
        { region, vpnGatewayId: gateway.id, routeTableId },
        child,
      );
    });
    return [0, 1].map((side) => {
      const customer = new aws.ec2.CustomerGateway(
        `${name}-customer-${side + 1}`,
        {
          region,
          type: 'ipsec.1',
          bgpAsn: String(GOOGLE_ASN),
          ipAddress: google.vpnInterfaces.apply((all) => all[side]?.ipAddress ?? ''),
        },
        child,
      );
      return new aws.ec2.VpnConnection(
        `${name}-connection-${side + 1}`,
        { region, type: 'ipsec.1', vpnGatewayId: gateway.id, customerGatewayId: customer.id },
        child,
      );
    });
  }

  #tunnel(name: string, region: string, { gateway, router, peer, connection, side, tunnel }: TunnelEnds): void {
    const child = { parent: this };
    const number = side * TUNNELS.length + tunnel;
    const vpn = new gcp.compute.VPNTunnel(
      `${name}-tunnel-${number}`,
      {
        region,
        vpnGateway: gateway.id,
        vpnGatewayInterface: side,
        peerExternalGateway: peer.id,
        peerExternalGatewayInterface: number - 1,
        sharedSecret: connection[`tunnel${tunnel}PresharedKey`],
        ikeVersion: 2,
        router: router.id,
      },
      child,
    );
    const inside = new gcp.compute.RouterInterface(
      `${name}-interface-${number}`,
      {
        region,
        router: router.name,
        ipRange: pulumi.interpolate`${connection[`tunnel${tunnel}CgwInsideAddress`]}/30`,
        vpnTunnel: vpn.name,
      },
      child,
    );
    new gcp.compute.RouterPeer(
      `${name}-peer-${number}`,
      {
        region,
        router: router.name,
        interface: inside.name,
        peerAsn: AWS_ASN,
        peerIpAddress: connection[`tunnel${tunnel}VgwInsideAddress`],
      },
      child,
    );
  }
}

interface TunnelEnds {
  gateway: gcp.compute.HaVpnGateway;
  router: gcp.compute.Router;
  peer: gcp.compute.ExternalVpnGateway;
  connection: aws.ec2.VpnConnection;
  /** Interface of Google's gateway, 0 or 1. */
  side: number;
  /** Tunnel of the connection. */
  tunnel: (typeof TUNNELS)[number];
}
