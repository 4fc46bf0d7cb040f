import type { Values } from '../../../../offline/providers/kit/values.ts';
import type { Row } from './row.ts';

const NETWORK = 'projects/acme-prod/global/networks/n';
const link = (id: string): string => `https://www.googleapis.com/compute/v1/${id}`;
const containers = (image: string): Values => ({ containers: [{ image }] });

export const gcp: readonly Row[] = [
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
];
