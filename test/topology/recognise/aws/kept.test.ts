import { describe, expect, it } from 'vitest';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
import { judged, type Plan, reasons } from './ask.ts';
import { accelerator, buckets, EAST, imageIn, REGIONS, WEST } from './plans.ts';

// What a task takes from another region, and what a bucket, a cache or a database keeps.

const lost = (plan: Plan, region: string) => judged(plan, `region:${region}`);

describe('what a task needs to start', () => {
  const naming = (valueFrom: string, region: string): Plan =>
    change(
      accelerator,
      `task-${region}`,
      'containerDefinitions',
      JSON.stringify([
        {
          name: 'api',
          image: `111122223333.dkr.ecr.${region}.amazonaws.com/api:1`,
          secrets: [{ name: 'KEY', valueFrom }],
        },
      ]),
    );

  it.each([
    ['a secret of the other region', `arn:aws:secretsmanager:${EAST}:111122223333:secret:key-AbCdEf`, 'no'],
    ['a parameter of the other region', `arn:aws:ssm:${EAST}:111122223333:parameter/app/key`, 'no'],
    ['a secret near by', `arn:aws:secretsmanager:${WEST}:111122223333:secret:key-AbCdEf`, 'yes'],
    ['a parameter by its name', '/app/key', 'yes'],
  ])('%s', (_, valueFrom, survives) => {
    expect(lost(naming(valueFrom, WEST), EAST).survives).toBe(survives);
    expect(lost(naming(valueFrom, WEST), WEST).survives).toBe('yes');
    if (survives === 'no')
      expect(reasons(lost(naming(valueFrom, WEST), EAST))).toMatch(
        /us-west-2 takes .* from us-east-1 and not from its own/,
      );
  });

  it('is lost with a third region that all ask, and with no other', () => {
    const far = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf';
    const definition = (region: string): string =>
      JSON.stringify([{ name: 'api', image: imageIn(region), secrets: [{ name: 'KEY', valueFrom: far }] }]);
    const plan = REGIONS.reduce<Plan>(
      (changed, region) => change(changed, `task-${region}`, 'containerDefinitions', definition(region)),
      accelerator,
    );
    expect([EAST, WEST, 'eu-west-1'].map((region) => lost(plan, region).survives)).toEqual(['yes', 'yes', 'no']);
  });

  it('may be one parameter of one region that both ask', () => {
    const shared = REGIONS.reduce<Plan>(
      (plan, region) =>
        relink(change(plan, `task-${region}`, 'containerDefinitions', id), `task-${region}`, 'containerDefinitions', [
          'key',
        ]),
      [...accelerator, draft('aws:ssm/parameter:Parameter', 'key', { region: EAST, type: 'SecureString' })],
    );
    expect(reasons(lost(shared, EAST))).toMatch(/us-west-2 takes key from us-east-1/);
    expect(lost(shared, WEST).survives).toBe('yes');
  });
});

describe('buckets that are to copy to each other', () => {
  const plan = [...accelerator, ...buckets];

  it.each([
    ['without versions on one side', without(plan, `versions-${WEST}`)],
    ['with versions suspended', change(plan, `versions-${WEST}`, 'versioningConfiguration.status', 'Suspended')],
  ])('do not, %s', (_, changed) => {
    expect(reasons(lost(changed, EAST))).toMatch(
      /files-us-west-2 keeps no versions, and S3 copies nothing without them/,
    );
  });

  it('do with versions that the bucket itself keeps', () => {
    const own = change(without(plan, `versions-${WEST}`), `files-${WEST}`, 'versioning', { enabled: true });
    expect(lost(own, EAST).survives).toBe('yes');
  });

  it('are not asked of those that hold the logs of a network', () => {
    const logs = REGIONS.flatMap((region) => [
      draft('aws:s3/bucket:Bucket', `flow-${region}`, { region }),
      draft(
        'aws:ec2/flowLog:FlowLog',
        `log-${region}`,
        { region, logDestination: id },
        { links: { logDestination: [`flow-${region}`] } },
      ),
    ]);
    expect(lost([...plan, ...logs], EAST).survives).toBe('yes');
  });
});

describe('a cache that follows another', () => {
  const datastore = [
    draft('aws:elasticache/replicationGroup:ReplicationGroup', 'cache-east', {
      region: EAST,
      nodeType: 'cache.r7g.large',
    }),
    draft(
      'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
      'cache',
      { primaryReplicationGroupId: id },
      { links: { primaryReplicationGroupId: ['cache-east'] } },
    ),
    draft(
      'aws:elasticache/replicationGroup:ReplicationGroup',
      'cache-west',
      { region: WEST, globalReplicationGroupId: id, nodeType: 'cache.r7g.large' },
      { links: { globalReplicationGroupId: ['cache'] } },
    ),
  ];

  it('is made writable by an operator, and may miss what was written last', () => {
    expect(lost([...accelerator, ...datastore], EAST)).toMatchObject({
      survives: 'yes',
      writes: 'fail-until-promotion',
      rpoSeconds: 60,
      acts: 'operator',
    });
    expect(lost([...accelerator, ...datastore], WEST)).toMatchObject({ rpoSeconds: 0, acts: 'nobody' });
  });
});

describe('two sizes of a database', () => {
  const database = (of: string): Plan => [
    ...accelerator,
    draft('aws:rds/instance:Instance', 'db', {
      region: EAST,
      engine: 'postgres',
      instanceClass: 'db.r6g.2xlarge',
      multiAz: true,
    }),
    draft(
      'aws:rds/instance:Instance',
      'db-copy',
      { region: WEST, engine: 'postgres', instanceClass: of, replicateSourceDb: id },
      { links: { replicateSourceDb: ['db'] } },
    ),
  ];

  it.each([
    ['db.r6g.2xlarge', 'yes'],
    ['db.r6g.4xlarge', 'yes'],
    ['db.t4g.medium', 'no'],
    ['db.t3.micro', 'no'],
    ['db.serverless', 'undecided'],
  ])('%s beside db.r6g.2xlarge: %s', (size, survives) => {
    expect(lost(database(size), EAST).survives).toBe(survives);
  });
});
