// Tokens of the types that other types refer to, in the provider's own spelling.

export const NAT_GATEWAY = 'aws:ec2/natGateway:NatGateway';
export const ROUTE_TABLE = 'aws:ec2/routeTable:RouteTable';
export const SECURITY_GROUP = 'aws:ec2/securityGroup:SecurityGroup';
export const SUBNET = 'aws:ec2/subnet:Subnet';
export const VPC = 'aws:ec2/vpc:Vpc';
export const LOAD_BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
export const TARGET_GROUP = 'aws:lb/targetGroup:TargetGroup';
export const DB_CLUSTER = 'aws:rds/cluster:Cluster';
export const SUBNET_GROUP = 'aws:rds/subnetGroup:SubnetGroup';
