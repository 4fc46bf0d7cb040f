import { beforeAll, describe, expect, test } from 'vitest';
import { graphOf } from '../../../topology/graph/read.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import { inputsIn, testForms } from '../../support/components.ts';
import { changing, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { COMPONENTS, forms } from './forms.ts';

let stack: TestStack;
let created: Step[];

beforeAll(async () => {
  // The provider's own region is neither of those used: every resource must name its region by itself.
  stack = await newStack('aws-forms', { 'aws:region': 'eu-west-1' });
  created = await stack.up(forms);
}, 120_000);

type Inputs = Record<string, unknown>;

const inputs = (type: string, name: string): Record<string, unknown> => inputsIn(created, type, name);

const all = (type: string, form = ''): Step[] =>
  created
    .filter((step) => step.type.endsWith(`:${type}`) && step.name.startsWith(form))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

testForms({
  components: COMPONENTS,
  created: () => created,
  below: 'tandem:index:',
  given: ['entry-minimal-zone'],
});

describe('all of them', () => {
  test('leaves no resource of a region to the region of the provider', () => {
    const global = /^aws:(globalaccelerator|iam|route53)\/|^(random|tandem):/;
    const unplaced = created.filter(({ type, inputs: given }) => !global.test(type) && given['region'] === undefined);
    expect(unplaced.map(({ urn }) => urn)).toEqual([]);
    expect(all('EndpointGroup').map(({ inputs: given }) => given['endpointGroupRegion'])).not.toContain(undefined);
  });

  test('changes nothing on the second run', async () => {
    const steps = await stack.up(forms);
    expect(changing(steps).map(({ op, urn, changes }) => `${op} ${urn} ${changes.join()}`)).toEqual([]);
  }, 60_000);
});

describe('the entry', () => {
  test('lets a region stand by with its dial at 0, and never with a weight of 0', () => {
    const groups = all('EndpointGroup', 'entry-everything-standby');
    expect(groups.map(({ inputs: given }) => given['trafficDialPercentage']).sort()).toEqual([0, 100]);
    for (const { inputs: given } of all('EndpointGroup'))
      expect(given['endpointConfigurations']).toMatchObject([{ weight: 128, clientIpPreservationEnabled: true }]);
  });

  test('answers by DNS with healthy regions only', () => {
    const records = all('Record', 'entry-everything-name');
    expect(records.map(({ inputs: given }) => [given['setIdentifier'], given['weightedRoutingPolicies']])).toEqual([
      ['us-east-1', [expect.objectContaining({ weight: 3 })]],
      ['us-west-2', [expect.objectContaining({ weight: 1 })]],
    ]);
    for (const { inputs: given } of records) {
      expect(given['aliases']).toMatchObject([{ evaluateTargetHealth: true }]);
      expect(given['healthCheckId']).toMatch(/\S/);
    }
  });

  test('asks each region from outside every 10 seconds', () => {
    for (const { inputs: given } of all('HealthCheck'))
      expect(given).toMatchObject({ type: 'HTTPS', requestInterval: 10, failureThreshold: 3 });
  });
});

describe('a region', () => {
  test('runs in three zones, and a deployment that fails is taken back', () => {
    const service = inputs('Service', 'region-everything-us-west-2-service');
    expect((service['networkConfiguration'] as { subnets: unknown[] }).subnets).toHaveLength(3);
    expect(inputs('LoadBalancer', 'region-everything-us-west-2-balancer')['subnets']).toHaveLength(3);
    expect(service).toMatchObject({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentMinimumHealthyPercent: 100,
      availabilityZoneRebalancing: 'ENABLED',
      healthCheckGracePeriodSeconds: 270,
    });
    expect(inputs('Service', 'region-minimal-service')['healthCheckGracePeriodSeconds']).toBe(60);
  });

  test('keeps its floor and asks for the quota that its ceiling needs, twice over for a deployment', () => {
    expect(inputs('Target', 'region-everything-us-east-1-scaling')).toMatchObject({ minCapacity: 3, maxCapacity: 30 });
    expect(inputs('ServiceQuota', 'region-everything-us-east-1-quota')['value']).toBe(2 * 30 * 4);
  });

  test('holds each task at its rate of requests a minute', () => {
    const policy = inputs('Policy', 'region-everything-us-east-1-scaling-requests');
    expect(policy).toMatchObject({
      policyType: 'TargetTrackingScaling',
      targetTrackingScalingPolicyConfiguration: { targetValue: 40 * 60 },
    });
  });

  test('probes as it was told, and by default twice every 5 seconds', () => {
    expect(inputs('TargetGroup', 'region-everything-us-east-1-tasks')['healthCheck']).toMatchObject({
      path: '/healthz',
      interval: 10,
      timeout: 4,
      unhealthyThreshold: 3,
      healthyThreshold: 5,
    });
    expect(inputs('TargetGroup', 'region-minimal-tasks')['healthCheck']).toMatchObject({
      interval: 5,
      timeout: 2,
      unhealthyThreshold: 2,
      healthyThreshold: 2,
    });
  });

  test('lets the whole peak through from one address, up to what the filter can count', () => {
    const limit = (name: string) =>
      (inputs('WebAcl', name)['rules'] as { statement: { rateBasedStatement: { limit: number } } }[])[0]?.statement
        .rateBasedStatement.limit;
    expect(limit('region-minimal-filter')).toBe(600);
    expect(limit('region-everything-us-east-1-filter')).toBe(2_000_000_000);
  });

  test('lets the load balancers of its own account alone write the log of requests', () => {
    const { policy } = inputs('BucketPolicy', 'region-minimal-requests-writers');
    const [{ Resource: place }] = (JSON.parse(String(policy)) as { Statement: [{ Resource: string }] }).Statement;
    expect(place).toMatch(/^arn:aws:s3:::[\w-]+\/AWSLogs\/\d{12}\/\*$/);
  });

  test('gives the container the secrets of its own region, at the version that the plan wrote', () => {
    const text = inputs('TaskDefinition', 'region-everything-us-west-2-task')['containerDefinitions'] as string;
    const [container] = JSON.parse(text) as [{ secrets: { name: string; valueFrom: string }[] }];
    expect(container.secrets.map(({ name }) => name)).toEqual(['DATABASE_PASSWORD', 'SESSION_KEY']);
    const [password, session] = container.secrets.map(({ valueFrom }) => valueFrom);
    expect(password).toMatch(/^arn:aws:secretsmanager:us-west-2:\d+:secret:everything-password-\w+:::\S+$/);
    expect(session).toMatch(/^arn:aws:secretsmanager:us-west-2:\d+:secret:everything-session-\w+$/);
  });

  test('takes requests from the load balancer alone', () => {
    const rules = all('SecurityGroupIngressRule', 'region-minimal-from-balancer');
    expect(rules).toHaveLength(1);
    expect(rules[0]?.inputs['cidrIpv4']).toBeUndefined();
    expect(rules[0]?.inputs['referencedSecurityGroupId']).toMatch(/^sg-/);
  });
});

describe('the network', () => {
  test('cuts the range of a region into three zones of public and private subnets', () => {
    const ranges = all('Subnet', 'network-minimal').map(({ name, inputs: given }) => [name, given['cidrBlock']]);
    expect(Object.fromEntries(ranges)).toEqual({
      'network-minimal-private-us-east-1-1': '10.0.0.0/18',
      'network-minimal-private-us-east-1-2': '10.0.64.0/18',
      'network-minimal-private-us-east-1-3': '10.0.128.0/18',
      'network-minimal-public-us-east-1-1': '10.0.192.0/20',
      'network-minimal-public-us-east-1-2': '10.0.208.0/20',
      'network-minimal-public-us-east-1-3': '10.0.224.0/20',
    });
    const zones = all('Subnet', 'network-everything-private-us-east-1').map(
      ({ inputs: given }) => given['availabilityZone'],
    );
    expect(zones).toEqual(['us-east-1b', 'us-east-1c', 'us-east-1d']);
  });

  test('has a gateway in each zone, or private endpoints and no way out', () => {
    expect(all('NatGateway', 'network-minimal')).toHaveLength(3);
    expect(all('NatGateway', 'network-everything')).toEqual([]);
    const routes = all('RouteTable', 'network-everything-routes-private').flatMap(
      ({ inputs: given }) => given['routes'] as { cidrBlock: string }[],
    );
    expect(new Set(routes.map(({ cidrBlock }) => cidrBlock))).toEqual(new Set(['10.8.0.0/20', '10.9.0.0/24']));
    const services = all('VpcEndpoint', 'network-everything').map(({ inputs: given }) => given['serviceName']);
    for (const needed of ['ecr.api', 'ecr.dkr', 's3', 'secretsmanager', 'kms', 'logs'])
      expect(services).toEqual(
        expect.arrayContaining([`com.amazonaws.us-east-1.${needed}`, `com.amazonaws.us-west-2.${needed}`]),
      );
  });
});

describe('the stores', () => {
  const rule = (name: string) => (inputs('BucketReplicationConfig', name)['rules'] as Inputs[])[0];

  test('of objects copy both ways, deletions and changes included, with a key of the other region', () => {
    for (const { inputs: given } of all('BucketReplicationConfig', 'bucket-minimal')) {
      const other = given['region'] === 'us-east-1' ? 'us-west-2' : 'us-east-1';
      expect((given['rules'] as Inputs[])[0]).toMatchObject({
        status: 'Enabled',
        deleteMarkerReplication: { status: 'Enabled' },
        sourceSelectionCriteria: { replicaModifications: { status: 'Enabled' } },
        destination: {
          replicationTime: { status: 'Enabled', time: { minutes: 15 } },
          encryptionConfiguration: { replicaKmsKeyId: expect.stringContaining(`:kms:${other}:`) },
        },
      });
    }
    expect(rule('bucket-everything-replication-us-east-1')?.['destination']).not.toHaveProperty('replicationTime');
  });

  test('of records are alike in every region', () => {
    expect(inputs('Table', 'table-everything-table')).toMatchObject({
      region: 'us-east-1',
      rangeKey: 'session',
      streamViewType: 'NEW_AND_OLD_IMAGES',
      replicas: [
        { regionName: 'us-east-2', pointInTimeRecovery: true, consistencyMode: 'STRONG' },
        { regionName: 'us-west-2', pointInTimeRecovery: true, consistencyMode: 'STRONG' },
      ],
    });
  });

  test('of relations differ in nothing but who was made first', () => {
    const own = ['region', 'clusterIdentifier', 'kmsKeyId', 'dbSubnetGroupName', 'vpcSecurityGroupIds'];
    const first = ['masterUsername', 'masterPasswordWo', 'masterPasswordWoVersion', 'databaseName', 'sourceRegion'];
    const rest = (name: string) =>
      Object.fromEntries(
        Object.entries(inputs('Cluster', name)).filter(
          ([key]) => ![...own, ...first, 'dbClusterParameterGroupName', '__defaults'].includes(key),
        ),
      );
    expect(rest('database-everything-us-east-1')).toEqual(rest('database-everything-us-west-2'));
    expect(inputs('Cluster', 'database-everything-us-west-2')).toMatchObject({ masterUsername: 'clerk' });
    for (const given of ['masterUsername', 'masterPasswordWo', 'replicationSourceIdentifier'])
      expect(inputs('Cluster', 'database-everything-us-east-1')).not.toHaveProperty(given);
    expect(inputs('Cluster', 'database-everything-us-east-1')['sourceRegion']).toBe('us-west-2');
    expect(all('ClusterInstance', 'database-minimal')).toHaveLength(4);
    expect(all('ClusterInstance', 'database-everything')).toHaveLength(2);
  });

  test('keep no value of a secret in the open', () => {
    const values = [
      ...all('SecretVersion').map(({ inputs: given }) => given['secretString']),
      ...all('Cluster', 'database').flatMap(({ inputs: given }) => given['masterPasswordWo'] ?? []),
    ];
    expect(values).toHaveLength(3 + 2);
    expect(values.filter((value) => typeof value === 'string')).toEqual([]);
  });

  test('copy images to the registry of the other region, whichever they were pushed to', () => {
    const rules = all('ReplicationConfiguration', 'images-everything').map(({ inputs: given }) => given);
    expect(rules).toMatchObject([
      { region: 'us-east-1', replicationConfiguration: { rules: [{ destinations: [{ region: 'us-west-2' }] }] } },
      { region: 'us-west-2', replicationConfiguration: { rules: [{ destinations: [{ region: 'us-east-1' }] }] } },
    ]);
    expect(all('ReplicationConfiguration', 'images-minimal')).toEqual([]);
  });
});

describe('the signals', () => {
  test('are sent to a topic of the region that they are in', () => {
    const alarms = [...all('MetricAlarm'), ...all('CompositeAlarm')];
    expect(alarms.length).toBeGreaterThan(40);
    for (const { name, inputs: given } of alarms)
      expect([name, (given['alarmActions'] as string[])[0]?.split(':')[3]]).toEqual([name, given['region']]);
  });

  test('are the same in both regions', () => {
    const keys = (region: string) =>
      all('MetricAlarm', `signals-everything-${region}-`).map(({ name }) => name.split(`${region}-`)[1]);
    expect(keys('us-east-2')).toEqual(keys('us-west-2'));
  });

  test('are drawn on one page, both regions in each chart', () => {
    const text = inputs('Dashboard', 'signals-everything-dashboard')['dashboardBody'] as string;
    const { widgets } = JSON.parse(text) as { widgets: { properties: { title: string; metrics: unknown[][] } }[] };
    expect(widgets.length).toBe(all('MetricAlarm', 'signals-everything-us-west-2-').length);
    for (const { properties } of widgets)
      expect(properties.metrics.map((line) => (line.at(-1) as { region: string }).region)).toEqual([
        'us-east-2',
        'us-west-2',
      ]);
  });

  test('from outside are where their metrics live, even where neither region is there', () => {
    const outside = all('MetricAlarm', 'signals-everything').filter(
      ({ inputs: given }) => given['namespace'] === 'AWS/Route53',
    );
    expect(outside).toHaveLength(3);
    expect(new Set(outside.map(({ inputs: given }) => given['region']))).toEqual(new Set(['us-east-1']));
  });
});

describe('what the plan is read as', () => {
  test('is two regions behind DNS by weight, and two behind an accelerator of which one stands by', async () => {
    const { services } = recognise(graphOf({ deployment: { resources: await stack.held() } }, 'the state'));
    const shares = (name: string) => {
      const found = services.find((service) => service.name === name);
      return {
        kind: found?.entry.kind,
        pools: found?.pools.map(({ region, weight, live, zones }) => [region, weight, live, zones.length]).sort(),
      };
    };
    expect(shares('everything.acme.example')).toEqual({
      kind: 'dns',
      pools: [
        ['us-east-1', 3, true, 3],
        ['us-west-2', 1, true, 3],
      ],
    });
    // What the standby turns away from its own clients goes to the other region.
    expect(shares('entry-everything-standby-accelerator')).toEqual({
      kind: 'accelerator',
      pools: [
        ['us-east-1', 1, true, 3],
        ['us-west-2', 0, false, 3],
      ],
    });
  }, 60_000);
});

describe('all of it', () => {
  test('can be deleted again', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});
