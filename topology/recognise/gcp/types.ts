// Type tokens of the Google resources that the recognisers read.

export const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
export const REGION_BACKEND_SERVICE = 'gcp:compute/regionBackendService:RegionBackendService';
export const URL_MAP = 'gcp:compute/uRLMap:URLMap';
export const REGION_URL_MAP = 'gcp:compute/regionUrlMap:RegionUrlMap';
export const HTTPS_PROXY = 'gcp:compute/targetHttpsProxy:TargetHttpsProxy';
export const HTTP_PROXY = 'gcp:compute/targetHttpProxy:TargetHttpProxy';
/** Proxies of either scope, with a URL map or with a backend service behind them. */
export const PROXIES = [
  HTTPS_PROXY,
  HTTP_PROXY,
  'gcp:compute/targetGrpcProxy:TargetGrpcProxy',
  'gcp:compute/targetTCPProxy:TargetTCPProxy',
  'gcp:compute/targetSSLProxy:TargetSSLProxy',
  'gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy',
  'gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy',
  'gcp:compute/regionTargetTcpProxy:RegionTargetTcpProxy',
] as const;
export const FORWARDING_RULE = 'gcp:compute/globalForwardingRule:GlobalForwardingRule';
export const REGIONAL_FORWARDING_RULE = 'gcp:compute/forwardingRule:ForwardingRule';
export const GLOBAL_ADDRESS = 'gcp:compute/globalAddress:GlobalAddress';
export const ADDRESS = 'gcp:compute/address:Address';
export const HEALTH_CHECK = 'gcp:compute/healthCheck:HealthCheck';
export const REGION_HEALTH_CHECK = 'gcp:compute/regionHealthCheck:RegionHealthCheck';
export const SERVERLESS_NEG = 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup';
export const ZONAL_NEG = 'gcp:compute/networkEndpointGroup:NetworkEndpointGroup';
export const ZONAL_MANAGER = 'gcp:compute/instanceGroupManager:InstanceGroupManager';
export const REGION_MANAGER = 'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager';
export const INSTANCE_GROUP = 'gcp:compute/instanceGroup:InstanceGroup';
export const AUTOSCALER = 'gcp:compute/autoscaler:Autoscaler';
export const REGION_AUTOSCALER = 'gcp:compute/regionAutoscaler:RegionAutoscaler';
export const LB_POLICY = 'gcp:networkservices/serviceLbPolicies:ServiceLbPolicies';
export const RUN_SERVICE = 'gcp:cloudrunv2/service:Service';
export const RUN_V1_SERVICE = 'gcp:cloudrun/service:Service';
export const FUNCTIONS = ['gcp:cloudfunctionsv2/function:Function', 'gcp:cloudfunctions/function:Function'] as const;
export const APP_ENGINE = 'gcp:appengine/application:Application';
export const RECORD_SET = 'gcp:dns/recordSet:RecordSet';
export const SQL_INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';
export const BUCKET = 'gcp:storage/bucket:Bucket';
export const SECRET = 'gcp:secretmanager/secret:Secret';
export const SECRET_VERSION = 'gcp:secretmanager/secretVersion:SecretVersion';
export const REPOSITORY = 'gcp:artifactregistry/repository:Repository';
export const SPANNER_INSTANCE = 'gcp:spanner/instance:Instance';
export const REDIS_INSTANCE = 'gcp:redis/instance:Instance';
export const REDIS_CLUSTER = 'gcp:redis/cluster:Cluster';
export const FIRESTORE = 'gcp:firestore/database:Database';

export const BACKEND_SERVICES = [BACKEND_SERVICE, REGION_BACKEND_SERVICE] as const;
export const URL_MAPS = [URL_MAP, REGION_URL_MAP] as const;

export const NETWORK = 'gcp:compute/network:Network';
export const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
export const FIREWALL = 'gcp:compute/firewall:Firewall';
export const TEMPLATES = [
  'gcp:compute/instanceTemplate:InstanceTemplate',
  'gcp:compute/regionInstanceTemplate:RegionInstanceTemplate',
] as const;

/** What a backend's `group` can name. */
export const BACKEND_GROUPS = [SERVERLESS_NEG, ZONAL_NEG, ZONAL_MANAGER, REGION_MANAGER, INSTANCE_GROUP] as const;
