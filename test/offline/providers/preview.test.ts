import { describe, expect, it } from 'vitest';
import { UNKNOWN, type Values } from '../../../offline/providers/kit/values.ts';
import { Bench } from './harness.ts';

const gcp = (settings: Values = {}): Promise<Bench> => Bench.open('gcp', { project: 'acme-prod', ...settings });

describe('what a preview knows', () => {
  it('does not know what the cloud computes', async () => {
    const planned = (await gcp()).preview('gcp:compute/globalAddress:GlobalAddress', { name: 'a' });
    expect(planned).toMatchObject({
      name: 'a',
      address: UNKNOWN,
      selfLink: UNKNOWN,
      project: 'acme-prod',
      addressType: 'EXTERNAL',
    });
  });

  it('knows the email of an account, unless its id is unknown', async () => {
    const type = 'gcp:serviceaccount/account:Account';
    const bench = await gcp();
    const email = 'runner@acme-prod.iam.gserviceaccount.com';
    expect(bench.preview(type, { accountId: 'runner' })).toMatchObject({
      email,
      member: `serviceAccount:${email}`,
      uniqueId: UNKNOWN,
    });
    expect(bench.preview(type, { accountId: UNKNOWN })).toMatchObject({ email: UNKNOWN, member: UNKNOWN });
  });

  it('knows labels, with those of the provider', async () => {
    const bench = await gcp({ defaultLabels: { team: 'core' } });
    const labels = { team: 'core', app: 'api', 'goog-pulumi-provisioned': 'true' };
    const bucket = bench.preview('gcp:storage/bucket:Bucket', { location: 'US', labels: { app: 'api' } });
    expect(bucket).toMatchObject({ effectiveLabels: labels, pulumiLabels: labels });
    const rule = bench.preview('gcp:compute/globalForwardingRule:GlobalForwardingRule', { target: 't' });
    expect(rule['effectiveLabels']).toEqual({ team: 'core' });
  });

  it('leaves optional inputs that the cloud fills unknown until the apply', async () => {
    const bench = await gcp();
    const type = 'gcp:compute/backendService:BackendService';
    expect(bench.preview(type, {})).toMatchObject({ protocol: UNKNOWN, timeoutSec: UNKNOWN });
    expect((await bench.create(type, {})).state).toMatchObject({ protocol: 'HTTP', timeoutSec: 30 });
  });

  it('does not check what is unknown', async () => {
    const { failures } = (await gcp()).check('gcp:compute/healthCheck:HealthCheck', {
      name: UNKNOWN,
      checkIntervalSec: UNKNOWN,
      sourceRegions: UNKNOWN,
      httpHealthCheck: UNKNOWN,
    });
    expect(failures).toEqual([]);
  });

  it('takes an unknown value of a fixed property for a change', async () => {
    const bench = await gcp();
    const changed = await bench.change(
      'gcp:compute/globalAddress:GlobalAddress',
      { name: 'a', network: 'n' },
      { name: 'a', network: UNKNOWN },
    );
    expect(changed.replaces).toEqual(['network']);
  });

  it('keeps what was computed when an update does not touch it', async () => {
    const bench = await gcp();
    const type = 'gcp:cloudrunv2/service:Service';
    const inputs = { name: 's', location: 'us-central1', template: { containers: [{ image: 'i:1' }] } };
    const existing = await bench.create(type, inputs);
    const next = bench.checked(type, { ...inputs, template: { containers: [{ image: 'i:2' }] } });
    const planned = bench.provider.previewUpdate(bench.subject(type), existing, next);
    expect(planned['uri']).toBe(existing.state['uri']);
    expect(planned['latestReadyRevision']).toBe(UNKNOWN);
  });

  it('needs a project from somewhere', async () => {
    const bench = await Bench.open('gcp', {});
    const type = 'gcp:compute/network:Network';
    expect(bench.check(type, {}).failures).toEqual([expect.stringContaining("'x.project'")]);
    expect(bench.check(type, { project: 'mine' }).failures).toEqual([]);
  });

  it('knows region and tags on AWS, and the domains a certificate must prove', async () => {
    const bench = await Bench.open('aws', { region: 'us-east-1', defaultTags: { tags: { team: 'core' } } });
    const planned = bench.preview('aws:acm/certificate:Certificate', {
      domainName: 'a.test',
      subjectAlternativeNames: ['b.test'],
      validationMethod: 'DNS',
      tags: { app: 'api' },
    });
    expect(planned).toMatchObject({
      region: 'us-east-1',
      tagsAll: { team: 'core', app: 'api' },
      arn: UNKNOWN,
      domainValidationOptions: [
        { domainName: 'a.test', resourceRecordName: UNKNOWN },
        { domainName: 'b.test', resourceRecordName: UNKNOWN },
      ],
    });
  });

  it('makes up names as the providers do', async () => {
    const bench = await gcp();
    const nameOf = (type: string, inputs: Values, name: string): string =>
      String(bench.check(type, inputs, {}, name).inputs['name']);
    expect(nameOf('gcp:compute/network:Network', {}, 'Net')).toMatch(/^net-[0-9a-f]{7}$/);
    expect(nameOf('gcp:compute/network:Network', {}, 'n'.repeat(80))).toMatch(/^n{55}-[0-9a-f]{7}$/);
    expect(bench.check('gcp:compute/globalAddress:GlobalAddress', {}, {}, 'Net').failures).toHaveLength(1);
    const aws = await Bench.open('aws', { region: 'us-east-1' });
    const topic = aws.check('aws:sns/topic:Topic', { fifoTopic: true }, {}, 'jobs').inputs;
    expect(topic['name']).toMatch(/^jobs-[0-9a-f]{7}\.fifo$/);
    const group = aws.check('aws:rds/subnetGroup:SubnetGroup', { subnetIds: [], namePrefix: 'a' }).inputs;
    expect(group).not.toHaveProperty('name');
  });

  it('keeps a name it made up, and makes up another when a fixed one is dropped', async () => {
    const bench = await gcp();
    const type = 'gcp:compute/network:Network';
    const first = bench.checked(type, {}, 'net');
    expect(bench.check(type, {}, first, 'net').inputs['name']).toBe(first['name']);
    const fixed = bench.checked(type, { name: 'mine' }, 'net');
    expect(bench.check(type, {}, fixed, 'net').inputs['name']).toMatch(/^net-/);
  });
});

