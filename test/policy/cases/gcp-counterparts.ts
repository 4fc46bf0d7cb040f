import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const service = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:compute/backendService:BackendService', 'other', {
    loadBalancingScheme: 'EXTERNAL_MANAGED',
    backends: [{ group: 'projects/p/networkEndpointGroups/x' }],
    ...inputs,
  }),
];

const plainAddress = [
  ...runPlan,
  draft('gcp:compute/globalAddress:GlobalAddress', 'other-address', { ipVersion: 'IPV6' }),
];

/** A certificate for the entry, proven by authorisations for some domains. */
const certified = (domains: readonly string[], proven: readonly string[] = []): readonly Draft[] => [
  ...relink(runPlan, 'certificate', 'certificates', ['managed']),
  ...proven.map((domain, index) =>
    draft('gcp:certificatemanager/dnsAuthorization:DnsAuthorization', `proof-${index}`, { domain }),
  ),
  draft(
    'gcp:certificatemanager/certificate:Certificate',
    'managed',
    { managed: { domains, ...(proven.length > 0 ? { dnsAuthorizations: proven.map(() => id) } : {}) } },
    { links: { managed: proven.map((_, index) => `proof-${index}`) } },
  ),
];

export const counterpartCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-053-roles-can-swap': {
    pass: [
      holds('the shape that swaps', runPlan),
      holds('a secret block in a preview file', set('db-replica', 'replicaConfiguration', '[secret]')),
      holds(
        'Enterprise, which cannot switch over',
        change(set('db-primary', 'settings.edition', 'ENTERPRISE'), 'db-replica', 'replicaConfiguration', undefined),
      ),
      holds(
        'a reader in the same region',
        change(set('db-replica', 'region', 'us-central1'), 'db-replica', 'replicaConfiguration', undefined),
      ),
    ],
    fail: [
      broken(
        'no block',
        set('db-replica', 'replicaConfiguration', undefined),
        'db-replica',
        'replicaConfiguration.cascadableReplica',
        /would replace the old primary/,
      ),
      broken(
        'failover target',
        set('db-replica', 'replicaConfiguration.failoverTarget', false),
        'db-replica',
        'replicaConfiguration.failoverTarget',
      ),
      broken(
        'block on the primary',
        set('db-primary', 'replicaConfiguration', { cascadableReplica: false }),
        'db-primary',
        'replicaConfiguration',
      ),
      broken('no names on the primary', set('db-primary', 'replicaNames', undefined), 'db-primary', 'replicaNames'),
      broken('empty names on the primary', set('db-primary', 'replicaNames', []), 'db-primary', 'replicaNames'),
    ],
    unknown: [
      broken(
        'computed block',
        set('db-replica', 'replicaConfiguration', id),
        'db-replica',
        'replicaConfiguration.cascadableReplica',
      ),
    ],
  },
  'tandem-gcp-054-routes-lead-somewhere': {
    pass: [
      holds('all', runPlan),
      holds(
        'one version switched off',
        set('routes', 'pathMatchers.0.defaultRouteAction.weightedBackendServices', [{ weight: 0 }, { weight: 100 }]),
      ),
    ],
    fail: [
      broken(
        'a header compared with nothing',
        set('routes', 'pathMatchers.0.routeRules.0.matchRules.0.headerMatches.0.exactMatch', undefined),
        'routes',
        'pathMatchers[0].routeRules[0].matchRules[0].headerMatches[0].exactMatch',
      ),
      broken(
        'no such matcher',
        set('routes', 'hostRules.0.pathMatcher', 'other'),
        'routes',
        'hostRules[0].pathMatcher',
        /no path matcher has this name/,
      ),
      broken('no matchers', set('routes', 'pathMatchers', undefined), 'routes', 'hostRules[0].pathMatcher'),
      broken(
        'a matcher without a host',
        set('routes', 'hostRules', undefined),
        'routes',
        'pathMatchers[0].name',
        /no host rule leads to/,
      ),
      broken(
        'a matcher without a default',
        set('routes', 'pathMatchers.0.defaultRouteAction.weightedBackendServices', undefined),
        'routes',
        'pathMatchers[0].defaultService',
      ),
      broken(
        'a priority twice',
        set('routes', 'pathMatchers.0.routeRules.1.priority', 1),
        'routes',
        'pathMatchers[0].routeRules',
        /priority 1 twice/,
      ),
      broken(
        'no weight',
        set('routes', 'pathMatchers.0.defaultRouteAction.weightedBackendServices.0.weight', 0),
        'routes',
        'pathMatchers[0].defaultRouteAction.weightedBackendServices',
      ),
    ],
    unknown: [broken('computed', set('routes', 'pathMatchers', id), 'routes', 'pathMatchers')],
  },
  'tandem-gcp-055-entry-has-a-certificate': {
    pass: [
      holds('a map with an entry', runPlan),
      holds('a list', change(set('proxy-https', 'certificateMap', undefined), 'proxy-https', 'sslCertificates', [id])),
      holds('the host of the entry', certified(['api.acme.test'])),
      holds('a wildcard with its proof', certified(['*.acme.test'], ['acme.test'])),
    ],
    fail: [
      broken('none', set('proxy-https', 'certificateMap', undefined), 'proxy-https', 'certificateMap'),
      broken('another host', certified(['www.acme.test']), 'certificate', 'hostname', /its certificate is for www/),
      broken(
        'a wildcard without a proof',
        certified(['*.acme.test']),
        'managed',
        'managed.dnsAuthorizations',
        /proven by DNS only/,
      ),
      broken(
        'a proof of another domain',
        certified(['api.acme.test'], ['acme.test']),
        'managed',
        'managed.dnsAuthorizations',
      ),
      broken('a map without an entry', without(runPlan, 'certificate'), 'certificates', 'certificateMapEntry'),
      broken(
        'an entry without a certificate',
        set('certificate', 'certificates', undefined),
        'certificates',
        'certificateMapEntry',
      ),
    ],
    unknown: [
      broken(
        'computed',
        change(set('proxy-https', 'certificateMap', undefined), 'proxy-https', 'sslCertificates', id),
        'proxy-https',
        'sslCertificates',
      ),
    ],
  },
  'tandem-gcp-056-services-answer-the-entry': {
    pass: [
      holds('invokers in both regions', runPlan),
      holds(
        'no check of invokers',
        change(without(runPlan, 'invoker-us-east1'), 'run-us-east1', 'invokerIamDisabled', true),
      ),
      holds('instances', instancesPlan),
    ],
    fail: [
      broken(
        'a group that leads nowhere',
        set('neg-us-east1', 'cloudRun', undefined),
        'neg-us-east1',
        'cloudRun',
        /leads nowhere/,
      ),
      broken('no invoker', without(runPlan, 'invoker-us-east1'), 'run-us-east1', 'roles/run.invoker', /403/),
      broken('another role', set('invoker-us-east1', 'role', 'roles/run.viewer'), 'run-us-east1', 'roles/run.invoker'),
      broken(
        'a group elsewhere',
        set('neg-us-east1', 'region', 'us-west1'),
        'neg-us-east1',
        'region',
        /is us-west1, while its service run-us-east1 is in us-east1/,
      ),
    ],
    unknown: [broken('computed region', set('run-us-east1', 'location', id), 'neg-us-east1', 'region')],
  },
  'tandem-gcp-057-groups-serve-the-port': {
    pass: [
      holds('zonal groups', instancesPlan),
      holds('regional groups', regionalPlan),
      holds(
        'another name on both sides',
        change(
          change(change(regionalPlan, 'vms', 'portName', 'web'), 'group-us-east1', 'namedPorts.0.name', 'web'),
          'group-us-central1',
          'namedPorts.0.name',
          'web',
        ),
      ),
    ],
    fail: [
      broken(
        'no ports',
        change(instancesPlan, 'group-us-east1-a', 'namedPorts', undefined),
        'group-us-east1-a',
        'namedPorts',
        /is not set/,
      ),
      broken(
        'another port',
        change(instancesPlan, 'vms', 'portName', 'web'),
        'group-us-east1-a',
        'namedPorts',
        /names http/,
      ),
      broken(
        'an autoscaler elsewhere',
        change(instancesPlan, 'scale-us-east1-a', 'zone', 'us-east1-b'),
        'scale-us-east1-a',
        'zone',
      ),
      broken(
        'a regional autoscaler elsewhere',
        change(regionalPlan, 'scale-us-east1', 'region', 'us-central1'),
        'scale-us-east1',
        'region',
      ),
    ],
    unknown: [
      broken('computed', change(instancesPlan, 'group-us-east1-a', 'namedPorts', id), 'group-us-east1-a', 'namedPorts'),
    ],
  },
  'tandem-gcp-058-database-is-reachable': {
    pass: [
      holds('joined', runPlan),
      holds(
        'a private endpoint',
        set('db-primary', 'settings.ipConfiguration', { ipv4Enabled: false, pscConfigs: [{ pscEnabled: true }] }),
      ),
      holds(
        'a network of another program',
        relink(
          set('db-primary', 'settings.ipConfiguration.privateNetwork', 'projects/p/global/networks/shared'),
          'db-primary',
          'settings',
          [],
        ),
      ),
    ],
    fail: [
      broken(
        'no address',
        set('db-primary', 'settings.ipConfiguration.privateNetwork', undefined),
        'db-primary',
        'settings.ipConfiguration.privateNetwork',
        /no other address/,
      ),
      broken(
        'no connection',
        without(runPlan, 'services'),
        'db-replica',
        'settings.ipConfiguration.privateNetwork',
        /no servicenetworking.Connection/,
      ),
    ],
    unknown: [
      broken('computed', set('db-primary', 'settings.ipConfiguration', id), 'db-primary', 'settings.ipConfiguration'),
    ],
  },
  'tandem-gcp-060-entry-is-complete': {
    pass: [
      holds('both ports', runPlan),
      holds('a range of one', set('https', 'portRange', '443-443')),
      holds('the default tier', set('https', 'networkTier', undefined)),
    ],
    fail: [
      broken('standard tier', set('https', 'networkTier', 'STANDARD'), 'https', 'networkTier'),
      broken('another port', set('https', 'portRange', '8443'), 'https', 'portRange', /answers on 443/),
      broken(
        'a redirect to where nothing answers',
        relink(relink(plainAddress, 'http', 'ipAddress', ['other-address']), 'http', 'target', ['proxy-http']),
        'other-address',
        'globalForwardingRule',
        /redirected to where nothing answers/,
      ),
      broken('a proxy that nothing leads to', without(runPlan, 'http'), 'proxy-http', 'globalForwardingRule'),
    ],
    unknown: [
      broken('computed port', set('https', 'portRange', id), 'https', 'portRange'),
      broken('computed tier', set('https', 'networkTier', id), 'https', 'networkTier'),
    ],
  },
  'tandem-gcp-061-supported-together': {
    pass: [
      holds('serverless', runPlan),
      holds('affinity on instances', change(instancesPlan, 'vms', 'sessionAffinity', 'CLIENT_IP')),
      holds('no affinity, said out loud', set('api', 'sessionAffinity', 'NONE')),
      holds('a mesh', service({ loadBalancingScheme: 'INTERNAL_SELF_MANAGED', circuitBreakers: { maxRequests: 10 } })),
    ],
    fail: [
      broken('affinity', set('api', 'sessionAffinity', 'CLIENT_IP'), 'api', 'sessionAffinity'),
      broken('locality', set('api', 'localityLbPolicy', 'ROUND_ROBIN'), 'api', 'localityLbPolicy'),
      broken(
        'circuit breakers',
        change(instancesPlan, 'vms', 'circuitBreakers', { maxRequests: 10 }),
        'vms',
        'circuitBreakers',
      ),
    ],
    unknown: [broken('groups of unknown kind', service({ sessionAffinity: 'CLIENT_IP' }), 'other', 'sessionAffinity')],
  },
};
