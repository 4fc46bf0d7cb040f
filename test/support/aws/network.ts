import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { EAST, ZONES } from './places.ts';

const egress = [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }];

export const network = (region: string): readonly Draft[] => [
  draft('aws:ec2/vpc:Vpc', `vpc-${region}`, { region, cidrBlock: region === EAST ? '10.0.0.0/16' : '10.1.0.0/16' }),
  draft(
    'aws:ec2/internetGateway:InternetGateway',
    `internet-${region}`,
    { region, vpcId: id },
    { links: { vpcId: [`vpc-${region}`] } },
  ),
  draft(
    'aws:ec2/routeTable:RouteTable',
    `open-${region}`,
    { region, vpcId: id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: id }] },
    { links: { vpcId: [`vpc-${region}`], routes: [`internet-${region}`] } },
  ),
  ...ZONES.flatMap((zone, index) => {
    const where = `${region}${zone}`;
    const place = { region, availabilityZone: where };
    const base = region === EAST ? '10.0' : '10.1';
    return [
      draft(
        'aws:ec2/subnet:Subnet',
        `public-${where}`,
        { ...place, cidrBlock: `${base}.${index}.0/24`, vpcId: id },
        { links: { vpcId: [`vpc-${region}`] } },
      ),
      draft(
        'aws:ec2/subnet:Subnet',
        `private-${where}`,
        { ...place, cidrBlock: `${base}.${16 + index}.0/24`, vpcId: id },
        { links: { vpcId: [`vpc-${region}`] } },
      ),
      draft('aws:ec2/eip:Eip', `address-${where}`, { region, domain: 'vpc' }),
      draft(
        'aws:ec2/natGateway:NatGateway',
        `nat-${where}`,
        { region, subnetId: id, allocationId: id },
        { links: { subnetId: [`public-${where}`], allocationId: [`address-${where}`] } },
      ),
      draft(
        'aws:ec2/routeTableAssociation:RouteTableAssociation',
        `open-${where}`,
        { region, routeTableId: id, subnetId: id },
        { links: { routeTableId: [`open-${region}`], subnetId: [`public-${where}`] } },
      ),
      draft(
        'aws:ec2/routeTable:RouteTable',
        `table-${where}`,
        { region, vpcId: id },
        { links: { vpcId: [`vpc-${region}`] } },
      ),
      draft(
        'aws:ec2/routeTableAssociation:RouteTableAssociation',
        `uses-${where}`,
        { region, routeTableId: id, subnetId: id },
        { links: { routeTableId: [`table-${where}`], subnetId: [`private-${where}`] } },
      ),
      draft(
        'aws:ec2/route:Route',
        `out-${where}`,
        { region, routeTableId: id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: id },
        { links: { routeTableId: [`table-${where}`], natGatewayId: [`nat-${where}`] } },
      ),
    ];
  }),
  draft(
    'aws:ec2/securityGroup:SecurityGroup',
    `front-${region}`,
    {
      region,
      vpcId: id,
      ingress: [443, 80].map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['0.0.0.0/0'] })),
      egress,
    },
    { links: { vpcId: [`vpc-${region}`] } },
  ),
  draft(
    'aws:ec2/securityGroup:SecurityGroup',
    `tasks-${region}`,
    { region, vpcId: id, ingress: [{ protocol: 'tcp', fromPort: 8080, toPort: 8080, securityGroups: [id] }], egress },
    { links: { vpcId: [`vpc-${region}`], ingress: [`front-${region}`] } },
  ),
  draft(
    'aws:ec2/securityGroup:SecurityGroup',
    `data-${region}`,
    { region, vpcId: id },
    { links: { vpcId: [`vpc-${region}`] } },
  ),
  draft(
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    `to-db-${region}`,
    { region, securityGroupId: id, ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, referencedSecurityGroupId: id },
    { links: { securityGroupId: [`data-${region}`], referencedSecurityGroupId: [`tasks-${region}`] } },
  ),
];
