import { describe, expect, it } from 'vitest';

import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { answers, beside, each, judged, model, oneWay, reasons, storeNamed, type Plan } from './ask.ts';
import { accelerator, aurora, buckets, EAST, imageIn, REGIONS, secret, table, WEST } from './plans.ts';

// Copies that are declared and of no use where they are needed, and tasks that ask for the wrong one.

const key = (region: string, name = `key-${region}`): Draft => draft('aws:kms/key:Key', name, { region });
const keys = REGIONS.map((region) => key(region));

/** A plan in which an argument names the key of a region. */
const withKey = (plan: Plan, name: string, path: string, region: string, links: readonly string[] = []): Plan => {
  const argument = path.split('.')[0] ?? '';
  return [...relink(change(plan, name, path, id), name, argument, [...links, `key-${region}`]), ...keys];
};

describe('a copy that is encrypted with a key of another region', () => {
  const replica = (region: string): Plan => withKey(secret, 'password', 'replicas.0.kmsKeyId', region);
  const database = (region: string): Plan =>
    withKey(aurora, `db-${WEST}`, 'kmsKeyId', region).map((one) =>
      one.name === `db-${WEST}` ? { ...one, links: { ...one.links, globalClusterIdentifier: ['db'] } } : one,
    );
  const instances = (region: string): Plan =>
    withKey(
      [
        draft('aws:rds/instance:Instance', 'pg', { region: EAST, instanceClass: 'db.m6g.xlarge', multiAz: true }),
        draft(
          'aws:rds/instance:Instance',
          'pg-copy',
          { region: WEST, instanceClass: 'db.m6g.xlarge', replicateSourceDb: id },
          { links: { replicateSourceDb: ['pg'] } },
        ),
      ],
      'pg-copy',
      'kmsKeyId',
      region,
    );
  const orders = (region: string): Plan => withKey(table, 'orders', 'replicas.0.kmsKeyArn', region);
  const files = (region: string): Plan =>
    withKey(buckets, `copy-${EAST}`, 'rules.0.destination.encryptionConfiguration.replicaKmsKeyId', region, [
      `files-${WEST}`,
    ]);

  it.each([
    ['a secret', replica],
    ['a table', orders],
    ['a global database', database],
    ['a replica of an instance', instances],
    ['a bucket', files],
  ] as const)('is none: %s', (_, plan) => {
    expect(answers(beside(plan(WEST)))).toEqual(['yes', 'yes']);
    expect(judged(beside(plan(EAST)), `region:${EAST}`).survives).toBe('no');
    expect(reasons(judged(beside(plan(EAST)), `region:${EAST}`))).toMatch(/its key is in us-east-1/);
  });

  it('is one where the key is in both regions', () => {
    const shared = [
      ...replica(EAST),
      draft(
        'aws:kms/replicaKey:ReplicaKey',
        'key-copy',
        { region: WEST, primaryKeyArn: id },
        { links: { primaryKeyArn: [`key-${EAST}`] } },
      ),
    ];
    expect(answers(beside(shared))).toEqual(['yes', 'yes']);
  });

  it.each([
    ['an ARN of the region', `arn:aws:kms:${WEST}:111122223333:key/1`, 'yes'],
    ['an ARN of the other one', `arn:aws:kms:${EAST}:111122223333:key/1`, 'no'],
    ['the key of the provider', 'alias/aws/secretsmanager', 'yes'],
  ])('is told by %s', (_, kmsKeyId, survives) => {
    const plan = each(secret, 'password', 'replicas.0.kmsKeyId', kmsKeyId);
    expect(judged(beside(plan), `region:${EAST}`).survives).toBe(survives);
  });
});

describe('members of a global database', () => {
  const versions = (east: string, west: string): Plan =>
    change(change(aurora, `db-${EAST}`, 'engineVersion', east), `db-${WEST}`, 'engineVersion', west);

  it.each([
    ['16.4', '16.4', 'yes'],
    ['16.4', '16', 'yes'],
    ['16.4', '15.8', 'no'],
    ['16.4', '16.6', 'no'],
    ['8.0.mysql_aurora.3.05.2', '8.0.mysql_aurora.3.05.2', 'yes'],
    ['8.0.mysql_aurora.3.05.2', '8.0.mysql_aurora.3.04.0', 'no'],
  ])('of versions %s and %s: %s', (east, west, survives) => {
    expect(judged(beside(versions(east, west)), `region:${EAST}`).survives).toBe(survives);
  });

  it('say which version is in the way', () => {
    expect(reasons(judged(beside(versions('16.4', '15.8')), `region:${EAST}`))).toMatch(
      /db-us-west-2 engineVersion runs version 15.8 and the writer 16.4/,
    );
  });
});

describe('a secret that a task is linked to', () => {
  const linked = (region: string, more: Partial<Draft> = {}): Plan =>
    beside(secret)
      .map((one) => (one.name === 'password' ? { ...one, ...more } : one))
      .map((one) =>
        one.name === `task-${region}`
          ? {
              ...one,
              inputs: { ...one.inputs, containerDefinitions: id },
              links: { containerDefinitions: ['password'] },
            }
          : one,
      );

  it('may be the copy near by or the one of the other region', () => {
    expect(answers(linked(EAST))).toEqual(['yes', 'yes']);
    expect(answers(linked(WEST))).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(linked(WEST), `region:${EAST}`))).toMatch(
      /whether us-west-2 reads its own copy of password or the one of us-east-1 is known after an apply only/,
    );
  });

  it('is the copy near by where Tandem hands it out', () => {
    const parent = draft('tandem:index:AwsSecrets', 'secrets', {});
    expect(answers([...linked(WEST, { parent: 'secrets' }), parent])).toEqual(['yes', 'yes']);
  });
});

