import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { MultiCloud } from '../../../components/multicloud/index.ts';
import { multicloud } from '../../../stacks/multicloud.ts';
import { graphOf } from '../../../topology/graph/read.ts';
import { readMultiTopology } from '../../../topology/shape/multicloud/readMultiTopology.ts';
import type { MultiTopology } from '../../../topology/shape/multicloud/schema.ts';
import type { LossVerdict, Verdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { builtBy, inputsIn, refusal } from '../../support/components.ts';
import { changing, inventory, newStack, type Held, type Step, type TestStack } from '../../support/engine.ts';
import { configOf } from '../../support/stacks.ts';

// Both clouds as one, through the real engine: what is built, what a change of the writer does, and what the plan survives.

const DECLARED = readMultiTopology(configOf('multicloud'), { stack: 'multicloud' });
const built = builtBy(multicloud);

const STORES = [
  'gcp:sql/databaseInstance:DatabaseInstance',
  'gcp:storage/bucket:Bucket',
  'gcp:secretmanager/secret:Secret',
  'aws:rds/globalCluster:GlobalCluster',
  'aws:rds/cluster:Cluster',
  'aws:s3/bucket:Bucket',
  'aws:secretsmanager/secret:Secret',
  'aws:kms/key:Key',
];

let stack: TestStack;
let created: Step[];
let outputs: OutputMap;
let held: Held[];
let judged: Verdict;

beforeAll(async () => {
  stack = await newStack('multi-whole', { 'gcp:project': DECLARED.gcp.project, 'aws:region': 'us-east-2' });
  created = await stack.up(built(DECLARED));
  outputs = await stack.outputs();
  held = await stack.held();
  judged = verdict(graphOf({ deployment: { resources: held } }, 'the state'));
}, 240_000);

const loss = (name: string): LossVerdict => {
  const found = judged.losses.find((one) => one.loss === name);
  if (!found) throw new Error(`no ${name} among ${judged.losses.map((one) => one.loss).join(', ')}`);
  return found;
};

/** What each task on AWS, or each instance on Google, is told in a variable. */
const told = (steps: readonly Step[], variable: string): Record<'gcp' | 'aws', unknown[]> => {
  interface Variable {
    name: string;
    value?: string;
  }
  const valueIn = (variables: readonly Variable[]) => variables.find(({ name }) => name === variable)?.value;
  const of = (type: string) => steps.filter((step) => step.type === type).map(({ inputs }) => inputs);
  return {
    gcp: of('gcp:cloudrunv2/service:Service').map(({ template }) =>
      valueIn((template as { containers: [{ envs: Variable[] }] }).containers[0].envs),
    ),
    aws: of('aws:ecs/taskDefinition:TaskDefinition').map(({ containerDefinitions }) =>
      valueIn((JSON.parse(String(containerDefinitions)) as [{ environment: Variable[] }])[0].environment),
    ),
  };
};

describe('stack multicloud', () => {
  test('is built as the inventory lists it', async () => {
    await expect(await inventory(created)).toMatchFileSnapshot('inventories/multicloud.json');
  });

  test('tells where it is and nothing secret', () => {
    expect(Object.keys(outputs).sort()).toEqual([
      'buckets',
      'dns',
      'follower',
      'hosts',
      'identity',
      'url',
      'writer',
      'writes',
    ]);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
    expect(outputs['hosts']?.value).toEqual({ gcp: 'gcp.www.acme.example', aws: 'aws.www.acme.example' });
  });

  test('answers for one name with both clouds, by their fixed addresses', () => {
    const records = ['gcp', 'aws'].map((cloud) => inputsIn(created, 'Record', `acme-dns-record-${cloud}`));
    expect(records.map(({ name, ttl }) => [name, ttl])).toEqual([
      ['www.acme.example', 30],
      ['www.acme.example', 30],
    ]);
    const { gcp, aws } = outputs['dns']?.value as { gcp: string; aws: string[] };
    expect(records.map(({ records: answers }) => answers)).toEqual([[gcp], aws]);
    expect(aws).toHaveLength(2);
  });

  test('has a certificate for that name on both, proven in the zone', () => {
    const entry = inputsIn(created, 'CertificateMapEntry', 'acme-certificate-entry');
    expect(entry['hostname']).toBe('www.acme.example');
    const listeners = created.filter(({ type }) => type === 'aws:lb/listenerCertificate:ListenerCertificate');
    expect(listeners.map(({ inputs }) => inputs['region']).sort()).toEqual(['us-east-2', 'us-west-2']);
  });

  test('lets services of both clouds write to one database, and read their own', () => {
    const writes = told(created, 'DATABASE_WRITE_HOST');
    const reads = told(created, 'DATABASE_READ_HOST');
    expect(new Set(writes.gcp)).toEqual(new Set([outputs['writes']?.value]));
    // The same instance by its address: Google's name for it does not resolve on AWS.
    expect(new Set(writes.aws).size).toBe(1);
    expect(reads.gcp).toContain(writes.aws[0]);
    expect(reads.aws).toEqual([
      expect.stringMatching(/rds\.amazonaws\.com$/),
      expect.stringMatching(/rds\.amazonaws\.com$/),
    ]);
  });

  test('lets the database on Google be followed, in either role', () => {
    const flags = created
      .filter(({ type }) => type === 'gcp:sql/databaseInstance:DatabaseInstance')
      .map(({ inputs }) => (inputs['settings'] as { databaseFlags: unknown }).databaseFlags);
    expect(flags).toEqual([
      [expect.objectContaining({ name: 'cloudsql.logical_decoding', value: 'on' })],
      [expect.objectContaining({ name: 'cloudsql.logical_decoding', value: 'on' })],
    ]);
  });

  test('protects every store but the logs of requests', () => {
    const open = created.filter(({ type, protect }) => STORES.includes(type) && !protect).map(({ name }) => name);
    expect(open.sort()).toEqual(['acme-aws-us-east-2-requests', 'acme-aws-us-west-2-requests']);
  });

  test('changes nothing on the second run', async () => {
    const steps = changing(await stack.preview(built(DECLARED)));
    expect(steps.map(({ op, type, name }) => `${op} ${type} ${name}`)).toEqual([]);
  }, 120_000);

  test('gives the writes to AWS without touching a store', async () => {
    const steps = changing(await stack.preview(built({ ...DECLARED, writer: 'aws' })));
    expect(steps.filter(({ type }) => STORES.includes(type))).toEqual([]);
    // A task definition is never changed, only made anew, and so is a version of a secret.
    const replaced = new Set(steps.filter(({ op }) => op !== 'update').map(({ type }) => type));
    expect([...replaced].sort()).toEqual([
      'aws:ecs/taskDefinition:TaskDefinition',
      'aws:secretsmanager/secretVersion:SecretVersion',
      'gcp:secretmanager/secretVersion:SecretVersion',
    ]);
    const follow = steps.find(({ name }) => name === 'acme-follow-changes');
    expect(follow?.inputs['startReplicationTask']).toBe(false);
    const writer = /\.global-\S+\.rds\.amazonaws\.com$/;
    expect(told(steps, 'DATABASE_WRITE_HOST').gcp).toEqual([
      expect.stringMatching(writer),
      expect.stringMatching(writer),
    ]);
  }, 120_000);

  test('tells machines on Google too that AWS takes the writes', async () => {
    const config = configOf('multicloud');
    const google = {
      ...(config['tandem:gcp'] as object),
      compute: 'instances',
      objectives: { monthlyCostUsd: 20_000 },
    };
    const onMachines = readMultiTopology(
      { ...config, 'tandem:gcp': google, 'tandem:writer': 'aws' },
      { stack: 'multicloud' },
    );
    const steps = await stack.preview(built(onMachines));
    const templates = steps.filter(({ type }) => type === 'gcp:compute/instanceTemplate:InstanceTemplate');
    const hosts = templates.map(
      ({ inputs }) =>
        /DATABASE_WRITE_HOST\W+([\w.-]+)/.exec((inputs['metadata'] as Record<string, string>)['user-data'] ?? '')?.[1],
    );
    const writer = /\.global-\S+\.rds\.amazonaws\.com$/;
    expect(hosts).toEqual([expect.stringMatching(writer), expect.stringMatching(writer)]);
  }, 120_000);
});

describe('what cannot be built', () => {
  test('is refused with every problem, before the first resource', async () => {
    const { gcp, aws } = DECLARED;
    const bad: MultiTopology = {
      ...DECLARED,
      awsShare: 2,
      gcp: { ...gcp, minInstances: 9, maxInstances: 8 },
      aws: { ...aws, entry: { ...aws.entry, kind: 'dns' } },
    };
    const message = await refusal(stack, () => new MultiCloud('refused', bad));
    for (const key of ['awsShare', 'gcp.scaling.maxInstances', 'aws.entry.kind'])
      expect(message).toContain(`tandem:${key}`);
  }, 60_000);
});

describe('the verdict', () => {
  test('is that every loss is survived, and every objective met', () => {
    expect(judged.losses.filter(({ survives }) => survives !== 'yes').map(({ loss: name }) => name)).toEqual([]);
    expect(judged.objectives.filter(({ met }) => !met)).toEqual([]);
    expect(new Set(judged.objectives.map(({ topology }) => topology))).toEqual(new Set(['acme']));
  });

  test('says in how many seconds a cloud is left: three checks and the time that answers live', () => {
    const seconds = ['gcp', 'aws'].map((cloud) => {
      const { shedSeconds, required } = loss(`provider:${cloud}`);
      return { shedSeconds, required };
    });
    expect(seconds).toEqual(['gcp', 'aws'].map(() => ({ shedSeconds: { expected: 46, worst: 66 }, required: true })));
  });

  test('says what is lost with each cloud, by what carries it to the other', () => {
    // The database follows within minutes, objects within two hours at the worst; AWS is not waited for.
    expect(loss('provider:gcp')).toMatchObject({
      reads: 'briefly-fail',
      writes: 'fail-until-promotion',
      rpoSeconds: 7200,
      acts: 'operator',
    });
    expect(loss('provider:aws')).toMatchObject({ writes: 'briefly-fail', rpoSeconds: 7200, acts: 'nobody' });
  });

  test('is another one when nothing carries the database', () => {
    const without = held.filter(({ type }) => type !== 'aws:dms/replicationTask:ReplicationTask');
    const { losses } = verdict(graphOf({ deployment: { resources: without } }, 'the state'));
    const google = losses.find(({ loss: name }) => name === 'provider:gcp');
    expect(google?.survives).toBe('undecided');
    expect(google?.why.map(({ says }) => says).join()).toContain('nothing in the plan carries it there');
  });
});
