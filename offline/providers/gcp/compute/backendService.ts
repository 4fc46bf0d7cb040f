import type { Description } from '../../kit/description.ts';
import { digits } from '../../kit/random.ts';
import { atLeastOne, matches, oneOf, range, within } from '../../kit/rules.ts';
import { byPath, gceName, globalResource, named, namedLower } from '../common.ts';
import {
  capacity,
  GROUPS,
  probesFromEverywhere,
  schemes,
  serverless,
  SUCCESS_RATE_FIELDS,
  withServers,
} from './backendRules.ts';
import { BACKEND_BUCKET, BACKEND_SERVICE, HEALTH_CHECK, SECURITY_POLICY } from '../types.ts';

const SCHEMES = ['EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL_MANAGED', 'INTERNAL_SELF_MANAGED'];

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
    matches(
      'serviceLbPolicy',
      /^\/\/networkservices\.googleapis\.com\/projects\/.+\/serviceLbPolicies\/.+/,
      'the full name `//networkservices.googleapis.com/projects/P/locations/global/serviceLbPolicies/N`',
    ),
    probesFromEverywhere,
    serverless,
    withServers,
  ],
  computed: [
    'protocol',
    'portName',
    'timeoutSec',
    'sessionAffinity',
    'cdnPolicy',
    'logConfig',
    'iap',
    'externalManagedMigrationTestingPercentage',
    'backends[].maxUtilization',
    'logConfig.optionalMode',
    'logConfig.enable',
  ],
  replaces: ['name', 'params'],
  normal: { 'backends[].group': byPath, healthChecks: byPath, securityPolicy: byPath },
  references: {
    'backends[].group': GROUPS,
    healthChecks: [HEALTH_CHECK],
    securityPolicy: [SECURITY_POLICY],
    serviceLbPolicy: ['gcp:networkservices/serviceLbPolicies:ServiceLbPolicies'],
  },
  holds: ['backends[].group', 'healthChecks', 'securityPolicy', 'serviceLbPolicy'],
  outputs: () => ({
    protocol: 'HTTP',
    portName: 'http',
    timeoutSec: 30,
    sessionAffinity: 'NONE',
    generatedId: Number(digits(15)),
  }),
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

/** What a load balancer sends requests to. */
export const backends = [backendService, backendBucket];
