import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, KEY, REPLICA_KEY, SECRET } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { MULTI_REGION_KEYS } from './support/sources.ts';

/** Resources that name keys of other regions on purpose. */
const ACROSS: readonly string[] = [REPLICA_KEY, BUCKET_REPLICATION, SECRET];
/** Where resources name the key that they use. */
const USES = ['kmsKeyId', 'kmsKeyArn', 'kmsMasterKeyId', 'targetKeyId', 'encryptionConfigurations'];
const ROTATION = 'enableKeyRotation';

export const keysWorkInBothRegions = graphRule({
  id: 'tandem-aws-028-keys-work-in-both-regions',
  title: 'What one region encrypted the other can decrypt',
  what: 'A key that has a replica is a multi-region key, nothing uses a key of another region, and keys are enabled and rotate.',
  why: 'A replica of a single-region key is refused, and a key of the lost region decrypts nothing after a failover.',
  source: MULTI_REGION_KEYS,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Set multiRegion to true from the first create, add a ReplicaKey in the other region, and use that one there.',
  example: "new ReplicaKey('west', { region: 'us-west-2', primaryKeyArn: key.arn })",
  types: [KEY, REPLICA_KEY],
  judge: (graph) => [
    ...graph.ofType(REPLICA_KEY).flatMap((replica) => judgeReplica(graph, replica)),
    ...graph.ofType(KEY).flatMap(judgeKey),
    ...usedElsewhere(graph),
  ],
});

function judgeReplica(graph: ResourceGraph, replica: Resource): readonly Finding[] {
  const off = isDisabled(replica, 'enabled');
  const [primary] = graph.linked(replica, 'primaryKeyArn', [KEY]);
  if (!primary) return off;
  const same = regionOf(graph, primary) === regionOf(graph, replica);
  return [
    ...off,
    ...notTrue(primary, 'multiRegion', `while ${replica.name} is a replica of it`),
    ...(same && regionOf(graph, replica) !== undefined
      ? [
          breach(
            replica,
            'region',
            `is that of ${primary.name}; allowed is another one`,
            'set region to the other region',
          ),
        ]
      : []),
  ];
}

function judgeKey(key: Resource): readonly Finding[] {
  const usage = valueAt(key.inputs, 'keyUsage') ?? 'ENCRYPT_DECRYPT';
  const spec = valueAt(key.inputs, 'customerMasterKeySpec') ?? 'SYMMETRIC_DEFAULT';
  if (usage !== 'ENCRYPT_DECRYPT' || spec !== 'SYMMETRIC_DEFAULT') return [];
  return [...notTrue(key, ROTATION, 'so the key stays the same for ever'), ...isDisabled(key, 'isEnabled')];
}

const isDisabled = (key: Resource, argument: string): readonly Finding[] =>
  valueAt(key.inputs, argument) === false
    ? [breach(key, argument, 'is false, so nothing can be decrypted', `remove ${argument}`)]
    : [];

function usedElsewhere(graph: ResourceGraph): readonly Finding[] {
  if (graph.ofType(KEY).length === 0) return [];
  const users = graph.all.filter(
    ({ custom, type, inputs }) =>
      custom && type.startsWith('aws:') && !ACROSS.includes(type) && inputs['region'] !== undefined,
  );
  return users.flatMap((user) =>
    USES.filter((argument) => user.inputs[argument] !== undefined).flatMap((argument) =>
      graph.linked(user, argument, [KEY]).flatMap((key) => judgeUse(graph, user, argument, key)),
    ),
  );
}

function judgeUse(graph: ResourceGraph, user: Resource, argument: string, key: Resource): readonly Finding[] {
  const home = regionOf(graph, key);
  const region = regionOf(graph, user);
  if (home === undefined || region === home) return [];
  if (isUnknown(region)) return [unknownArgument(user, 'region', 'write the region out')];
  const problem = `is ${key.name}, a key in ${home}, and this is in ${region ?? ''}`;
  return [breach(user, argument, problem, 'use the ReplicaKey of this region')];
}
