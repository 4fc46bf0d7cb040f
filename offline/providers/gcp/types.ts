// Tokens of the types that other types refer to, in the provider's own spelling.

export const RUN_SERVICE = 'gcp:cloudrunv2/service:Service';
export const ADDRESS = 'gcp:compute/address:Address';
export const AUTOSCALER = 'gcp:compute/autoscaler:Autoscaler';
export const BACKEND_BUCKET = 'gcp:compute/backendBucket:BackendBucket';
export const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
export const GLOBAL_ADDRESS = 'gcp:compute/globalAddress:GlobalAddress';
export const HEALTH_CHECK = 'gcp:compute/healthCheck:HealthCheck';
export const GROUP_MANAGER = 'gcp:compute/instanceGroupManager:InstanceGroupManager';
export const INSTANCE_TEMPLATE = 'gcp:compute/instanceTemplate:InstanceTemplate';
export const MANAGED_CERTIFICATE = 'gcp:compute/managedSslCertificate:ManagedSslCertificate';
export const NETWORK = 'gcp:compute/network:Network';
export const ZONAL_NEG = 'gcp:compute/networkEndpointGroup:NetworkEndpointGroup';
export const REGION_AUTOSCALER = 'gcp:compute/regionAutoscaler:RegionAutoscaler';
export const REGION_GROUP_MANAGER = 'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager';
export const REGION_NEG = 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup';
export const ROUTER = 'gcp:compute/router:Router';
export const SSL_POLICY = 'gcp:compute/sSLPolicy:SSLPolicy';
export const SECURITY_POLICY = 'gcp:compute/securityPolicy:SecurityPolicy';
export const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
export const URL_MAP = 'gcp:compute/uRLMap:URLMap';
export const SERVICE_ACCOUNT = 'gcp:serviceaccount/account:Account';
export const DATABASE_INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';
export const BUCKET = 'gcp:storage/bucket:Bucket';
