import { draft, UNKNOWN_VALUE as id, type Draft } from './graph.ts';
import { networkPlan, REGIONS, signalsPlan, storesPlan } from './parts.ts';

// Two small plans that break no rule: one on Cloud Run, one on instances. Tests break one thing in them.

const ZONES = ['a', 'b', 'c'] as const;

const ports = { https: '443', http: '80' } as const;
const entryPlan: readonly Draft[] = [
  draft('gcp:compute/globalAddress:GlobalAddress', 'address', { name: 'address-1234567', ipVersion: 'IPV4' }),
  draft('gcp:compute/uRLMap:URLMap', 'redirect', {
    name: 'redirect-1234567',
    defaultUrlRedirect: { httpsRedirect: true, stripQuery: false },
  }),
  draft('gcp:compute/sSLPolicy:SSLPolicy', 'tls', { profile: 'MODERN', minTlsVersion: 'TLS_1_2' }),
  draft('gcp:certificatemanager/certificateMap:CertificateMap', 'certificates', { name: 'certificates-1234567' }),
  draft(
    'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry',
    'certificate',
    {
      map: 'certificates-1234567',
      certificates: ['projects/acme/locations/global/certificates/api'],
      hostname: 'api.acme.test',
    },
    { links: { map: ['certificates'] } },
  ),
  draft(
    'gcp:compute/targetHttpsProxy:TargetHttpsProxy',
    'proxy-https',
    { urlMap: id, sslPolicy: id, certificateMap: id },
    { links: { urlMap: ['routes'], sslPolicy: ['tls'], certificateMap: ['certificates'] } },
  ),
  draft(
    'gcp:compute/targetHttpProxy:TargetHttpProxy',
    'proxy-http',
    { urlMap: id },
    { links: { urlMap: ['redirect'] } },
  ),
  ...Object.entries(ports).map(([name, portRange]) =>
    draft(
      'gcp:compute/globalForwardingRule:GlobalForwardingRule',
      name,
      { loadBalancingScheme: 'EXTERNAL_MANAGED', networkTier: 'PREMIUM', portRange, target: id, ipAddress: id },
      { links: { target: [`proxy-${name}`], ipAddress: ['address'] } },
    ),
  ),
  draft('gcp:compute/securityPolicy:SecurityPolicy', 'armor', {
    type: 'CLOUD_ARMOR',
    rules: [
      {
        action: 'throttle',
        priority: 1000,
        match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
        rateLimitOptions: {
          conformAction: 'allow',
          exceedAction: 'deny(429)',
          enforceOnKey: 'IP',
          rateLimitThreshold: { count: 6000, intervalSec: 60 },
        },
      },
      {
        action: 'allow',
        priority: 2147483647,
        match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
      },
    ],
  }),
];

