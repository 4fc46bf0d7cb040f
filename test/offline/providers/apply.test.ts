import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Cloud } from '../../../offline/providers/cloud/cloud.ts';
import { Store } from '../../../offline/providers/cloud/store.ts';
import type { Values } from '../../../offline/providers/kit/values.ts';
import type { Existing } from '../../../offline/providers/protocol/provider.ts';
import { Bench } from './harness.ts';

const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';

describe('a cloud kept in a folder', () => {
  let folder: string;
  let bench: Bench;
  let network: Existing;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'offline-cloud-'));
    bench = await Bench.open('gcp', { project: 'p', region: 'us-central1' }, { cloud: new Cloud(new Store(folder)) });
    network = await bench.create(NETWORK, { name: 'net', autoCreateSubnetworks: false });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const subnetwork = (ipCidrRange: string): Values => ({ network: network.id, region: 'us-central1', ipCidrRange });

  it('refuses a name that is taken', async () => {
    await expect(bench.create(NETWORK, { name: 'net' })).rejects.toThrow(
      'projects/p/global/networks/net already exists',
    );
  });

  it('refuses a subnetwork that overlaps another', async () => {
    await bench.create(SUBNETWORK, subnetwork('10.0.0.0/20'), 'a');
    await expect(bench.create(SUBNETWORK, subnetwork('10.0.8.0/24'), 'b')).rejects.toThrow(
      'ipCidrRange: 10.0.8.0/24 overlaps 10.0.0.0/20',
    );
    await expect(bench.create(SUBNETWORK, subnetwork('10.0.16.0/20'), 'c')).resolves.toBeDefined();
  });

  it('refuses to refer to what does not exist', async () => {
    const inputs = { ...subnetwork('10.0.0.0/20'), network: 'projects/p/global/networks/other' };
    await expect(bench.create(SUBNETWORK, inputs)).rejects.toThrow(
      'network: "projects/p/global/networks/other" does not exist',
    );
  });

  it('refuses to delete what is in use, and no longer once it is not', async () => {
    const child = await bench.create(SUBNETWORK, subnetwork('10.0.0.0/20'), 'a');
    const remove = (): void => bench.provider.delete(bench.subject(NETWORK), network);
    expect(remove).toThrow(`it is in use by ${child.id}`);
    bench.provider.delete(bench.subject(SUBNETWORK, 'a'), child);
    expect(remove).not.toThrow();
  });

  it('refuses a database before its network is peered', async () => {
    const inputs = {
      databaseVersion: 'POSTGRES_17',
      settings: { tier: 'db-perf-optimized-N-2', ipConfiguration: { ipv4Enabled: false, privateNetwork: network.id } },
    };
    const type = 'gcp:sql/databaseInstance:DatabaseInstance';
    await expect(bench.create(type, inputs, 'db-1')).rejects.toThrow('settings.ipConfiguration.privateNetwork: ');
    const range = await bench.create('gcp:compute/globalAddress:GlobalAddress', {
      purpose: 'VPC_PEERING',
      addressType: 'INTERNAL',
      prefixLength: 16,
      network: network.id,
    });
    await bench.create('gcp:servicenetworking/connection:Connection', {
      network: network.id,
      service: 'servicenetworking.googleapis.com',
      reservedPeeringRanges: [range.state['name'] ?? ''],
    });
    await expect(bench.create(type, inputs, 'db-2')).resolves.toMatchObject({ state: { publicIpAddress: '' } });
  });

  it('lets what is only switched on be made twice', async () => {
    const type = 'gcp:projects/service:Service';
    const first = await bench.create(type, { service: 'run.googleapis.com' }, 'a');
    await expect(bench.create(type, { service: 'run.googleapis.com' }, 'b')).resolves.toEqual(first);
  });

  it('refuses a pair of regions that has a code of its own', async () => {
    const bucket = (...dataLocations: string[]): Values => ({
      location: 'US',
      customPlacementConfig: { dataLocations },
    });
    const type = 'gcp:storage/bucket:Bucket';
    await expect(bench.create(type, bucket('us-east1', 'us-central1'), 'a')).rejects.toThrow(
      'set location to NAM4 instead',
    );
    await expect(bench.create(type, bucket('US-EAST4', 'US-CENTRAL1'), 'b')).resolves.toBeDefined();
  });

  it('answers a refresh with what was changed behind the engine', () => {
    bench.cloud.put({ ...bench.cloud.all(NETWORK)[0]!, state: { ...network.state, routingMode: 'GLOBAL' } });
    const read = bench.provider.read(bench.subject(NETWORK), network, new Set());
    expect(read?.state['routingMode']).toBe('GLOBAL');
  });

  it('answers a refresh of what was deleted with nothing', () => {
    bench.cloud.remove(bench.cloud.all(NETWORK)[0]!);
    expect(bench.provider.read(bench.subject(NETWORK), network, new Set())).toBeUndefined();
  });
});