describe('the shape of inputs', () => {
  it.each<[string, Values, string]>([
    [
      'a misspelt property deep inside',
      { backends: [{ group: 'g', balancingMod: 'RATE' }] },
      "did you mean `balancingMode`?. Examine values at 'x.backends[0].balancingMod'",
    ],
    [
      'a text for a number',
      { timeoutSec: 'soon' },
      'expected a number, got "soon". Examine values at \'x.timeoutSec\'',
    ],
    ['a list for an object', { logConfig: [] }, "expected an object, got []. Examine values at 'x.logConfig'"],
    [
      'one item for a list',
      { backends: { group: 'g' } },
      'expected a list, got {"group":"g"}. Examine values at \'x.backends\'',
    ],
    [
      'a required property left out inside',
      { backends: [{}] },
      "it must be set. Examine values at 'x.backends[0].group'",
    ],
  ])('refuses %s', async (_case, inputs, message) => {
    const { failures } = (await gcp()).check('gcp:compute/backendService:BackendService', inputs);
    expect(failures).toEqual([expect.stringContaining(message)]);
  });

  it('takes a number written as a text, as the providers do', async () => {
    expect((await gcp()).check('gcp:compute/backendService:BackendService', { timeoutSec: '30' }).failures).toEqual([]);
  });

  it('takes a policy as a text and as an object', async () => {
    const bench = await Bench.open('aws', { region: 'us-east-1' });
    const document = { Version: '2012-10-17', Statement: [] };
    const type = 'aws:iam/role:Role';
    expect(bench.check(type, { assumeRolePolicy: document }).failures).toEqual([]);
    expect(bench.check(type, { assumeRolePolicy: JSON.stringify(document) }).failures).toEqual([]);
    expect(bench.check(type, { assumeRolePolicy: '{' }).failures).toHaveLength(1);
  });
});
