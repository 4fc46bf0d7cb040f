import type { Description } from '../../kit/description.ts';
import { conflicts, exactlyOne, oneOf, oneOfIgnoringCase, range } from '../../kit/rules.ts';
import { digits, hashOf } from '../../kit/random.ts';
import { byPath, gceName, named, namedLower, regionalResource } from '../common.ts';
import {
  ADDRESS,
  NETWORK,
  REGION_BACKEND_SERVICE,
  REGION_HEALTH_CHECK,
  REGION_HTTP_PROXY,
  REGION_HTTPS_PROXY,
  REGION_URL_MAP,
  SECURITY_POLICY,
  SUBNETWORK,
} from '../types.ts';
import { GROUPS } from './backendRules.ts';
import { healthCheck } from './healthCheck.ts';

const regionHealthCheck: Description = {
  ...healthCheck,
  type: REGION_HEALTH_CHECK,
  ...regionalResource('healthChecks'),
  check: (healthCheck.check ?? []).filter(({ patterns }) => !patterns?.includes('sourceRegions')),
  apply: (healthCheck.apply ?? []).filter(({ patterns }) => patterns?.length !== 0),
  replaces: ['name', 'region'],
};

const regionBackendService: Description = {
  type: REGION_BACKEND_SERVICE,
  ...regionalResource('backendServices'),
  autoname: namedLower,
  defaults: {
    connectionDrainingTimeoutSec: 0,
    loadBalancingScheme: 'INTERNAL',
    'backends[].balancingMode': 'UTILIZATION',
  },
  check: [
    oneOf('loadBalancingScheme', ['EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL', 'INTERNAL_MANAGED']),
    oneOf('protocol', ['HTTP', 'HTTPS', 'HTTP2', 'SSL', 'TCP', 'UDP', 'GRPC', 'UNSPECIFIED']),
    oneOf('backends[].balancingMode', ['UTILIZATION', 'RATE', 'CONNECTION', 'CUSTOM_METRICS', 'IN_FLIGHT']),
  ],
  apply: [gceName, range('backends[].capacityScaler', 0, 1), range('logConfig.sampleRate', 0, 1)],
  computed: ['protocol', 'portName', 'timeoutSec', 'sessionAffinity', 'cdnPolicy', 'logConfig', 'iap'],
  replaces: ['name', 'network', 'region', 'params'],
  normal: { 'backends[].group': byPath, healthChecks: byPath, network: byPath },
  references: {
    'backends[].group': GROUPS,
    healthChecks: [REGION_HEALTH_CHECK, 'gcp:compute/healthCheck:HealthCheck'],
    network: [NETWORK],
    securityPolicy: [SECURITY_POLICY],
  },
  holds: ['backends[].group', 'healthChecks', 'network', 'securityPolicy'],
  outputs: () => ({
    protocol: 'HTTP',
    portName: 'http',
    timeoutSec: 30,
    sessionAffinity: 'NONE',
    generatedId: Number(digits(15)),
  }),
};

const regionUrlMap: Description = {
  type: REGION_URL_MAP,
  ...regionalResource('urlMaps'),
  autoname: namedLower,
  check: [
    exactlyOne('defaultService', 'defaultUrlRedirect', 'defaultRouteAction.weightedBackendServices'),
    conflicts('defaultRouteAction', 'defaultUrlRedirect'),
    range('defaultRouteAction.weightedBackendServices[].weight', 0, 1000),
  ],
  computed: ['defaultRouteAction'],
  replaces: ['name', 'region'],
  normal: { defaultService: byPath },
  references: { defaultService: [REGION_BACKEND_SERVICE] },
  holds: ['defaultService'],
  outputs: () => ({ mapId: Number(digits(15)) }),
};

/** The two proxies of a region differ in what they end: plain HTTP or TLS. */
function regionProxy(type: string, collection: string): Description {
  return {
    type,
    ...regionalResource(collection),
    autoname: namedLower,
    replaces: ['name', 'region', 'description', 'httpKeepAliveTimeoutSec'],
    normal: { urlMap: byPath },
    references: { urlMap: [REGION_URL_MAP] },
    holds: ['urlMap'],
    outputs: () => ({ proxyId: Number(digits(15)) }),
  };
}

const forwardingRule: Description = {
  type: 'gcp:compute/forwardingRule:ForwardingRule',
  ...regionalResource('forwardingRules'),
  autoname: named,
  defaults: { loadBalancingScheme: 'EXTERNAL' },
  check: [
    oneOf('loadBalancingScheme', ['EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL', 'INTERNAL_MANAGED']),
    oneOfIgnoringCase('ipProtocol', ['TCP', 'UDP', 'ESP', 'AH', 'SCTP', 'ICMP', 'L3_DEFAULT']),
    oneOf('networkTier', ['PREMIUM', 'STANDARD']),
    conflicts('portRange', 'ports', 'allPorts'),
    exactlyOne('target', 'backendService'),
  ],
  computed: [
    'ipAddress',
    'ipProtocol',
    'ipVersion',
    'network',
    'networkTier',
    'portRange',
    'serviceDirectoryRegistrations',
    'subnetwork',
  ],
  replaces: [
    'name',
    'region',
    'ipAddress',
    'ipProtocol',
    'portRange',
    'ports',
    'allPorts',
    'description',
    'network',
    'subnetwork',
    'networkTier',
    'loadBalancingScheme',
  ],
  normal: { target: byPath, backendService: byPath, network: byPath, subnetwork: byPath, ipAddress: byPath },
  references: {
    target: [REGION_HTTP_PROXY, REGION_HTTPS_PROXY],
    backendService: [REGION_BACKEND_SERVICE],
    ipAddress: [ADDRESS],
    network: [NETWORK],
    subnetwork: [SUBNETWORK],
  },
  holds: ['target', 'backendService', 'ipAddress', 'network', 'subnetwork'],
  outputs: (_situation, id) => ({
    ipAddress: `203.0.113.${(parseInt(hashOf(id, 4), 36) % 254) + 1}`,
    ipProtocol: 'TCP',
    networkTier: 'PREMIUM',
    forwardingRuleId: Number(digits(15)),
  }),
};

/** The load balancer of one region, for topologies that join regions by DNS. */
export const regional = [
  regionHealthCheck,
  regionBackendService,
  regionUrlMap,
  regionProxy(REGION_HTTP_PROXY, 'targetHttpProxies'),
  regionProxy(REGION_HTTPS_PROXY, 'targetHttpsProxies'),
  forwardingRule,
];
