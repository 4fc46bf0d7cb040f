import { describe, expect, it } from 'vitest';
import type { Value, Values } from '../../../offline/providers/kit/values.ts';
import { isPackageName } from '../../../offline/providers/packages.ts';
import { Bench } from './harness.ts';

interface Row {
  type: string;
  inputs: Values;
  /** Inputs set instead, one case each; null removes one. */
  replace?: Values[];
  update?: Values[];
  same?: Values[];
}

const NETWORK = 'projects/acme-prod/global/networks/n';
const link = (id: string): string => `https://www.googleapis.com/compute/v1/${id}`;
const containers = (image: string): Values => ({ containers: [{ image }] });
const policy = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action }] });

const ROWS: Row[] = [
  {
    type: 'gcp:compute/network:Network',
    inputs: { name: 'n', autoCreateSubnetworks: false },
    replace: [{ name: 'm' }, { autoCreateSubnetworks: true }, { description: 'd' }],
    update: [{ routingMode: 'GLOBAL' }],
    same: [{ project: 'acme-prod' }],
  },
  {
    type: 'gcp:compute/subnetwork:Subnetwork',
    inputs: { name: 's', network: NETWORK, region: 'us-central1', ipCidrRange: '10.0.0.0/20' },
    replace: [{ ipCidrRange: '10.1.0.0/20' }, { ipCidrRange: '10.0.0.0/24' }, { region: 'us-east1' }],
    update: [{ ipCidrRange: '10.0.0.0/16' }, { privateIpGoogleAccess: true }, { purpose: 'PRIVATE_NAT' }],
    same: [{ network: link(NETWORK) }],
  },
  {
    type: 'gcp:compute/globalAddress:GlobalAddress',
    inputs: { name: 'a', ipVersion: 'IPV4' },
    replace: [{ ipVersion: 'IPV6' }, { description: 'd' }],
    update: [{ labels: { team: 'edge' } }],
  },
  {
    type: 'gcp:compute/firewall:Firewall',
    inputs: {
      name: 'f',
      network: NETWORK,
      sourceRanges: ['10.0.0.0/8', '192.168.0.0/16'],
      allows: [{ protocol: 'tcp' }],
    },
    replace: [{ name: 'g' }, { direction: 'EGRESS', sourceRanges: null, destinationRanges: ['10.0.0.0/8'] }],
    update: [{ network: 'projects/acme-prod/global/networks/o' }, { priority: 900 }],
    same: [{ sourceRanges: ['192.168.0.0/16', '10.0.0.0/8'] }],
  },
  {
    type: 'gcp:compute/healthCheck:HealthCheck',
    inputs: { name: 'h', httpHealthCheck: { port: 80 } },
    replace: [{ name: 'i' }],
    update: [{ httpHealthCheck: null, tcpHealthCheck: { port: 80 } }, { checkIntervalSec: 10 }],
  },
  {
    type: 'gcp:compute/instanceTemplate:InstanceTemplate',
    inputs: { machineType: 'e2-medium', disks: [{ sourceImage: 'cos', boot: true }] },
    replace: [{ machineType: 'e2-small' }, { labels: { a: 'b' } }, { disks: [{ sourceImage: 'debian', boot: true }] }],
  },
  {
    type: 'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager',
    inputs: {
      region: 'us-central1',
      baseInstanceName: 'api',
      versions: [{ instanceTemplate: 't' }],
      distributionPolicyZones: ['us-central1-a', 'us-central1-b'],
    },
    replace: [{ distributionPolicyZones: ['us-central1-a', 'us-central1-c'] }, { baseInstanceName: 'web' }],
    update: [{ versions: [{ instanceTemplate: 'u' }] }, { targetSize: 3 }],
    same: [{ distributionPolicyZones: ['us-central1-b', 'us-central1-a'] }],
  },
  {
    type: 'gcp:compute/regionAutoscaler:RegionAutoscaler',
    inputs: { name: 'a', region: 'us-central1', target: 't', autoscalingPolicy: { minReplicas: 1, maxReplicas: 2 } },
    replace: [{ name: 'b' }, { region: 'us-east1' }],
    update: [{ target: 'u' }, { autoscalingPolicy: { minReplicas: 1, maxReplicas: 3 } }],
  },
  {
    type: 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
    inputs: { region: 'us-central1', cloudRun: { service: 's' } },
    replace: [{ cloudRun: { service: 't' } }, { description: 'd' }],
    update: [{ deletionPolicy: 'ABANDON' }],
  },
  {
    type: 'gcp:compute/backendService:BackendService',
    inputs: { name: 'b', loadBalancingScheme: 'EXTERNAL', backends: [{ group: NETWORK }] },
    replace: [{ name: 'c' }],
    update: [
      { loadBalancingScheme: 'EXTERNAL_MANAGED' },
      { backends: [] },
      { backends: [{ group: NETWORK, capacityScaler: 0.5 }] },
      { outlierDetection: { consecutiveErrors: 5 }, loadBalancingScheme: 'EXTERNAL_MANAGED' },
    ],
    same: [{ backends: [{ group: link(NETWORK) }] }],
  },
  {
    type: 'gcp:compute/uRLMap:URLMap',
    inputs: { name: 'u', defaultService: 'a' },
    replace: [{ name: 'v' }],
    update: [{ defaultService: 'b' }],
  },
  {
    type: 'gcp:compute/targetHttpsProxy:TargetHttpsProxy',
    inputs: { name: 'p', urlMap: 'u', certificateMap: '//certificatemanager.googleapis.com/m' },
    replace: [{ httpKeepAliveTimeoutSec: 60 }, { tlsEarlyData: 'STRICT' }],
    update: [{ urlMap: 'v' }, { sslPolicy: 's' }],
  },
  {
    type: 'gcp:compute/globalForwardingRule:GlobalForwardingRule',
    inputs: { name: 'r', target: 't', portRange: '443', ipProtocol: 'TCP' },
    replace: [{ portRange: '80' }, { ipAddress: 'a' }],
    update: [{ target: 'u' }, { loadBalancingScheme: 'EXTERNAL_MANAGED' }, { labels: { a: 'b' } }],
    same: [{ portRange: '443-443' }, { ipProtocol: 'tcp' }],
  },
  {
    type: 'gcp:compute/securityPolicy:SecurityPolicy',
    inputs: { name: 'p', type: 'CLOUD_ARMOR' },
    replace: [{ type: 'CLOUD_ARMOR_EDGE' }],
    update: [{ description: 'd' }],
  },
  {
    type: 'gcp:cloudrunv2/service:Service',
    inputs: { name: 's', location: 'us-central1', template: containers('i:1') },
    replace: [{ location: 'us-east1' }, { name: 't' }],
    update: [{ template: containers('i:2') }, { scaling: { minInstanceCount: 2 } }, { deletionProtection: false }],
  },
  {
    type: 'gcp:certificatemanager/certificate:Certificate',
    inputs: { name: 'c', managed: { domains: ['a.test'] } },
    replace: [{ managed: { domains: ['b.test'] } }, { scope: 'ALL_REGIONS' }],
    update: [{ labels: { a: 'b' } }, { description: 'd' }],
  },
  {
    type: 'gcp:storage/bucket:Bucket',
    inputs: { name: 'b-1', location: 'us', customPlacementConfig: { dataLocations: ['US-EAST1', 'US-WEST1'] } },
    replace: [{ location: 'EU' }, { customPlacementConfig: { dataLocations: ['US-EAST1', 'US-EAST4'] } }],
    update: [{ storageClass: 'NEARLINE' }, { versioning: { enabled: true } }],
    same: [{ location: 'US' }, { customPlacementConfig: { dataLocations: ['us-west1', 'us-east1'] } }],
  },
  {
    type: 'gcp:secretmanager/secret:Secret',
    inputs: {
      secretId: 's',
      replication: { userManaged: { replicas: [{ location: 'us-east1' }, { location: 'us-west1' }] } },
    },
    replace: [
      { replication: { userManaged: { replicas: [{ location: 'us-east1' }] } } },
      { replication: { userManaged: { replicas: [{ location: 'us-east1' }, { location: 'us-east4' }] } } },
      { replication: { auto: {} } },
    ],
    update: [{ labels: { a: 'b' } }],
    same: [{ replication: { userManaged: { replicas: [{ location: 'us-west1' }, { location: 'us-east1' }] } } }],
  },
  {
    type: 'gcp:dns/recordSet:RecordSet',
    inputs: { name: 'a.test.', managedZone: 'z', type: 'A', ttl: 60, rrdatas: ['192.0.2.1', '192.0.2.2'] },
    replace: [{ name: 'b.test.' }, { managedZone: 'y' }],
    update: [{ type: 'CNAME' }, { ttl: 30 }, { rrdatas: ['192.0.2.1'] }],
    same: [{ rrdatas: ['192.0.2.2', '192.0.2.1'] }],
  },
  {
    type: 'gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig',
    inputs: {
      displayName: 'u',
      timeout: '5s',
      httpCheck: { path: '/a' },
      monitoredResource: { type: 'uptime_url', labels: { host: 'a.test' } },
    },
    replace: [{ monitoredResource: { type: 'uptime_url', labels: { host: 'b.test' } } }],
    update: [{ httpCheck: { path: '/b' } }, { period: '60s' }],
  },
  {
    type: 'gcp:monitoring/dashboard:Dashboard',
    inputs: { dashboardJson: '{"displayName":"d","etag":"1"}' },
    update: [{ dashboardJson: '{"displayName":"e"}' }],
    same: [{ dashboardJson: '{ "displayName": "d" }' }],
  },
  {
    type: 'gcp:redis/instance:Instance',
    inputs: { name: 'redis', memorySizeGb: 1, redisVersion: 'REDIS_7_0' },
    replace: [{ tier: 'STANDARD_HA' }, { redisVersion: 'REDIS_6_X' }],
    update: [{ memorySizeGb: 2 }, { redisVersion: 'REDIS_7_2' }],
  },
  {
    type: 'random:index/randomPassword:RandomPassword',
    inputs: { length: 20 },
    replace: [{ length: 21 }, { keepers: { day: '2' } }, { special: false }],
  },
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
    type: 'gcp:compute/haVpnGateway:HaVpnGateway',
    inputs: { name: 'g', network: NETWORK, region: 'us-central1' },
    replace: [{ region: 'us-east4' }, { network: 'projects/acme-prod/global/networks/m' }, { stackType: 'IPV4_IPV6' }],
    update: [{ labels: { team: 'edge' } }],
    same: [{ network: link(NETWORK) }],
  },
  {
    type: 'gcp:compute/externalVpnGateway:ExternalVpnGateway',
    inputs: {
      name: 'p',
      redundancyType: 'SINGLE_IP_INTERNALLY_REDUNDANT',
      interfaces: [{ id: 0, ipAddress: '198.51.100.1' }],
    },
    replace: [{ interfaces: [{ id: 0, ipAddress: '198.51.100.2' }] }],
    update: [{ labels: { team: 'edge' } }],
  },
  {
    type: 'gcp:compute/vPNTunnel:VPNTunnel',
    inputs: { name: 't', region: 'us-central1', vpnGateway: 'g', vpnGatewayInterface: 0, sharedSecret: 's' },
    replace: [{ sharedSecret: 'r' }, { ikeVersion: 1 }],
    update: [{ labels: { team: 'edge' } }],
  },
  {
    type: 'gcp:compute/routerPeer:RouterPeer',
    inputs: { name: 'p', region: 'us-central1', router: 'r', interface: 'i', peerAsn: 64512 },
    replace: [{ router: 's' }],
    update: [{ peerAsn: 64513 }, { advertisedRoutePriority: 200 }],
  },
  {
    type: 'gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig',
    inputs: { network: 'n', peering: 'p', exportCustomRoutes: true, importCustomRoutes: false },
    replace: [{ peering: 'q' }],
    update: [{ exportCustomRoutes: false }],
    same: [{ network: link(NETWORK) }],
  },
  {
    type: 'gcp:storage/hmacKey:HmacKey',
    inputs: { serviceAccountEmail: 'a@acme-prod.iam.gserviceaccount.com' },
    replace: [{ serviceAccountEmail: 'b@acme-prod.iam.gserviceaccount.com' }],
    update: [{ state: 'INACTIVE' }],
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

function changedInputs(inputs: Values, change: Values): Values {
  const merged: { [name: string]: Value } = { ...inputs, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

const cases = ROWS.flatMap(({ type, inputs, replace = [], update = [], same = [] }) => [
  ...replace.map((change) => ({ type, inputs, change, kind: 'replace' })),
  ...update.map((change) => ({ type, inputs, change, kind: 'update' })),
  ...[...same, {}].map((change) => ({ type, inputs, change, kind: 'same' })),
]);

describe('a change of inputs', () => {
  it.each(cases)('$type: $change is $kind', async ({ type, inputs, change, kind }) => {
    const [packageName = ''] = type.split(':');
    if (!isPackageName(packageName)) throw new Error(`no stand-in for ${packageName}`);
    const settings: Values =
      packageName === 'aws' ? { region: 'us-east-1' } : { project: 'acme-prod', region: 'us-central1' };
    const bench = await Bench.open(packageName, settings);
    const changed = await bench.change(type, inputs, changedInputs(inputs, change));
    expect(changed.kind).toBe(kind);
  });
});

describe('the order of a replacement', () => {
  it.each([
    [
      'a made-up name: the new one first',
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      { region: 'us-central1', cloudRun: { service: 's' } },
      { cloudRun: { service: 't' } },
      false,
    ],
    [
      'a fixed name: the old one goes first',
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      { name: 'neg', region: 'us-central1', cloudRun: { service: 's' } },
      { cloudRun: { service: 't' } },
      true,
    ],
    [
      'a template with a changed name: the new one first',
      'gcp:compute/instanceTemplate:InstanceTemplate',
      { name: 't-1', machineType: 'e2-medium', disks: [{}] },
      { name: 't-2' },
      false,
    ],
    [
      'a template with the same name: the old one goes first',
      'gcp:compute/instanceTemplate:InstanceTemplate',
      { name: 't-1', machineType: 'e2-medium', disks: [{}] },
      { machineType: 'e2-small' },
      true,
    ],
    [
      'a secret: always the old one first',
      'gcp:secretmanager/secret:Secret',
      { replication: { auto: {} } },
      { secretId: 'other' },
      true,
    ],
  ])('%s', async (_case, type, inputs: Values, change: Values, deletesFirst) => {
    const bench = await Bench.open('gcp', { project: 'acme-prod' });
    const changed = await bench.change(type, inputs, { ...inputs, ...change });
    expect(changed.kind).toBe('replace');
    expect(changed.deletesFirst).toBe(deletesFirst);
  });
});
