import type { Situation, Description } from '../../kit/description.ts';
import type { CloudResource } from '../../cloud/cloud.ts';
import { atLeastOne, atMostOne, oneOf, matches, range, refused, when, within, isPresent, type Rule } from '../../kit/rules.ts';
import { digits } from '../../kit/random.ts';
import { isSet, listOf, numberOf, objectOf, textOf, type Values } from '../../kit/values.ts';
import { byPath, gceName, globalResource, named, namedLower, regionalResource, zonalResource } from '../common.ts';
import { HEALTH_CHECK } from './healthCheck.ts';
import { GROUP_MANAGER, REGION_GROUP_MANAGER } from './instances.ts';
import { NETWORK, SUBNETWORK } from './network.ts';
import { SECURITY_POLICY } from './security.ts';

export const BACKEND_SERVICE = 'gcp:compute/backendService:BackendService';
export const BACKEND_BUCKET = 'gcp:compute/backendBucket:BackendBucket';
export const REGION_NEG = 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup';
export const ZONAL_NEG = 'gcp:compute/networkEndpointGroup:NetworkEndpointGroup';

const GROUPS = [REGION_NEG, ZONAL_NEG, GROUP_MANAGER, REGION_GROUP_MANAGER];
const NEG_TYPES = ['SERVERLESS', 'PRIVATE_SERVICE_CONNECT', 'INTERNET_IP_PORT', 'INTERNET_FQDN_PORT', 'GCE_VM_IP_PORTMAP'];
const SCHEMES = ['EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL_MANAGED', 'INTERNAL_SELF_MANAGED'];
const SUCCESS_RATE_FIELDS = ['enforcingSuccessRate', 'successRateMinimumHosts', 'successRateRequestVolume', 'successRateStdevFactor'];
const MESH_ONLY = ['circuitBreakers', 'consistentHash', 'maxStreamDuration'];
const FIELDS_OF_DETECTION = [
  'baseEjectionTime',
  'consecutiveErrors',
  'consecutiveGatewayFailure',
  'enforcingConsecutiveErrors',
  'enforcingConsecutiveGatewayFailure',
  'interval',
  'maxEjectionPercent',
  ...SUCCESS_RATE_FIELDS,
];

/** A backend as declared, with the group it points to when that is known. */
interface Backend {
  path: string;
  values: Values;
  group: CloudResource | undefined;
}

const isServerless = ({ group }: Backend): boolean => group?.state['networkEndpointType'] === 'SERVERLESS';
const isInternet = ({ group }: Backend): boolean => String(group?.state['networkEndpointType']).startsWith('INTERNET');
const isEndpointGroup = ({ group }: Backend): boolean => group?.type === REGION_NEG || group?.type === ZONAL_NEG;

function backendsOf(inputs: Values, { cloud }: Situation): Backend[] {
  return listOf(inputs['backends']).map((item, index) => {
    const values = objectOf(item);
    return { path: `backends[${index}]`, values, group: cloud.named(values['group'], ...GROUPS) };
  });
}

/** Rules that hold when every backend is a serverless group. */
const serverless: Rule = (inputs, situation) => {
  const backends = backendsOf(inputs, situation);
  if (!backends.some(isServerless)) return [];
  const regions = backends.map(({ group }) => textOf(group?.state['region']));
  return [
    ...refused('healthChecks', 'a backend service cannot have a health check with serverless network endpoint groups')(inputs, situation),
    ...refused('timeoutSec', 'timeout is not supported with serverless network endpoint groups: it is always 60 minutes')(inputs, situation),
    ...refused('serviceLbPolicy', 'service load balancing policies do not support serverless network endpoint groups')(inputs, situation),
    ...refused('localityLbPolicy', 'is not supported with serverless network endpoint groups')(inputs, situation),
    ...SUCCESS_RATE_FIELDS.flatMap((field) =>
      refused(`outlierDetection.${field}`, 'is not supported with serverless network endpoint groups')(inputs, situation),
    ),
    ...backends.flatMap((backend, index) => [
      ...(isServerless(backend) ? [] : [{ path: backend.path, reason: 'serverless groups cannot be mixed with others' }]),
      ...(isSet(backend.values['preference']) ? [{ path: `${backend.path}.preference`, reason: 'is not supported with serverless groups' }] : []),
      ...(regions.indexOf(regions[index]) < index
        ? [{ path: `${backend.path}.group`, reason: `only one serverless group per region: ${regions[index]} has another` }]
        : []),
    ]),
  ];
};