/** Two Cloud Run regions behind one entry, with probes pinned to a region by a header. */
export const runPlan: readonly Draft[] = [
  ...REGIONS.flatMap((region) => [
    draft('gcp:serviceaccount/account:Account', `account-${region}`, { accountId: `api-${region}` }),
    draft('gcp:cloudrunv2/serviceIamMember:ServiceIamMember', `invoker-${region}`, {
      name: `run-${region}-1234567`,
      location: region,
      role: 'roles/run.invoker',
      member: 'allUsers',
    }),
    draft(
      'gcp:secretmanager/secretIamMember:SecretIamMember',
      `reader-${region}`,
      { secretId: id, role: 'roles/secretmanager.secretAccessor', member: id },
      { links: { secretId: ['password'], member: [`account-${region}`] } },
    ),
    draft(
      'gcp:cloudrunv2/service:Service',
      `run-${region}`,
      {
        name: `run-${region}-1234567`,
        location: region,
        ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
        defaultUriDisabled: true,
        scaling: { minInstanceCount: 4, maxInstanceCount: 40 },
        template: {
          serviceAccount: id,
          vpcAccess: { egress: 'PRIVATE_RANGES_ONLY', networkInterfaces: [{ network: id, subnetwork: id }] },
          containers: [
            {
              image: 'us-docker.pkg.dev/acme/api/api@sha256:0',
              ports: { containerPort: 8080 },
              envs: [
                { name: 'DATABASE_HOST', value: id },
                { name: 'DATABASE_PASSWORD', valueSource: { secretKeyRef: { secret: id, version: '1' } } },
              ],
              startupProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 2, failureThreshold: 15 },
              readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5, failureThreshold: 2 },
              livenessProbe: { httpGet: { path: '/live', port: 8080 } },
            },
          ],
        },
      },
      { links: { template: [`account-${region}`, 'password', 'db-primary', 'net', `subnet-${region}`] } },
    ),
    draft(
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      `neg-${region}`,
      {
        name: `neg-${region}-1234567`,
        region,
        networkEndpointType: 'SERVERLESS',
        cloudRun: { service: `run-${region}-1234567` },
      },
      { links: { cloudRun: [`run-${region}`] } },
    ),
    draft(
      'gcp:compute/backendService:BackendService',
      `pin-${region}`,
      {
        name: `pin-${region}-1234567`,
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        protocol: 'HTTPS',
        backends: [{ group: id, balancingMode: 'UTILIZATION', capacityScaler: 1 }],
        securityPolicy: id,
        logConfig: { enable: true, sampleRate: 1 },
      },
      { links: { backends: [`neg-${region}`], securityPolicy: ['armor'] } },
    ),
  ]),
  draft(
    'gcp:compute/backendService:BackendService',
    'api',
    {
      name: 'api-1234567',
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      protocol: 'HTTPS',
      backends: REGIONS.map(() => ({ group: id, balancingMode: 'UTILIZATION', capacityScaler: 1 })),
      securityPolicy: id,
      logConfig: { enable: true, sampleRate: 1 },
      outlierDetection: {
        consecutiveErrors: 5,
        enforcingConsecutiveErrors: 100,
        consecutiveGatewayFailure: 3,
        enforcingConsecutiveGatewayFailure: 100,
        maxEjectionPercent: 50,
        interval: { seconds: 1 },
        baseEjectionTime: { seconds: 180 },
      },
    },
    { links: { backends: REGIONS.map((region) => `neg-${region}`), securityPolicy: ['armor'] } },
  ),
  draft(
    'gcp:compute/uRLMap:URLMap',
    'routes',
    {
      name: 'routes-1234567',
      defaultService: id,
      hostRules: [{ hosts: ['api.acme.test'], pathMatcher: 'api' }],
      pathMatchers: [
        {
          name: 'api',
          defaultRouteAction: {
            weightedBackendServices: [{ backendService: id, weight: 100 }],
            timeout: { seconds: '10' },
            retryPolicy: {
              retryConditions: ['5xx', 'gateway-error', 'connect-failure', 'refused-stream'],
              numRetries: 2,
              perTryTimeout: { seconds: '2' },
            },
          },
          routeRules: REGIONS.map((region, index) => ({
            priority: index + 1,
            matchRules: [{ prefixMatch: '/', headerMatches: [{ headerName: 'x-tandem-region', exactMatch: region }] }],
            routeAction: { weightedBackendServices: [{ backendService: id, weight: 100 }] },
          })),
        },
      ],
    },
    { links: { defaultService: ['api'], pathMatchers: ['api', ...REGIONS.map((region) => `pin-${region}`)] } },
  ),
  ...networkPlan,
  ...entryPlan,
  ...storesPlan,
  ...signalsPlan,
];