describe('protection', () => {
  it.each<[string, 'gcp' | 'aws', string, Values, Values, string]>([
    [
      'a database',
      'gcp',
      'gcp:sql/databaseInstance:DatabaseInstance',
      { databaseVersion: 'POSTGRES_15', settings: { tier: 'db-g1-small' } },
      { deletionProtection: false },
      'deletionProtection: is true',
    ],
    [
      'a service',
      'gcp',
      'gcp:cloudrunv2/service:Service',
      { location: 'us-central1', template: { containers: [{ image: 'i' }] } },
      { deletionProtection: false },
      'deletionProtection: is true',
    ],
    [
      'a policy PREVENT',
      'gcp',
      NETWORK,
      { deletionPolicy: 'PREVENT' },
      { deletionPolicy: 'DELETE' },
      'deletionPolicy: is PREVENT',
    ],
    [
      'a load balancer',
      'aws',
      'aws:lb/loadBalancer:LoadBalancer',
      { subnets: ['a', 'b'], enableDeletionProtection: true },
      { enableDeletionProtection: false },
      'enableDeletionProtection: is true',
    ],
    [
      'a cluster without a final snapshot',
      'aws',
      'aws:rds/cluster:Cluster',
      { engine: 'aurora-mysql', masterUsername: 'a', masterPassword: 'b' },
      { skipFinalSnapshot: true },
      'skipFinalSnapshot: is not true',
    ],
    [
      'a table',
      'aws',
      'aws:dynamodb/table:Table',
      {
        hashKey: 'id',
        attributes: [{ name: 'id', type: 'S' }],
        billingMode: 'PAY_PER_REQUEST',
        deletionProtectionEnabled: true,
      },
      { deletionProtectionEnabled: false },
      'deletionProtectionEnabled: is true',
    ],
  ])('keeps %s until it is lifted', async (_case, packageName, type, inputs, lifted, message) => {
    const bench = await Bench.open(packageName, packageName === 'gcp' ? { project: 'p' } : { region: 'us-east-1' });
    const existing = await bench.create(type, inputs, 'thing');
    const subject = bench.subject(type, 'thing');
    expect(() => bench.provider.delete(subject, existing)).toThrow(message);
    const checked = bench.check(type, { ...inputs, ...lifted }, bench.lastInputs(type, 'thing'), 'thing').inputs;
    const state = bench.provider.update(subject, existing, checked, new Set());
    bench.provider.delete(subject, { id: existing.id, state });
    expect(bench.cloud.all(type)).toEqual([]);
  });
});