/** Rules that hold for groups of instances and endpoints. */
const withServers: Rule = (inputs, situation) => {
  const backends = backendsOf(inputs, situation).filter(({ group }) => group !== undefined);
  const needsCheck = backends.length > 0 && !backends.some(isServerless) && !backends.some(isInternet);
  return [
    ...(needsCheck && !isPresent(inputs, 'healthChecks') ? [{ path: 'healthChecks', reason: 'must be set for these backends' }] : []),
    ...backends.filter((backend) => !isServerless(backend) && !isInternet(backend)).flatMap((backend) => modeProblems(backend, inputs)),
    ...policyProblems(backends, inputs),
  ];
};

function modeProblems(backend: Backend, inputs: Values): { path: string; reason: string }[] {
  const { path, values, group } = backend;
  const rates = ['maxRate', 'maxRatePerInstance', 'maxRatePerEndpoint'].filter((name) => isSet(values[name]));
  const mode = values['balancingMode'];
  const problems = [];
  if (mode === 'RATE' && rates.length === 0) {
    problems.push({ path: `${path}.balancingMode`, reason: 'RATE needs one of maxRate, maxRatePerInstance, maxRatePerEndpoint' });
  }
  if (mode === 'RATE' && group?.type === REGION_GROUP_MANAGER && rates.includes('maxRate')) {
    problems.push({ path: `${path}.maxRate`, reason: 'a regional instance group takes only maxRatePerInstance' });
  }
  if (mode === 'UTILIZATION' && isEndpointGroup(backend)) {
    problems.push({ path: `${path}.balancingMode`, reason: 'endpoint groups do not support UTILIZATION: use RATE' });
  }
  if (mode === 'UTILIZATION' && isSet(inputs['sessionAffinity']) && inputs['sessionAffinity'] !== 'NONE') {
    problems.push({ path: `${path}.balancingMode`, reason: 'UTILIZATION needs sessionAffinity NONE' });
  }
  return problems;
}

function policyProblems(backends: Backend[], inputs: Values): { path: string; reason: string }[] {
  const regional = backends.filter(({ group }) => group?.type === REGION_GROUP_MANAGER);
  return regional.flatMap(({ path, values }) => [
    ...(isSet(inputs['serviceLbPolicy']) ? [{ path: 'serviceLbPolicy', reason: `does not support the regional instance group of ${path}` }] : []),
    ...(isSet(values['preference']) ? [{ path: `${path}.preference`, reason: 'is not supported with regional instance groups' }] : []),
  ]);
}

const capacity: Rule = ({ backends }) => {
  const scalers = listOf(backends).map((backend) => numberOf(objectOf(backend)['capacityScaler']) ?? 1);
  return scalers.flatMap((scaler, index) => {
    const path = `backends[${index}].capacityScaler`;
    if (scaler !== 0 && (scaler < 0.1 || scaler > 1)) return [{ path, reason: `expected 0 or 0.1 to 1, got ${scaler}` }];
    return scaler === 0 && scalers.length === 1 ? [{ path, reason: 'the only backend cannot be drained to 0' }] : [];
  });
};

const schemes: Rule[] = [
  when(
    ({ loadBalancingScheme }) => loadBalancingScheme === 'EXTERNAL',
    refused('outlierDetection', 'outlier detection is not supported with the scheme EXTERNAL'),
    refused('backends[].preference', 'is not supported with the scheme EXTERNAL'),
  ),
  when(
    ({ loadBalancingScheme }) => loadBalancingScheme !== 'INTERNAL_SELF_MANAGED',
    ...MESH_ONLY.map((name) => refused(name, 'is only supported with the scheme INTERNAL_SELF_MANAGED')),
  ),
  when(({ iap }) => objectOf(iap)['enabled'] === true, refused('outlierDetection', 'cannot be used with Identity-Aware Proxy')),
];

const probesFromEverywhere: Rule = ({ healthChecks }, { cloud }) =>
  listOf(cloud.named(healthChecks, HEALTH_CHECK)?.state['sourceRegions']).length > 0
    ? [{ path: 'healthChecks', reason: 'a health check with sourceRegions is for DNS only' }]
    : [];

