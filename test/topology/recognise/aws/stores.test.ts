import { describe, expect, it } from 'vitest';

import { change, draft, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, beside, each, judged, model, oneWay, reasons, storeNamed, type Plan } from './ask.ts';
import { accelerator, aurora, buckets, EAST, images, secret, table, WEST } from './plans.ts';

describe('stores of AWS', () => {
  it('reads a global database as a writer and a follower', () => {
    expect(storeNamed(aurora, 'db')).toMatchObject({
      kind: 'sql',
      cloud: 'aws',
      replication: 'async',
      rpo: { expected: 1, worst: 60 },
      promotion: { who: 'operator', seconds: { expected: 195, worst: 660 } },
      availability: 0.9999,
      members: [
        { region: EAST, role: 'primary', zoneRedundant: true, size: 'db.r6g.large', cpus: 2 },
        { region: WEST, role: 'replica', zoneRedundant: true, size: 'db.r6g.large', cpus: 2 },
      ],
    });
    expect(storeNamed(without(aurora, `db-${EAST}-1`), 'db')).toMatchObject({ availability: 0.999 });
  });

  it('finds the writer where a state tells it', () => {
    const swapped = aurora.map((one) =>
      one.name === 'db'
        ? { ...one, outputs: { globalClusterMembers: [{ dbClusterArn: 'arn:west', isWriter: true }] } }
        : one.name === `db-${WEST}`
          ? { ...one, outputs: { arn: 'arn:west' } }
          : one,
    );
    expect(storeNamed(swapped, 'db').members.map(({ region, role }) => [region, role])).toEqual([
      [WEST, 'primary'],
      [EAST, 'replica'],
    ]);
  });

  it('compares serverless clusters by their capacity units', () => {
    const serverless =
      (region: string, maxCapacity: number) =>
      (plan: Plan): Plan =>
        change(
          each(plan, `db-${region}-`, 'instanceClass', 'db.serverless'),
          `db-${region}`,
          'serverlessv2ScalingConfiguration',
          { minCapacity: 1, maxCapacity },
        );
    const plan = serverless(WEST, 8)(serverless(EAST, 32)(aurora));
    expect(storeNamed(plan, 'db').members.map(({ cpus }) => cpus)).toEqual([8, 2]);
  });

  it('reads an RDS instance with a replica in another region', () => {
    const database = (region: string, more: object): Draft =>
      draft('aws:rds/instance:Instance', `pg-${region}`, { region, instanceClass: 'db.m6g.xlarge', ...more });
    const replica = { ...database(WEST, { replicateSourceDb: id }), links: { replicateSourceDb: [`pg-${EAST}`] } };
    const pair = [...accelerator, database(EAST, { multiAz: true }), replica];
    expect(storeNamed(pair, `pg-${EAST}`)).toMatchObject({
      members: [
        { region: EAST, role: 'primary', zoneRedundant: true, cpus: 4 },
        { region: WEST, role: 'replica', zoneRedundant: false, cpus: 4 },
      ],
      rpo: { worst: 300 },
      availability: 0.9995,
    });
    expect(answers(pair)).toEqual(['yes', 'yes']);
    expect(answers([...accelerator, database(EAST, { multiAz: true })])).toEqual(['no', 'yes']);
    expect(judged([...accelerator, database(EAST, {})], `zone:${EAST}a`).survives).toBe('no');
  });

  it('tells a global table that commits everywhere from one that follows', () => {
    expect(storeNamed(table, 'orders')).toMatchObject({
      replication: 'async',
      rpo: { worst: 60 },
      availability: 0.99999,
    });
    const strong = each(table, 'orders', 'replicas', [
      { regionName: WEST, consistencyMode: 'STRONG' },
      { regionName: 'us-east-2', consistencyMode: 'STRONG' },
    ]);
    expect(storeNamed(strong, 'orders')).toMatchObject({ replication: 'sync', rpo: { worst: 0 } });
    const apart = [
      ...each(table, 'orders', 'replicas', undefined),
      draft(
        'aws:dynamodb/tableReplica:TableReplica',
        'copy',
        { region: WEST, globalTableArn: id },
        { links: { globalTableArn: ['orders'] } },
      ),
    ];
    expect(storeNamed(apart, 'orders').members.map(({ region }) => region)).toEqual([EAST, WEST]);
    expect(judged(beside(each(table, 'orders', 'replicas', id)), `region:${EAST}`).survives).toBe('undecided');
  });

  it('joins buckets that copy to each other, with the time that is promised', () => {
    const both = storeNamed(buckets, `files-${EAST}`);
    expect(model(buckets).stores).toHaveLength(1);
    expect(both).toMatchObject({
      rpo: { worst: 900 },
      options: [],
      members: [
        { region: EAST, role: 'equal' },
        { region: WEST, role: 'equal' },
      ],
    });
    const untimed = storeNamed(each(buckets, 'copy-', 'rules.0.destination', { bucket: id }), `files-${EAST}`);
    expect(untimed.rpo?.worst).toBe(86_400);
    expect(untimed.options).toMatchObject([
      { argument: 'rules.destination.replicationTime', gives: { rpo: { worst: 900 } } },
    ]);
    expect(storeNamed(oneWay, `files-${EAST}`)).toMatchObject({
      members: [
        { region: EAST, role: 'primary' },
        { region: WEST, role: 'replica' },
      ],
      promotion: { who: 'nobody' },
    });
  });

  it('finds a destination that is written as an ARN, and leaves one open that is not in the plan', () => {
    const written = (name: string): Plan =>
      each(oneWay, `copy-${EAST}`, 'rules.0.destination.bucket', `arn:aws:s3:::${name}`).map((one) =>
        one.name === `copy-${EAST}` ? { ...one, links: { bucket: one.links?.['bucket'] ?? [] } } : one,
      );
    expect(storeNamed(written(`files-${WEST}`), `files-${EAST}`).members).toHaveLength(2);
    expect(answers(beside(written('elsewhere')))).toEqual(['undecided', 'no']);
    expect(reasons(judged(beside(without(written('elsewhere'), `files-${WEST}`)), `region:${EAST}`))).toMatch(
      /not in the plan/,
    );
  });

  it('leaves access logs where they are', () => {
    const logged = [
      ...relink(each(accelerator, `lb-${EAST}`, 'accessLogs', { bucket: id }), `lb-${EAST}`, 'accessLogs', ['logs']),
      draft('aws:s3/bucket:Bucket', 'logs', { region: EAST }),
    ];
    expect(model(logged).stores).toEqual([]);
    expect(answers(logged)).toEqual(['yes', 'yes']);
  });

  it('asks for a secret in the regions whose tasks read it', () => {
    const local = [...beside(each(secret, 'password', 'replicas', []))].map((one) =>
      one.name === `task-${EAST}` ? { ...one, links: { containerDefinitions: ['password'] } } : one,
    );
    expect(storeNamed(local, 'password').readers).toEqual([EAST]);
    expect(answers(local)).toEqual(['yes', 'yes']);
  });

  it('asks for a key in the regions whose tasks name it', () => {
    const keyed = (more: Plan): Plan => [
      ...accelerator.map((one) =>
        one.name.startsWith('task-') ? { ...one, links: { containerDefinitions: ['key'] } } : one,
      ),
      draft('aws:kms/key:Key', 'key', { region: EAST, multiRegion: true }),
      ...more,
    ];
    const copy = draft(
      'aws:kms/replicaKey:ReplicaKey',
      'key-copy',
      { region: WEST, primaryKeyArn: id },
      { links: { primaryKeyArn: ['key'] } },
    );
    expect(answers(keyed([copy]))).toEqual(['yes', 'yes']);
    expect(answers(keyed([]))).toEqual(['no', 'yes']);
    expect(model([...accelerator, draft('aws:kms/key:Key', 'key', { region: EAST })]).stores).toEqual([]);
  });

  it('does not guess from which registry a task pulls', () => {
    const open = each(beside(images), 'task-', 'containerDefinitions', id).map((one) =>
      one.name.startsWith('task-') ? { ...one, links: { containerDefinitions: ['images'] } } : one,
    );
    expect(answers(open)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(open, `region:${EAST}`))).toMatch(
      /task-us-west-2 containerDefinitions whether us-west-2 pulls/,
    );
    const filtered = change(beside(images), 'image-copies', 'replicationConfiguration.rules.0.repositoryFilters', [
      { filter: 'web', filterType: 'PREFIX_MATCH' },
    ]);
    expect(answers(filtered)).toEqual(['no', 'yes']);
  });

  it('wants a cache in each region', () => {
    const cache = (region: string, more: object = {}): Draft =>
      draft('aws:elasticache/replicationGroup:ReplicationGroup', `cache-${region}`, {
        region,
        nodeType: 'cache.r7g.large',
        multiAzEnabled: true,
        automaticFailoverEnabled: true,
        replicasPerNodeGroup: 1,
        ...more,
      });
    expect(answers(beside([cache(EAST)]))).toEqual(['no', 'yes']);
    expect(answers(beside([cache(EAST), cache(WEST)]))).toEqual(['yes', 'yes']);
    const datastore = draft(
      'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
      'datastore',
      { primaryReplicationGroupId: id },
      { links: { primaryReplicationGroupId: [`cache-${EAST}`] } },
    );
    const follower = {
      ...cache(WEST, { globalReplicationGroupId: id }),
      links: { globalReplicationGroupId: ['datastore'] },
    };
    const joined = storeNamed([cache(EAST), datastore, follower], `cache-${EAST}`);
    expect(joined.members.map(({ region, role, zoneRedundant }) => [region, role, zoneRedundant])).toEqual([
      [EAST, 'primary', true],
      [WEST, 'replica', true],
    ]);
  });

  it('leaves open what it cannot read', () => {
    const files = draft('aws:efs/fileSystem:FileSystem', 'files', { region: EAST });
    expect(answers(beside([files]))).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(beside([files]), `region:${EAST}`))).toMatch(/files  holds data/);
  });
});