/** Zonal instance groups in three zones of each region behind one backend service, with drain and threshold. */
export const instancesPlan: readonly Draft[] = [
  ...signalsPlan.filter(({ name }) => name !== 'alert-lag'),
  ...networkPlan,
  draft(
    'gcp:compute/firewall:Firewall',
    'allow-probes',
    {
      network: id,
      allows: [{ protocol: 'tcp', ports: ['8080'] }],
      sourceRanges: ['35.191.0.0/16', '130.211.0.0/22'],
    },
    { links: { network: ['net'] } },
  ),
  draft('gcp:compute/healthCheck:HealthCheck', 'lb-check', {
    checkIntervalSec: 5,
    timeoutSec: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
    httpHealthCheck: { portSpecification: 'USE_SERVING_PORT', requestPath: '/ready' },
  }),
  draft('gcp:compute/healthCheck:HealthCheck', 'heal-check', {
    checkIntervalSec: 10,
    timeoutSec: 5,
    unhealthyThreshold: 6,
    httpHealthCheck: { port: 8080, requestPath: '/live' },
  }),
  draft(
    'gcp:compute/instanceTemplate:InstanceTemplate',
    'template',
    { machineType: 'e2-medium', disks: [{ boot: true }], networkInterfaces: [{ network: id }] },
    { links: { networkInterfaces: ['net'] } },
  ),
  ...REGIONS.flatMap((region) =>
    ZONES.flatMap((letter) => [
      draft(
        'gcp:compute/instanceGroupManager:InstanceGroupManager',
        `group-${region}-${letter}`,
        {
          zone: `${region}-${letter}`,
          baseInstanceName: 'api',
          versions: [{ instanceTemplate: id }],
          namedPorts: [{ name: 'http', port: 8080 }],
          autoHealingPolicies: { healthCheck: id, initialDelaySec: 60 },
        },
        { links: { versions: ['template'], autoHealingPolicies: ['heal-check'] } },
      ),
      draft(
        'gcp:compute/autoscaler:Autoscaler',
        `scale-${region}-${letter}`,
        {
          zone: `${region}-${letter}`,
          target: id,
          autoscalingPolicy: { minReplicas: 2, maxReplicas: 10, cpuUtilization: { target: 0.5 } },
        },
        { links: { target: [`group-${region}-${letter}`] } },
      ),
    ]),
  ),
  draft('gcp:networkservices/serviceLbPolicies:ServiceLbPolicies', 'lb-policy', {
    location: 'global',
    autoCapacityDrain: { enable: true },
    failoverConfig: { failoverHealthThreshold: 70 },
  }),
  draft(
    'gcp:compute/backendService:BackendService',
    'vms',
    {
      name: 'vms-1234567',
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      protocol: 'HTTP',
      portName: 'http',
      securityPolicy: 'projects/acme/global/securityPolicies/armor',
      healthChecks: id,
      serviceLbPolicy: id,
      backends: REGIONS.flatMap(() =>
        ZONES.map(() => ({ group: id, balancingMode: 'RATE', maxRatePerInstance: 50, capacityScaler: 1 })),
      ),
      logConfig: { enable: true, sampleRate: 1 },
    },
    {
      links: {
        healthChecks: ['lb-check'],
        serviceLbPolicy: ['lb-policy'],
        backends: REGIONS.flatMap((region) => ZONES.map((letter) => `group-${region}-${letter}`)),
      },
    },
  ),
];

/** The same with one regional group a region and no service load balancing policy. */
export const regionalPlan: readonly Draft[] = [
  ...instancesPlan.filter(({ name }) => !/^(group|scale)-|^vms$|^lb-policy$/.test(name)),
  ...REGIONS.flatMap((region) => [
    draft(
      'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager',
      `group-${region}`,
      {
        region,
        baseInstanceName: 'api',
        versions: [{ instanceTemplate: id }],
        namedPorts: [{ name: 'http', port: 8080 }],
        distributionPolicyZones: ZONES.map((letter) => `${region}-${letter}`),
        autoHealingPolicies: { healthCheck: id, initialDelaySec: 60 },
        updatePolicy: { type: 'PROACTIVE', minimalAction: 'REPLACE', maxSurgeFixed: 3, maxUnavailableFixed: 0 },
      },
      { links: { versions: ['template'], autoHealingPolicies: ['heal-check'] } },
    ),
    draft(
      'gcp:compute/regionAutoscaler:RegionAutoscaler',
      `scale-${region}`,
      {
        region,
        target: id,
        autoscalingPolicy: { minReplicas: 6, maxReplicas: 30, cpuUtilization: { target: 0.5 } },
      },
      { links: { target: [`group-${region}`] } },
    ),
  ]),
  draft(
    'gcp:compute/backendService:BackendService',
    'vms',
    {
      name: 'vms-1234567',
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      protocol: 'HTTP',
      securityPolicy: 'projects/acme/global/securityPolicies/armor',
      healthChecks: id,
      backends: REGIONS.map(() => ({ group: id, balancingMode: 'RATE', maxRatePerInstance: 50, capacityScaler: 1 })),
      logConfig: { enable: true, sampleRate: 1 },
    },
    { links: { healthChecks: ['lb-check'], backends: REGIONS.map((region) => `group-${region}`) } },
  ),
];
