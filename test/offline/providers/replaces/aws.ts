import type { Row } from './row.ts';

const policy = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action }] });

export const aws: readonly Row[] = [
  {
    type: 'aws:ec2/vpc:Vpc',
    inputs: { cidrBlock: '10.0.0.0/16' },
    replace: [{ cidrBlock: '10.1.0.0/16' }, { instanceTenancy: 'dedicated' }, { region: 'us-west-2' }],
    update: [{ enableDnsHostnames: true }, { tags: { Name: 'v' } }],
    same: [{ region: 'us-east-1' }],
  },
  {
    type: 'aws:ec2/securityGroup:SecurityGroup',
    inputs: { name: 'g', description: 'd' },
    replace: [{ description: 'e' }],
    update: [{ ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] }] }],
  },
  {
    type: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    inputs: { securityGroupId: 'sg-1', ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '10.0.0.0/8' },
    replace: [{ cidrIpv4: null, referencedSecurityGroupId: 'sg-2' }, { securityGroupId: 'sg-3' }],
    update: [{ cidrIpv4: '10.0.0.0/16' }],
    same: [{ ipProtocol: '6' }],
  },
  {
    type: 'aws:lb/loadBalancer:LoadBalancer',
    inputs: { name: 'lb', subnets: ['subnet-1', 'subnet-2'] },
    replace: [{ internal: true }, { loadBalancerType: 'network' }],
    update: [{ subnets: ['subnet-1', 'subnet-3'] }, { enableDeletionProtection: true }],
    same: [{ subnets: ['subnet-2', 'subnet-1'] }],
  },
  {
    type: 'aws:lb/loadBalancer:LoadBalancer',
    inputs: { name: 'nlb', loadBalancerType: 'network', subnets: ['subnet-1', 'subnet-2'] },
    replace: [{ subnets: ['subnet-1', 'subnet-3'] }, { subnets: ['subnet-1'] }, { securityGroups: ['sg-1'] }],
    update: [{ subnets: ['subnet-1', 'subnet-2', 'subnet-3'] }],
  },
  {
    type: 'aws:lb/targetGroup:TargetGroup',
    inputs: { name: 'tg', port: 80, protocol: 'HTTP', vpcId: 'vpc-1', targetType: 'ip' },
    replace: [{ port: 81 }, { targetType: 'instance' }],
    update: [{ deregistrationDelay: 30 }, { healthCheck: { path: '/ready' } }],
  },
  {
    type: 'aws:globalaccelerator/endpointGroup:EndpointGroup',
    inputs: {
      listenerArn: 'arn:aws:globalaccelerator::123456789012:accelerator/a/listener/b',
      endpointGroupRegion: 'us-east-1',
      endpointConfigurations: [{ endpointId: 'a', weight: 128 }],
    },
    replace: [{ endpointGroupRegion: 'us-west-2' }],
    update: [{ trafficDialPercentage: 0 }, { endpointConfigurations: [{ endpointId: 'a', weight: 0 }] }],
  },
  {
    type: 'aws:route53/record:Record',
    inputs: { zoneId: 'Z1', name: 'API.acme.test.', type: 'A', ttl: 60, records: ['192.0.2.1'] },
    replace: [{ zoneId: 'Z2' }, { name: 'www.acme.test' }],
    update: [{ ttl: 30 }, { type: 'CNAME' }, { setIdentifier: 'a', weightedRoutingPolicies: [{ weight: 1 }] }],
    same: [{ name: 'api.acme.test' }],
  },
  {
    type: 'aws:route53/healthCheck:HealthCheck',
    inputs: { type: 'HTTPS', fqdn: 'a.test', requestInterval: 10 },
    replace: [{ requestInterval: 30 }, { type: 'HTTP' }],
    update: [{ fqdn: 'b.test' }, { failureThreshold: 2 }],
  },
  {
    type: 'aws:ecs/taskDefinition:TaskDefinition',
    inputs: { family: 'api', containerDefinitions: '[{"name":"api"}]' },
    replace: [{ containerDefinitions: '[{"name":"web"}]' }],
    update: [{ tags: { a: 'b' } }],
    same: [{ containerDefinitions: '[ { "name": "api" } ]' }],
  },
  {
    type: 'aws:rds/globalCluster:GlobalCluster',
    inputs: { globalClusterIdentifier: 'g', engine: 'aurora-postgresql', engineVersion: '16.4', databaseName: 'app' },
    replace: [{ databaseName: 'web' }, { storageEncrypted: true }],
    update: [{ engineVersion: '16.6' }, { deletionProtection: true }],
    same: [{ databaseName: null }],
  },
  {
    type: 'aws:rds/cluster:Cluster',
    inputs: {
      clusterIdentifier: 'c',
      engine: 'aurora-postgresql',
      masterUsername: 'root',
      masterPassword: 'p',
      globalClusterIdentifier: 'g',
    },
    replace: [
      { masterUsername: 'admin' },
      { availabilityZones: ['us-east-1a', 'us-east-1b'] },
      { snapshotIdentifier: 's', globalClusterIdentifier: null },
    ],
    update: [{ masterPassword: 'q' }, { storageType: 'aurora-iopt1' }],
    same: [{ globalClusterIdentifier: null }],
  },
  {
    type: 'aws:dynamodb/table:Table',
    inputs: { name: 'tab', hashKey: 'id', attributes: [{ name: 'id', type: 'S' }], billingMode: 'PAY_PER_REQUEST' },
    replace: [{ hashKey: 'key', attributes: [{ name: 'key', type: 'S' }] }],
    update: [{ replicas: [{ regionName: 'us-west-2' }] }, { streamEnabled: true, streamViewType: 'KEYS_ONLY' }],
  },
  {
    type: 'aws:kms/key:Key',
    inputs: { multiRegion: true },
    replace: [{ multiRegion: false }],
    update: [{ enableKeyRotation: true }],
  },
  {
    type: 'aws:secretsmanager/secret:Secret',
    inputs: { name: 's', replicas: [{ region: 'us-west-2' }, { region: 'eu-west-1' }] },
    replace: [{ name: 't' }],
    update: [{ replicas: [{ region: 'us-west-2' }] }],
    same: [{ replicas: [{ region: 'eu-west-1' }, { region: 'us-west-2' }] }],
  },
  {
    type: 'aws:iam/role:Role',
    inputs: { name: 'r', assumeRolePolicy: policy('sts:AssumeRole') },
    replace: [{ path: '/team/' }],
    update: [{ assumeRolePolicy: policy('sts:TagSession') }],
    same: [{ assumeRolePolicy: '{"Statement":{"Action":["sts:AssumeRole"],"Effect":"Allow"},"Version":"2012-10-17"}' }],
  },
  {
    type: 'aws:elasticache/replicationGroup:ReplicationGroup',
    inputs: {
      replicationGroupId: 'cache',
      description: 'd',
      nodeType: 'cache.r7g.large',
      engine: 'valkey',
      engineVersion: '7.2',
    },
    replace: [{ engine: 'redis' }, { engineVersion: '6.2' }, { port: 6380 }],
    update: [{ engineVersion: '8.0' }, { nodeType: 'cache.r7g.xlarge' }, { numCacheClusters: 3 }],
  },
  {
    type: 'aws:ec2/customerGateway:CustomerGateway',
    inputs: { type: 'ipsec.1', bgpAsn: '65010', ipAddress: '203.0.113.1' },
    replace: [{ ipAddress: '203.0.113.2' }, { bgpAsn: '65011' }],
    update: [{ tags: { Name: 'c' } }],
  },
  {
    type: 'aws:ec2/vpnGateway:VpnGateway',
    inputs: { vpcId: 'vpc-1', amazonSideAsn: '64512' },
    replace: [{ amazonSideAsn: '64513' }],
    update: [{ vpcId: 'vpc-2' }],
  },
  {
    type: 'aws:ec2/vpnConnection:VpnConnection',
    inputs: { type: 'ipsec.1', vpnGatewayId: 'vgw-1', customerGatewayId: 'cgw-1' },
    replace: [{ staticRoutesOnly: true }],
    update: [{ customerGatewayId: 'cgw-2' }],
  },
  {
    type: 'aws:lb/listenerCertificate:ListenerCertificate',
    inputs: {
      listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/1/2',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    },
    replace: [{ certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/2' }],
  },
  {
    type: 'aws:datasync/task:Task',
    inputs: {
      sourceLocationArn: 'arn:aws:datasync:us-east-1:123456789012:location/loc-1',
      destinationLocationArn: 'arn:aws:datasync:us-east-1:123456789012:location/loc-2',
    },
    replace: [
      { taskMode: 'ENHANCED' },
      { sourceLocationArn: 'arn:aws:datasync:us-east-1:123456789012:location/loc-3' },
    ],
    update: [{ schedule: { scheduleExpression: 'rate(1 hour)' } }],
  },
  {
    type: 'aws:datasync/locationObjectStorage:LocationObjectStorage',
    inputs: { serverHostname: 'storage.googleapis.com', bucketName: 'objects', accessKey: 'a', secretKey: 's' },
    replace: [{ bucketName: 'other-objects' }],
    update: [{ secretKey: 't' }],
  },
];