describe('what only the cloud refuses: AWS', () => {
  it.each<[string, string, Values, string]>([
    [
      'sizes Fargate does not offer',
      'aws:ecs/taskDefinition:TaskDefinition',
      {
        family: 'a',
        containerDefinitions: '[]',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '4096',
      },
      'memory: Fargate offers 512 to 2048',
    ],
    [
      'HTTPS without a certificate',
      'aws:lb/listener:Listener',
      {
        loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1',
        port: 443,
        protocol: 'HTTPS',
        defaultActions: [
          { type: 'forward', targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1' },
        ],
      },
      'certificateArn: missing',
    ],
    [
      'an interval between 10 and 30',
      'aws:globalaccelerator/endpointGroup:EndpointGroup',
      {
        listenerArn: 'arn:aws:globalaccelerator::123456789012:accelerator/a/listener/b',
        healthCheckIntervalSeconds: 20,
      },
      'healthCheckIntervalSeconds: expected 10 or 30',
    ],
    ['a check of nothing', 'aws:route53/healthCheck:HealthCheck', { type: 'HTTPS' }, 'fqdn: one of'],
    [
      'a set identifier without a policy',
      'aws:route53/record:Record',
      { zoneId: 'Z', name: 'a', type: 'A', ttl: 60, records: ['192.0.2.1'], setIdentifier: 'a' },
      'setIdentifier: needs one of',
    ],
    [
      'a scaling range upside down',
      'aws:appautoscaling/target:Target',
      {
        minCapacity: 5,
        maxCapacity: 4,
        resourceId: 'service/a/b',
        scalableDimension: 'ecs:service:DesiredCount',
        serviceNamespace: 'ecs',
      },
      'minCapacity: expected at most',
    ],
    [
      'a tracking policy of the default type',
      'aws:appautoscaling/policy:Policy',
      {
        resourceId: 'service/a/b',
        scalableDimension: 'ecs:service:DesiredCount',
        serviceNamespace: 'ecs',
        targetTrackingScalingPolicyConfiguration: { targetValue: 50 },
      },
      'stepScalingPolicyConfiguration: missing',
    ],
    [
      'three strong replicas',
      'aws:dynamodb/table:Table',
      {
        hashKey: 'id',
        attributes: [{ name: 'id', type: 'S' }],
        billingMode: 'PAY_PER_REQUEST',
        replicas: ['us-west-2', 'us-east-2', 'eu-west-1'].map((regionName) => ({
          regionName,
          consistencyMode: 'STRONG',
        })),
      },
      'replicas: STRONG needs exactly 2',
    ],
    [
      'a replica in the same region',
      'aws:secretsmanager/secret:Secret',
      { replicas: [{ region: 'us-east-1' }] },
      "replicas[0].region: is the secret's own region",
    ],
    [
      'a public gateway without address',
      'aws:ec2/natGateway:NatGateway',
      { subnetId: 'subnet-1' },
      'allocationId: missing',
    ],
  ])('%s', async (_case, type, inputs, message) => {
    const bench = await Bench.open('aws', { region: 'us-east-1' });
    await expect(bench.create(type, inputs)).rejects.toThrow(message);
  });

  it('refuses a second member of a global cluster in one region', async () => {
    const bench = await Bench.open('aws', { region: 'us-east-1' });
    const member = (clusterIdentifier: string, more: Values): Values => ({
      engine: 'aurora-postgresql',
      globalClusterIdentifier: 'g',
      clusterIdentifier,
      ...more,
    });
    const type = 'aws:rds/cluster:Cluster';
    await bench.create(type, member('a', { masterUsername: 'root', masterPassword: 'p' }), 'a');
    await expect(bench.create(type, member('b', {}), 'b')).rejects.toThrow('region: us-east-1 already has a member: a');
    await expect(
      bench.create(type, member('c', { region: 'us-west-2', manageMasterUserPassword: true }), 'c'),
    ).rejects.toThrow('manageMasterUserPassword: ');
    await expect(bench.create(type, member('d', { region: 'us-west-2' }), 'd')).resolves.toBeDefined();
  });

  it('keeps what has one name in two regions apart', async () => {
    const bench = await Bench.open('aws', { region: 'us-east-1' });
    const type = 'aws:ecr/repository:Repository';
    const east = await bench.create(type, { name: 'api' }, 'east');
    const west = await bench.create(type, { name: 'api', region: 'us-west-2' }, 'west');
    expect([east.id, west.id]).toEqual(['api', 'api']);
    bench.provider.delete(bench.subject(type), east);
    expect(bench.cloud.all(type).map(({ state }) => state['region'])).toEqual(['us-west-2']);
  });

  it('lets two waits for certificates end in one moment', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const bench = await Bench.open('aws', { region: 'us-east-1' });
    const certificate = (name: string): Promise<Existing> =>
      bench.create('aws:acm/certificate:Certificate', { domainName: `${name}.example`, validationMethod: 'DNS' }, name);
    const wait = ({ id }: Existing, name: string): Promise<Existing> =>
      bench.create('aws:acm/certificateValidation:CertificateValidation', { certificateArn: id }, name);
    const ends = [await wait(await certificate('one'), 'one'), await wait(await certificate('two'), 'two')];
    expect(new Set(ends.map(({ id }) => id)).size).toBe(1);
  });
});
