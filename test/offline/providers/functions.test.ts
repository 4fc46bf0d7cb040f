import { describe, expect, it } from 'vitest';
import { Bench } from './harness.ts';

describe('data sources of Google Cloud', () => {
  it('knows the zones of a region, also where they do not start at a', async () => {
    const { provider, cloud } = await Bench.open('gcp', { project: 'p', region: 'us-east1' });
    const token = 'gcp:compute/getZones:getZones';
    expect(provider.invoke(token, {}, cloud)['names']).toEqual(['us-east1-b', 'us-east1-c', 'us-east1-d']);
    expect(provider.invoke(token, { region: 'us-west1' }, cloud)['names']).toEqual([
      'us-west1-a',
      'us-west1-b',
      'us-west1-c',
    ]);
  });

  it('knows the project, and says when there is none', async () => {
    const { provider, cloud } = await Bench.open('gcp', { project: 'p' });
    const token = 'gcp:organizations/getProject:getProject';
    expect(provider.invoke(token, {}, cloud)).toMatchObject({ projectId: 'p', number: '100000000001' });
    provider.settings = {};
    expect(() => provider.invoke(token, {}, cloud)).toThrow('project: required field is not set');
  });

  it('finds what exists by its name and place', async () => {
    const bench = await Bench.open('gcp', { project: 'p' });
    const type = 'gcp:compute/networkEndpointGroup:NetworkEndpointGroup';
    await bench.create(type, { name: 'neg', network: 'default', zone: 'us-central1-a' }, 'a');
    const other = await bench.create(type, { name: 'neg', network: 'default', zone: 'us-central1-b' }, 'b');
    const find = (zone: string): unknown =>
      bench.provider.invoke(
        'gcp:compute/getNetworkEndpointGroup:getNetworkEndpointGroup',
        { name: 'neg', zone },
        bench.cloud,
      );
    expect(find('us-central1-b')).toMatchObject({ id: other.id, zone: 'us-central1-b' });
    expect(() => find('us-central1-c')).toThrow('neg does not exist');
  });

  it('takes an endpoint group that nobody made for one of a cluster', async () => {
    const { provider, cloud } = await Bench.open('gcp', { project: 'p' });
    const token = 'gcp:compute/getNetworkEndpointGroup:getNetworkEndpointGroup';
    expect(provider.invoke(token, { name: 'pods', zone: 'us-central1-a' }, cloud)).toMatchObject({
      selfLink: 'https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a/networkEndpointGroups/pods',
      networkEndpointType: 'GCE_VM_IP_PORT',
      size: 0,
    });
  });
});

describe('data sources of AWS', () => {
  it('knows the zones of a region by name and id', async () => {
    const { provider, cloud } = await Bench.open('aws', { region: 'us-west-2' });
    expect(provider.invoke('aws:index/getAvailabilityZones:getAvailabilityZones', {}, cloud)).toMatchObject({
      names: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      zoneIds: ['usw2-az1', 'usw2-az2', 'usw2-az3'],
    });
  });

  it('writes a policy document', async () => {
    const { provider, cloud } = await Bench.open('aws', { region: 'us-west-2' });
    const answer = provider.invoke(
      'aws:iam/getPolicyDocument:getPolicyDocument',
      {
        statements: [
          {
            actions: ['sts:AssumeRole'],
            principals: [{ type: 'Service', identifiers: ['ecs-tasks.amazonaws.com'] }],
            conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['123456789012'] }],
          },
          {
            effect: 'Deny',
            actions: ['s3:*', 'kms:*'],
            resources: ['*'],
            principals: [{ type: '*', identifiers: ['*'] }],
          },
        ],
      },
      cloud,
    );
    expect(JSON.parse(String(answer['json']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        },
        { Effect: 'Deny', Action: ['s3:*', 'kms:*'], Resource: '*', Principal: '*' },
      ],
    });
  });

  it('finds a hosted zone by its name', async () => {
    const bench = await Bench.open('aws', { region: 'us-west-2' });
    const zone = await bench.create('aws:route53/zone:Zone', { name: 'acme.test' });
    const token = 'aws:route53/getZone:getZone';
    expect(bench.provider.invoke(token, { name: 'acme.test.' }, bench.cloud)['id']).toBe(zone.id);
    expect(() => bench.provider.invoke(token, { name: 'other.test' }, bench.cloud)).toThrow(
      'no hosted zone other.test exists',
    );
  });
});