const backendService: Description = {
  type: BACKEND_SERVICE,
  ...globalResource('backendServices'),
  autoname: namedLower,
  defaults: {
    connectionDrainingTimeoutSec: 300,
    loadBalancingScheme: 'EXTERNAL',
    'backends[].balancingMode': 'UTILIZATION',
    'backends[].capacityScaler': 1,
    'logConfig.sampleRate': 1,
    'circuitBreakers.maxConnections': 1024,
    'circuitBreakers.maxPendingRequests': 1024,
    'circuitBreakers.maxRequests': 1024,
    'circuitBreakers.maxRetries': 3,
    'cdnPolicy.signedUrlCacheMaxAgeSec': 3600,
    'consistentHash.minimumRingSize': 1024,
  },
  check: [
    oneOf('loadBalancingScheme', SCHEMES),
    oneOf('protocol', ['HTTP', 'HTTPS', 'HTTP2', 'TCP', 'SSL', 'UDP', 'GRPC', 'UNSPECIFIED', 'H2C']),
    oneOf('backends[].balancingMode', ['UTILIZATION', 'RATE', 'CONNECTION', 'CUSTOM_METRICS', 'IN_FLIGHT']),
    oneOf('backends[].preference', ['PREFERRED', 'DEFAULT']),
    oneOf('localityLbPolicy', [
      'ROUND_ROBIN',
      'LEAST_REQUEST',
      'RING_HASH',
      'RANDOM',
      'ORIGINAL_DESTINATION',
      'MAGLEV',
      'WEIGHTED_MAGLEV',
      'WEIGHTED_ROUND_ROBIN',
    ]),
    oneOf('cdnPolicy.cacheMode', ['USE_ORIGIN_HEADERS', 'FORCE_CACHE_ALL', 'CACHE_ALL_STATIC']),
    oneOf('externalManagedMigrationState', ['PREPARE', 'TEST_BY_PERCENTAGE', 'TEST_ALL_TRAFFIC']),
    within('outlierDetection', atLeastOne(...FIELDS_OF_DETECTION)),
    within('logConfig', atLeastOne('enable', 'sampleRate', 'optionalMode', 'optionalFields')),
  ],
  apply: [
    gceName,
    range('logConfig.sampleRate', 0, 1),
    capacity,
    ...schemes,
    matches('serviceLbPolicy', /^\/\/networkservices\.googleapis\.com\/projects\/.+\/serviceLbPolicies\/.+/, 'the full name `//networkservices.googleapis.com/projects/P/locations/global/serviceLbPolicies/N`'),
    probesFromEverywhere,
    serverless,
    withServers,
  ],
  computed: ['protocol', 'portName', 'timeoutSec', 'sessionAffinity', 'cdnPolicy', 'logConfig', 'iap', 'externalManagedMigrationTestingPercentage', 'backends[].maxUtilization', 'logConfig.optionalMode', 'logConfig.enable'],
  replaces: ['name', 'params'],
  normal: { 'backends[].group': byPath, healthChecks: byPath, securityPolicy: byPath },
  references: {
    'backends[].group': GROUPS,
    healthChecks: [HEALTH_CHECK],
    securityPolicy: [SECURITY_POLICY],
    serviceLbPolicy: ['gcp:networkservices/serviceLbPolicies:ServiceLbPolicies'],
  },
  holds: ['backends[].group', 'healthChecks', 'securityPolicy', 'serviceLbPolicy'],
  outputs: () => ({ protocol: 'HTTP', portName: 'http', timeoutSec: 30, sessionAffinity: 'NONE', generatedId: Number(digits(15)) }),
};

const backendBucket: Description = {
  type: BACKEND_BUCKET,
  ...globalResource('backendBuckets'),
  autoname: named,
  check: [
    gceName,
    oneOf('loadBalancingScheme', ['INTERNAL_MANAGED']),
    oneOf('compressionMode', ['AUTOMATIC', 'DISABLED']),
    oneOf('cdnPolicy.cacheMode', ['USE_ORIGIN_HEADERS', 'FORCE_CACHE_ALL', 'CACHE_ALL_STATIC']),
  ],
  computed: ['cdnPolicy'],
  replaces: ['name', 'params'],
  references: { bucketName: ['gcp:storage/bucket:Bucket'] },
};

const regionNeg: Description = {
  type: REGION_NEG,
  ...regionalResource('networkEndpointGroups'),
  autoname: named,
  defaults: { networkEndpointType: 'SERVERLESS' },
  check: [
    gceName,
    oneOf('networkEndpointType', NEG_TYPES),
    atMostOne('cloudRun', 'cloudFunction', 'appEngine', 'serverlessDeployment'),
    within('cloudRun', atLeastOne('service', 'urlMask')),
  ],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { network: byPath, subnetwork: byPath },
  references: { 'cloudRun.service': ['gcp:cloudrunv2/service:Service'], network: [NETWORK], subnetwork: [SUBNETWORK] },
  holds: ['network', 'subnetwork'],
};

const zonalNeg: Description = {
  type: ZONAL_NEG,
  ...zonalResource('networkEndpointGroups'),
  autoname: named,
  defaults: { networkEndpointType: 'GCE_VM_IP_PORT' },
  check: [gceName, oneOf('networkEndpointType', ['GCE_VM_IP', 'GCE_VM_IP_PORT', 'NON_GCP_PRIVATE_IP_PORT', 'INTERNET_IP_PORT', 'INTERNET_FQDN_PORT'])],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { network: byPath, subnetwork: byPath },
  references: { network: [NETWORK], subnetwork: [SUBNETWORK] },
  holds: ['network', 'subnetwork'],
  outputs: () => ({ size: 0 }),
};

/** What a load balancer sends requests to. */
export const backends = [backendService, backendBucket, regionNeg, zonalNeg];

