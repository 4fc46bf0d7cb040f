import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

// What the provider does not look at: names of arguments, places, and values of many kinds.

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const machines = (name: string, path: string, value: unknown) => change(instancesPlan, name, path, value);
const RUN = 'run-us-east1';
const one = (type: string, inputs: Draft['inputs'], name = 'one'): readonly Draft[] => [draft(type, name, inputs)];
const REPOSITORY = 'gcp:artifactregistry/repository:Repository';
const GRANT = 'gcp:projects/iAMMember:IAMMember';
const NAT = 'gcp:compute/routerNat:RouterNat';

export const uncheckedCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-066-arguments-exist': {
    pass: [
      holds('every argument of services', runPlan),
      holds('every argument of instances', [
        ...instancesPlan,
        ...regionalPlan.filter(({ name }) => /^group/.test(name)),
      ]),
      holds('keys of maps are free', set('data', 'labels', { anything: 'goes' })),
      holds('what only the cloud sets, in a state', set('api', 'selfLink', 'https://www.googleapis.com/compute/v1/x')),
      holds('a type that the table does not have', one('gcp:pubsub/topic:Topic', { anything: 1 })),
    ],
    fail: [
      broken('at the top', set('api', 'outlierDetections', {}), 'api', 'outlierDetections', /ignores it/),
      broken(
        'in a block',
        set('api', 'outlierDetection.maxEjectionPercentage', 50),
        'api',
        'outlierDetection.maxEjectionPercentage',
      ),
      broken('in a list', set('api', 'backends.0.capacityscaler', 1), 'api', 'backends[0].capacityscaler'),
      broken(
        'deep in lists',
        set(RUN, 'template.containers.0.readinessProbes', {}),
        RUN,
        'template.containers[0].readinessProbes',
      ),
    ],
    unknown: [broken('a computed block', set('data', 'website', id), 'data', 'website')],
  },
  'tandem-gcp-067-places-exist': {
    pass: [
      holds('services', runPlan),
      holds('a link to a region', set('subnet-us-east1', 'region', 'projects/acme/regions/us-east1')),
      holds('a multi-region', one(REPOSITORY, { repositoryId: 'r', format: 'DOCKER', location: 'europe' })),
      holds('any case for a bucket', set('data', 'location', 'nam4')),
      holds('zones', regionalPlan),
    ],
    fail: [
      broken('a region', set('subnet-us-east1', 'region', 'us-east11'), 'subnet-us-east1', 'region', /does not have/),
      broken('a location', set(RUN, 'location', 'us-esat1'), RUN, 'location'),
      broken('a zone', machines('group-us-east1-b', 'zone', 'us-east1'), 'group-us-east1-b', 'zone', /no zone/),
      broken('a zone of no region', machines('group-us-east1-b', 'zone', 'us-eest1-b'), 'group-us-east1-b', 'zone'),
      broken('a bucket', set('data', 'location', 'NAM5'), 'data', 'location'),
      broken(
        'a replica of a secret',
        set('password', 'replication.userManaged.replicas.0.location', 'us-centre1'),
        'password',
        'replication.userManaged.replicas[0].location',
      ),
    ],
    unknown: [broken('computed', set('subnet-us-east1', 'region', id), 'subnet-us-east1', 'region')],
  },
  'tandem-gcp-068-values-are-possible': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds(
        'numbers as text',
        set('routes', 'pathMatchers.0.defaultRouteAction.weightedBackendServices.0.weight', '100'),
      ),
      holds('a member that is computed', set('reader-us-east1', 'member', id)),
      holds('a role of the project', one(GRANT, { role: 'projects/acme/roles/reader', member: 'group:ops@acme.test' })),
      holds(
        'half a processor',
        set(RUN, 'template.containers.0.resources', { limits: { cpu: '500m', memory: '512Mi' } }),
      ),
    ],
    fail: [
      broken('a period', set('uptime', 'period', '45s'), 'uptime', 'period', /allowed is 60s, 300s, 600s, 900s/),
      broken('a limit', set('uptime', 'timeout', '90s'), 'uptime', 'timeout'),
      broken('no unit', set('uptime', 'timeout', '5'), 'uptime', 'timeout'),
      broken('a place to ask from', set('uptime', 'selectedRegions.1', 'MARS'), 'uptime', 'selectedRegions[1]'),
      broken(
        'a word in a list, deep',
        set('routes', 'pathMatchers.0.defaultRouteAction.retryPolicy.retryConditions.0', '500'),
        'routes',
        'pathMatchers[0].defaultRouteAction.retryPolicy.retryConditions[0]',
      ),
      broken(
        'a reserved variable',
        set(RUN, 'template.containers.0.envs.0.name', 'PORT'),
        RUN,
        'template.containers[0].envs[0].name',
      ),
      broken(
        'an action',
        set('armor', 'rules.0.rateLimitOptions.exceedAction', 'deny(500)'),
        'armor',
        'rules[0].rateLimitOptions.exceedAction',
      ),
      broken('ports', machines('allow-probes', 'allows.0.ports.0', '70000'), 'allow-probes', 'allows[0].ports[0]'),
      broken('a member without a kind', one(GRANT, { role: 'roles/viewer', member: 'ops@acme.test' }), 'one', 'member'),
      broken('a role without its folder', one(GRANT, { role: 'viewer', member: 'group:ops@acme.test' }), 'one', 'role'),
      broken(
        'crossed ports',
        one(NAT, { minPortsPerVm: 512, maxPortsPerVm: 256 }),
        'one',
        'minPortsPerVm',
        /above maxPortsPerVm 256/,
      ),
      broken('a kind of channel', set('oncall', 'type', 'e-mail'), 'oncall', 'type'),
    ],
    unknown: [broken('a computed period', set('uptime', 'period', id), 'uptime', 'period')],
  },
  'tandem-gcp-069-secrets-are-kept': {
    pass: [holds('protected', runPlan)],
    fail: [
      broken('not protected', set('password', 'deletionProtection', false), 'password', 'deletionProtection'),
      broken('ends', set('password', 'expireTime', '2027-01-01T00:00:00Z'), 'password', 'expireTime', /gone from both/),
      broken('lives for a time', set('password', 'ttl', '86400s'), 'password', 'ttl'),
    ],
    unknown: [
      broken('computed', set('password', 'deletionProtection', id), 'password', 'deletionProtection'),
      broken('a computed end', set('password', 'ttl', id), 'password', 'ttl'),
    ],
  },
  'tandem-gcp-070-services-reach-the-network': {
    pass: [
      holds('an interface', runPlan),
      holds('a connector', set(RUN, 'template.vpcAccess', { connector: id })),
      holds(
        'a database with a public address',
        set('db-primary', 'settings.ipConfiguration.ipv4Enabled', true).map((each) =>
          each.name === RUN ? { ...each, inputs: { ...each.inputs, template: {} } } : each,
        ),
      ),
      holds(
        'no database',
        change(relink(runPlan, RUN, 'template', ['account-us-east1']), RUN, 'template.vpcAccess', undefined),
      ),
      holds(
        'the way of the platform',
        change(set(RUN, 'template.vpcAccess', undefined), RUN, 'template.volumes', [
          { name: 'sql', cloudSqlInstance: { instances: [id] } },
        ]),
      ),
    ],
    fail: [
      broken(
        'none',
        set(RUN, 'template.vpcAccess', undefined),
        RUN,
        'template.vpcAccess',
        /db-primary has a private address only/,
      ),
      broken('without a network', set(RUN, 'template.vpcAccess', { egress: 'ALL_TRAFFIC' }), RUN, 'template.vpcAccess'),
      broken(
        'the subnet of the other region',
        change(
          set('subnet-us-central1', 'name', 'subnet-1234567'),
          RUN,
          'template.vpcAccess.networkInterfaces.0.subnetwork',
          'subnet-1234567',
        ),
        RUN,
        'template.vpcAccess.networkInterfaces[0].subnetwork',
        /subnet-us-central1 in us-central1/,
      ),
    ],
    unknown: [broken('computed', set(RUN, 'template.vpcAccess', id), RUN, 'template.vpcAccess')],
  },
  'tandem-gcp-071-routes-have-backends': {
    pass: [
      holds('services', runPlan),
      holds(
        'filled in by something else',
        set('api', 'backends', undefined).map((each) =>
          each.name === 'api' ? { ...each, ignoreChanges: ['backends'] } : each,
        ),
      ),
    ],
    fail: [
      broken('empty', set('pin-us-east1', 'backends', []), 'pin-us-east1', 'backends', /is empty/),
      broken('not set', set('pin-us-east1', 'backends', undefined), 'pin-us-east1', 'backends'),
    ],
    unknown: [broken('computed', set('api', 'backends', id), 'api', 'backends')],
  },
  'tandem-gcp-072-regions-are-explicit': {
    pass: [
      holds('services', runPlan),
      holds('zones', instancesPlan),
      holds('one region alone', one('gcp:compute/subnetwork:Subnetwork', { network: id })),
      holds(
        'a whole name',
        change(
          set('invoker-us-east1', 'location', undefined),
          'invoker-us-east1',
          'name',
          'projects/acme/locations/us-east1/services/run',
        ),
      ),
    ],
    fail: [
      broken(
        'a subnet',
        set('subnet-us-east1', 'region', undefined),
        'subnet-us-east1',
        'region',
        /default of the provider/,
      ),
      broken('a grant', set('invoker-us-east1', 'location', undefined), 'invoker-us-east1', 'location'),
      broken('a zone', machines('scale-us-east1-b', 'zone', undefined), 'scale-us-east1-b', 'zone'),
    ],
    unknown: [broken('computed', set('subnet-us-east1', 'region', id), 'subnet-us-east1', 'region')],
  },
  'tandem-gcp-073-signals-can-be-made': {
    pass: [holds('alerts and a channel', runPlan), holds('computed labels', set('oncall', 'labels', id))],
    fail: [
      broken('no condition', set('alert-lag', 'conditions', []), 'alert-lag', 'conditions'),
      broken(
        'a condition on nothing',
        set('alert-lag', 'conditions.0', { displayName: 'lag' }),
        'alert-lag',
        'conditions[0]',
      ),
      broken(
        'log lines without a limit',
        set('alert-no-backend', 'alertStrategy', undefined),
        'alert-no-backend',
        'alertStrategy.notificationRateLimit',
      ),
      broken(
        'log lines beside another condition',
        set('alert-no-backend', 'conditions', [{ conditionMatchedLog: { filter: 'x' } }, { conditionAbsent: {} }]),
        'alert-no-backend',
        'conditions',
      ),
      broken('an e-mail to nobody', set('oncall', 'labels', undefined), 'oncall', 'labels.email_address'),
    ],
    unknown: [
      broken('computed conditions', set('alert-lag', 'conditions', id), 'alert-lag', 'conditions'),
      broken('a computed type', set('oncall', 'type', id), 'oncall', 'type'),
    ],
  },
};