describe('what a container of the west names', () => {
  const container = (more: object): Plan =>
    change(
      beside(buckets),
      `task-${WEST}`,
      'containerDefinitions',
      JSON.stringify([{ name: 'api', image: imageIn(WEST), ...more }]),
    );

  it.each([
    [
      'variables of the other region',
      { environmentFiles: [{ type: 's3', value: `arn:aws:s3:::files-${EAST}/a.env` }] },
    ],
    [
      'credentials of the other region',
      {
        repositoryCredentials: {
          credentialsParameter: `arn:aws:secretsmanager:${EAST}:111122223333:secret:hub-AbCdEf`,
        },
      },
    ],
  ])('%s', (_, more) => {
    expect(answers(container(more))).toEqual(['no', 'yes']);
  });

  it('variables of its own', () => {
    const own = { environmentFiles: [{ type: 's3', value: `arn:aws:s3:::files-${WEST}/a.env` }] };
    expect(answers(container(own))).toEqual(['yes', 'yes']);
  });
});

describe('a table', () => {
  const abroad = each(table, 'orders', 'replicas', [{ regionName: 'eu-north-1' }]);

  it('of which the other region has no copy is called nobody knows where', () => {
    expect(answers(beside(abroad))).toEqual(['undecided', 'yes']);
    expect(reasons(judged(beside(abroad), `region:${EAST}`))).toMatch(/has no copy in us-west-2/);
  });

  it('may have a third copy where nothing runs', () => {
    const three = each(table, 'orders', 'replicas', [{ regionName: WEST }, { regionName: 'eu-north-1' }]);
    expect(answers(beside(three))).toEqual(['yes', 'yes']);
    expect(judged(beside(three), 'region:eu-north-1').survives).toBe('yes');
  });
});

describe('a bucket', () => {
  it('that only receives can be read, and says once what does not come back', () => {
    const loss = judged(beside(oneWay), `region:${EAST}`);
    expect(loss).toMatchObject({ survives: 'no', reads: 'fail', rpoSeconds: 900 });
    expect(reasons(loss).split('\n')).toEqual([
      `copy-${EAST} rules objects go from ${EAST} to ${WEST} only: what is written there while ${EAST} is away does not come back`,
    ]);
  });

  it('whose versions are not told may be copied', () => {
    const open = change(beside(buckets), `versions-${WEST}`, 'versioningConfiguration.status', id);
    expect(answers(open)).toEqual(['undecided', 'undecided']);
  });
});

describe('a bucket of logs', () => {
  const bucket = draft('aws:s3/bucket:Bucket', 'logs', { region: EAST });
  const writer = (type: string, argument: string, to = 'logs', name = 'writer'): Draft =>
    draft(type, name, { region: EAST, [argument]: id }, { links: { [argument]: [to] } });
  const stream = writer('aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream', 'extendedS3Configuration');

  it.each([
    ['flow logs', [writer('aws:ec2/flowLog:FlowLog', 'logDestination')]],
    ['a trail', [writer('aws:cloudtrail/trail:Trail', 's3BucketName')]],
    ['the recorder of settings', [writer('aws:cfg/deliveryChannel:DeliveryChannel', 's3BucketName')]],
    ['queries of names', [writer('aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig', 'destinationArn')]],
    ['a classic load balancer', [writer('aws:elb/loadBalancer:LoadBalancer', 'accessLogs')]],
    [
      'a stream of logs',
      [
        stream,
        writer('aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter', 'destinationArn', 'writer', 'filter'),
      ],
    ],
  ])('is left where it is: %s', (_, writers) => {
    expect(model([...accelerator, bucket, ...writers]).stores).toEqual([]);
  });

  it.each([
    ['a stream of anything', [stream]],
    ['a function that is told of it', [writer('aws:lambda/function:Function', 'environment')]],
    [
      'flow logs and a function',
      [
        writer('aws:ec2/flowLog:FlowLog', 'logDestination'),
        writer('aws:lambda/function:Function', 'environment', 'logs', 'f'),
      ],
    ],
  ])('is no such bucket: %s', (_, writers) => {
    expect(model([...accelerator, bucket, ...writers]).stores).toHaveLength(1);
  });
});

describe('a cache that follows one of another region', () => {
  it('is of no use to a region without any', () => {
    const cache = (name: string, region: string, links = {}): Draft =>
      draft('aws:elasticache/replicationGroup:ReplicationGroup', name, { region, ...links });
    const datastore = [
      cache('cache', EAST),
      draft(
        'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup',
        'global',
        { primaryReplicationGroupId: id },
        { links: { primaryReplicationGroupId: ['cache'] } },
      ),
      {
        ...cache('follower', 'eu-west-1', { globalReplicationGroupId: id }),
        links: { globalReplicationGroupId: ['global'] },
      },
    ];
    expect(reasons(judged(beside(datastore), `region:${EAST}`))).toMatch(
      /us-west-2 has no cache once us-east-1 is gone/,
    );
  });
});

describe('small sizes', () => {
  it.each([
    ['db.t4g.micro', 0.25],
    ['db.t4g.small', 0.5],
    ['db.t4g.medium', 1],
    ['db.r6g.large', 2],
    ['db.r6g.xlarge', 4],
    ['db.r6g.12xlarge', 48],
    ['db.x2g.metal', undefined],
  ])('%s', (instanceClass, cpus) => {
    const plan = [draft('aws:rds/instance:Instance', 'pg', { region: EAST, instanceClass })];
    expect(storeNamed(plan, 'pg').members[0]?.cpus).toBe(cpus);
  });
});

it('takes no copy for granted that the plan does not hold', () => {
  expect(answers(beside(without(buckets, `copy-${EAST}`)))).toEqual(['yes', 'no']);
});
