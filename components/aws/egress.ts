import * as aws from '@pulumi/aws';
import type { CustomResourceOptions } from '@pulumi/pulumi';

// How a region's tasks reach what is outside their VPC.

/** A gateway of address translation in each zone, so that a zone that is lost takes nobody else's way out with it. */
export function gatewaysFor(
  name: string,
  region: string,
  publics: readonly aws.ec2.Subnet[],
  internet: aws.ec2.InternetGateway,
  child: CustomResourceOptions,
): readonly aws.ec2.NatGateway[] {
  return publics.map((subnet, zone) => {
    const key = `${region}-${zone + 1}`;
    const address = new aws.ec2.Eip(`${name}-nat-address-${key}`, { region, domain: 'vpc' }, child);
    return new aws.ec2.NatGateway(
      `${name}-nat-${key}`,
      { region, subnetId: subnet.id, allocationId: address.allocationId, connectivityType: 'public' },
      // The gateway works once the VPC has its way to the internet.
      { ...child, dependsOn: internet },
    );
  });
}

export interface EndpointsOf {
  readonly region: string;
  readonly cidr: string;
  readonly vpc: aws.ec2.Vpc;
  readonly tables: readonly aws.ec2.RouteTable[];
  readonly privates: readonly aws.ec2.Subnet[];
  /** Endpoints for every service that a task needs to start and run, and not only those that cost nothing. */
  readonly all: boolean;
}

/** They cost nothing, and keep objects, tables and image layers off the gateways. */
const BY_ROUTE = ['s3', 'dynamodb'];
/** Pull an image, read a secret, decrypt, write a log, report a metric. */
const BY_ADDRESS = ['ecr.api', 'ecr.dkr', 'secretsmanager', 'kms', 'logs', 'monitoring'];

/** Private ways to the services of AWS in the same region. */
export function endpointsFor(name: string, to: EndpointsOf, child: CustomResourceOptions): void {
  const { region, vpc } = to;
  const endpoint = (service: string, how: Partial<aws.ec2.VpcEndpointArgs>): void => {
    new aws.ec2.VpcEndpoint(
      `${name}-to-${service.replace('.', '-')}-${region}`,
      { region, vpcId: vpc.id, serviceName: `com.amazonaws.${region}.${service}`, ...how },
      child,
    );
  };
  for (const service of BY_ROUTE)
    endpoint(service, { vpcEndpointType: 'Gateway', routeTableIds: to.tables.map(({ id }) => id) });
  if (!to.all) return;
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints-${region}`,
    { region, vpcId: vpc.id, description: 'Private endpoints of AWS services' },
    child,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-endpoints-${region}-from-vpc`,
    { region, securityGroupId: group.id, cidrIpv4: to.cidr, ipProtocol: 'tcp', fromPort: 443, toPort: 443 },
    child,
  );
  for (const service of BY_ADDRESS)
    endpoint(service, {
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: to.privates.map(({ id }) => id),
      securityGroupIds: [group.id],
    });
}
