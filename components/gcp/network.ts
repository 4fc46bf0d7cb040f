import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** One region's part of the network. */
export interface GcpSubnetArgs {
  /** Google Cloud region. Plain, because it names the resources. */
  region: string;
  /** IPv4 range of the subnet in CIDR notation. A wider range that holds the old one updates in place; any other replaces. */
  cidr: pulumi.Input<string>;
}

export interface GcpNetworkArgs {
  /** The regions that get a subnet, a router and address translation each. Plain, because it decides which resources exist. */
  subnets: readonly GcpSubnetArgs[];
  /** IPv4 range that Google's managed services (Cloud SQL) take their private addresses from, in CIDR notation. Plain: it is taken apart. */
  servicesCidr: string;
}

/** What another component needs to live in one region of the network. */
export interface GcpSubnetRef {
  /** Name of the VPC. */
  network: pulumi.Output<string>;
  /** Name of the subnet. */
  subnetwork: pulumi.Output<string>;
}

/**
 * One global VPC over both regions, with the private range through which managed databases are reached.
 *
 * It has no firewall rule on purpose: a custom VPC lets nothing in by itself. Serverless instances only open connections
 * outwards, and what stands in front of machines lets its own health checks and front ends in. Addresses for outgoing
 * traffic come from Cloud NAT, so no instance and no machine has a public one.
 *
 * Source: https://docs.cloud.google.com/sql/docs/postgres/configure-private-services-access
 */
export class GcpNetwork extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpNetwork';

  /** Id of the VPC, as `projects/P/global/networks/N`. */
  readonly networkId: pulumi.Output<string>;
  /** The same id, known only once managed services can take private addresses: what a database must be given. */
  readonly servicesNetworkId: pulumi.Output<string>;
  /** The subnet of each region, by region. */
  readonly subnets: Readonly<Record<string, GcpSubnetRef>>;

  constructor(name: string, args: GcpNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpNetwork.__pulumiType, name, {}, opts);
    const child = { parent: this };

    const network = new gcp.compute.Network(
      `${name}-vpc`,
      // Global routing: each region reaches the database that is primary now, wherever it is.
      { autoCreateSubnetworks: false, routingMode: 'GLOBAL' },
      child,
    );

    const [servicesAddress, servicesPrefix] = args.servicesCidr.split('/');
    const servicesRange = new gcp.compute.GlobalAddress(
      `${name}-services-range`,
      {
        purpose: 'VPC_PEERING',
        addressType: 'INTERNAL',
        address: servicesAddress,
        prefixLength: Number(servicesPrefix),
        network: network.id,
      },
      child,
    );
    const services = new gcp.servicenetworking.Connection(
      `${name}-services`,
      {
        network: network.id,
        service: 'servicenetworking.googleapis.com',
        reservedPeeringRanges: [servicesRange.name],
      },
      child,
    );

    this.subnets = Object.fromEntries(
      args.subnets.map(({ region, cidr }) => [region, this.#subnet(name, network, region, cidr)]),
    );
    this.networkId = network.id;
    this.servicesNetworkId = pulumi.all([network.id, services.id]).apply(([id]) => id);
    this.registerOutputs({ networkId: this.networkId });
  }

  #subnet(name: string, network: gcp.compute.Network, region: string, cidr: pulumi.Input<string>): GcpSubnetRef {
    const child = { parent: this };
    const subnet = new gcp.compute.Subnetwork(
      `${name}-subnet-${region}`,
      {
        region,
        network: network.id,
        ipCidrRange: cidr,
        privateIpGoogleAccess: true,
        logConfig: {
          aggregationInterval: 'INTERVAL_5_SEC',
          flowSampling: 0.5,
          metadata: 'INCLUDE_ALL_METADATA',
        },
      },
      child,
    );
    const router = new gcp.compute.Router(`${name}-router-${region}`, { region, network: network.id }, child);
    new gcp.compute.RouterNat(
      `${name}-nat-${region}`,
      {
        region,
        router: router.name,
        natIpAllocateOption: 'AUTO_ONLY',
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        // Ports run out when a whole region's load arrives at once; each instance may then take more of them.
        enableDynamicPortAllocation: true,
        minPortsPerVm: 64,
        maxPortsPerVm: 4096,
        logConfig: { enable: true, filter: 'ERRORS_ONLY' },
      },
      child,
    );
    return { network: network.name, subnetwork: subnet.name };
  }
}
