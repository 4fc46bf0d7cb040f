import { change, relink, UNKNOWN_VALUE as id } from '../../support/graph.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

// More cases of rules whose others stand elsewhere: stores, services and places that a sweep over whole plans broke.

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const machines = (name: string, path: string, value: unknown) => change(instancesPlan, name, path, value);
const RUN = 'run-us-east1';
const CONTAINER = 'template.containers.0';
const only = (fail: RuleCases['fail'], more: Partial<RuleCases> = {}): RuleCases => ({
  pass: [],
  unknown: [],
  ...more,
  fail,
});

export const widerCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-020-database-survives-a-zone': only(
    [
      broken(
        'a disk that stays small',
        set('db-primary', 'settings.diskAutoresize', false),
        'db-primary',
        'settings.diskAutoresize',
      ),
    ],
    {
      pass: [
        holds(
          'a disk of a chosen size',
          change(set('db-primary', 'settings.diskAutoresize', false), 'db-primary', 'settings.diskSize', 500),
        ),
      ],
    },
  ),
  'tandem-gcp-021-database-replica-elsewhere': only([], {
    unknown: [
      broken(
        'nothing is a primary',
        set('db-primary', 'masterInstanceName', 'elsewhere'),
        'db-primary',
        'masterInstanceName',
        /is elsewhere, and no instance/,
      ),
    ],
  }),
  'tandem-gcp-017-groups-heal': only(
    [
      broken(
        'a check as quick as that of the load balancer',
        relink(instancesPlan, 'group-us-east1-b', 'autoHealingPolicies', ['lb-check']),
        'group-us-east1-b',
        'autoHealingPolicies.healthCheck',
        /after 10 s/,
      ),
      broken(
        'all at once',
        machines('group-us-east1-b', 'updatePolicy', { type: 'PROACTIVE', maxUnavailablePercent: 100 }),
        'group-us-east1-b',
        'updatePolicy.maxUnavailablePercent',
      ),
      broken(
        'as many as there are',
        change(regionalPlan, 'group-us-east1', 'updatePolicy.maxUnavailableFixed', 100),
        'group-us-east1',
        'updatePolicy.maxUnavailableFixed',
      ),
    ],
    {
      pass: [
        holds(
          'when somebody says so',
          machines('group-us-east1-b', 'updatePolicy', { type: 'OPPORTUNISTIC', maxUnavailablePercent: 100 }),
        ),
      ],
    },
  ),
  'tandem-gcp-046-health-check-numbers': only([
    broken(
      'a line before the request',
      machines('lb-check', 'httpHealthCheck.proxyHeader', 'PROXY_V1'),
      'lb-check',
      'httpHealthCheck.proxyHeader',
    ),
    broken('nothing is asked', machines('lb-check', 'httpHealthCheck', undefined), 'lb-check', 'httpHealthCheck'),
    broken(
      'a fixed port without one',
      machines('lb-check', 'httpHealthCheck.portSpecification', 'USE_FIXED_PORT'),
      'lb-check',
      'httpHealthCheck.port',
    ),
    broken(
      'a port beside the served one',
      machines('lb-check', 'httpHealthCheck.port', 80),
      'lb-check',
      'httpHealthCheck.port',
    ),
    broken(
      'a named port without one',
      machines('lb-check', 'httpHealthCheck.portSpecification', 'USE_NAMED_PORT'),
      'lb-check',
      'httpHealthCheck.portName',
    ),
  ]),
  'tandem-gcp-052-container-settings': only(
    [
      broken(
        'a variable twice',
        set(RUN, `${CONTAINER}.envs.1`, { name: 'DATABASE_HOST', value: 'x' }),
        RUN,
        'template.containers[0].envs[1].name',
      ),
      broken('two values', set(RUN, `${CONTAINER}.envs.1.value`, 'x'), RUN, 'template.containers[0].envs[1].value'),
      broken(
        'no value',
        set(RUN, `${CONTAINER}.envs.1.valueSource`, {}),
        RUN,
        'template.containers[0].envs[1].valueSource',
        /names no secret/,
      ),
      broken(
        'two containers with a port',
        set(
          RUN,
          'template.containers',
          ['api', 'side'].map((name) => ({
            image: `us-docker.pkg.dev/acme/api/${name}:1`,
            ports: { containerPort: 80 },
          })),
        ),
        RUN,
        'template.containers[1].ports',
      ),
      broken('two ways', set(RUN, 'template.vpcAccess.connector', 'c'), RUN, 'template.vpcAccess.connector'),
      broken(
        'two interfaces',
        set(RUN, 'template.vpcAccess.networkInterfaces', [{ network: 'net' }, { network: 'net' }]),
        RUN,
        'template.vpcAccess.networkInterfaces',
      ),
      broken(
        'an interface to nowhere',
        set(RUN, 'template.vpcAccess.networkInterfaces', [{ tags: ['x'] }]),
        RUN,
        'template.vpcAccess.networkInterfaces[0].subnetwork',
      ),
      broken('half of the traffic', set(RUN, 'traffics', [{ percent: 50 }]), RUN, 'traffics', /50 percent/),
    ],
    { pass: [holds('two shares', set(RUN, 'traffics', [{ percent: 90 }, { percent: 10, revision: 'old' }]))] },
  ),
  'tandem-gcp-058-database-is-reachable': only([
    broken('a range of no length', set('services-range', 'prefixLength', undefined), 'services-range', 'prefixLength'),
    broken('no range', set('services', 'reservedPeeringRanges', []), 'services', 'reservedPeeringRanges'),
    broken(
      'a range of nobody',
      change(set('services-range', 'name', 'range-1'), 'services', 'reservedPeeringRanges', ['range-2']),
      'services',
      'reservedPeeringRanges[0]',
      /of this program are range-1/,
    ),
  ]),
  'tandem-gcp-064-regions-are-alike': only(
    [
      broken(
        'told the region of the other',
        change(
          set('run-us-central1', `${CONTAINER}.envs.0`, { name: 'REGION', value: 'us-central1' }),
          RUN,
          `${CONTAINER}.envs.0`,
          { name: 'REGION', value: 'us-central1' },
        ),
        RUN,
        'template.containers[0].envs[0].value',
        /runs in us-east1/,
      ),
      broken(
        'an account that nobody makes',
        set(RUN, 'template.serviceAccount', 'other@acme.iam.gserviceaccount.com'),
        RUN,
        'template.serviceAccount',
      ),
    ],
    {
      pass: [
        holds(
          'both are told which region is the primary',
          ['run-us-central1', RUN].reduce(
            (plan, run) => change(plan, run, `${CONTAINER}.envs.0`, { name: 'PRIMARY_REGION', value: 'us-central1' }),
            runPlan,
          ),
        ),
      ],
    },
  ),
  'tandem-gcp-065-bucket-is-kept': only(
    [
      broken(
        'versions go at once',
        set('data', 'lifecycleRules', [{ action: { type: 'Delete' }, condition: { withState: 'ARCHIVED' } }]),
        'data',
        'lifecycleRules[0].condition',
      ),
      broken(
        'objects go at once',
        set('data', 'lifecycleRules', [{ action: { type: 'Delete' }, condition: { age: 0 } }]),
        'data',
        'lifecycleRules[0].condition',
      ),
    ],
    {
      pass: [
        holds(
          'after a month',
          set('data', 'lifecycleRules', [{ action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 30 } }]),
        ),
        holds(
          'some objects',
          set('data', 'lifecycleRules', [{ action: { type: 'Delete' }, condition: { matchesPrefixes: ['tmp/'] } }]),
        ),
        holds(
          'another class',
          set('data', 'lifecycleRules', [
            { action: { type: 'SetStorageClass', storageClass: 'NEARLINE' }, condition: {} },
          ]),
        ),
      ],
    },
  ),
  'tandem-gcp-067-places-exist': only([
    broken(
      'a zone of the other region',
      change(regionalPlan, 'group-us-east1', 'distributionPolicyZones', ['us-east1-b', 'us-central1-b', 'us-east1-d']),
      'group-us-east1',
      'distributionPolicyZones[1]',
      /a zone of us-east1/,
    ),
  ]),
  'tandem-gcp-068-values-are-possible': only(
    [
      broken('a word', set('net', 'routingMode', 'WORLD'), 'net', 'routingMode', /allowed is REGIONAL, GLOBAL/),
      broken('a word in a block', set(RUN, 'template.vpcAccess.egress', 'ALL'), RUN, 'template.vpcAccess.egress'),
      broken(
        'a word in a list',
        machines('vms', 'backends.0.balancingMode', 'EVEN'),
        'vms',
        'backends[0].balancingMode',
      ),
      broken('another case', set('alert-lag', 'combiner', 'or'), 'alert-lag', 'combiner'),
      broken('a project', set('data', 'project', 'Acme'), 'data', 'project'),
      broken('an end', set('data', 'deletionPolicy', 'KEEP'), 'data', 'deletionPolicy'),
      broken(
        'a replica twice',
        set('password', 'replication.userManaged.replicas', [{ location: 'us-east1' }, { location: 'us-east1' }]),
        'password',
        'replication.userManaged.replicas[1].location',
      ),
      broken('no boot disk', machines('template', 'disks.0.boot', false), 'template', 'disks[0].boot'),
      broken('an image', set(RUN, `${CONTAINER}.image`, 'Acme/API'), RUN, 'template.containers[0].image'),
      broken(
        'a version',
        set(RUN, `${CONTAINER}.envs.1.valueSource.secretKeyRef.version`, '-1'),
        RUN,
        'template.containers[0].envs[1].valueSource.secretKeyRef.version',
      ),
    ],
    {
      pass: [
        holds('a computed word', set('net', 'routingMode', id)),
        holds('an empty word', set('net', 'routingMode', '')),
      ],
    },
  ),
  'tandem-gcp-070-services-reach-the-network': only([
    broken(
      'the network of another subnet',
      change(set('subnet-us-east1', 'name', 'subnet-1'), RUN, 'template.vpcAccess.networkInterfaces', [
        { network: 'other', subnetwork: 'subnet-1' },
      ]),
      RUN,
      'template.vpcAccess.networkInterfaces[0].network',
      /on another one/,
    ),
    broken(
      'a subnet of nobody',
      set(RUN, 'template.vpcAccess.networkInterfaces', [{ network: 'net-1234567', subnetwork: 'subnet-2' }]),
      RUN,
      'template.vpcAccess.networkInterfaces[0].subnetwork',
      /no subnet of this program/,
    ),
    broken(
      'a subnet for something else',
      change(
        change(set('subnet-us-east1', 'name', 'subnet-1'), 'subnet-us-east1', 'purpose', 'REGIONAL_MANAGED_PROXY'),
        RUN,
        'template.vpcAccess.networkInterfaces',
        [{ network: 'net-1234567', subnetwork: 'subnet-1' }],
      ),
      RUN,
      'template.vpcAccess.networkInterfaces[0].subnetwork',
      /REGIONAL_MANAGED_PROXY/,
    ),
  ]),
};
