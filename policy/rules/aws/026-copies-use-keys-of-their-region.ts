import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, KEY, REPLICA_KEY, SECRET } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { copyings } from './support/buckets.ts';
import { regionOfArn } from './support/scope.ts';
import { BUCKET_REPLICATION_KEYS } from './support/sources.ts';

const KEY_OF_COPY = 'destination.encryptionConfiguration.replicaKmsKeyId';
const ENCRYPTED = 'sourceSelectionCriteria.sseKmsEncryptedObjects.status';

export const copiesUseKeysOfTheirRegion = graphRule({
  id: 'tandem-aws-026-copies-use-keys-of-their-region',
  title: 'Copies are encrypted with a key of their own region',
  what: 'The key of a copied bucket or of a secret’s replica is in the region of the copy, and a bucket rule that names a key copies encrypted objects.',
  why: 'A key of another region is accepted and then fails with every object, silently; without sseKmsEncryptedObjects encrypted objects are left out.',
  source: BUCKET_REPLICATION_KEYS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the key, or the replica of the multi-region key, of the region that the copy is in.',
  example:
    "encryptionConfiguration: { replicaKmsKeyId: westKey.arn }, sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } }",
  types: [BUCKET_REPLICATION, SECRET],
  judge: (graph) => [
    ...copyings(graph).flatMap(({ config, to }) =>
      blocksAt(config.inputs, 'rules').flatMap((rule, index) => {
        const argument = `rules[${index}].${KEY_OF_COPY}`;
        const wanted = to.flatMap((bucket) => regionOf(graph, bucket) ?? []);
        return [
          ...(isSet(rule, KEY_OF_COPY)
            ? judge(graph, config, { argument, list: 'rules', value: valueAt(rule, KEY_OF_COPY), wanted })
            : []),
          ...encrypted(config, rule, index),
        ];
      }),
    ),
    ...graph.ofType(SECRET).flatMap((secret) =>
      blocksAt(secret.inputs, 'replicas').flatMap((replica, index) => {
        const value = valueAt(replica, 'kmsKeyId');
        if (value === undefined || value === null) return [];
        const all = blocksAt(secret.inputs, 'replicas').flatMap((block) => textAt(block, 'region') ?? []);
        const own = textAt(replica, 'region');
        const wanted = typeof value === 'string' && !isUnknown(value) ? (own ? [own] : []) : all;
        return judge(graph, secret, { argument: `replicas[${index}].kmsKeyId`, list: 'replicas', value, wanted });
      }),
    ),
  ],
});

interface Use {
  readonly argument: string;
  /** Top-level argument whose links tell the key. */
  readonly list: string;
  readonly value: unknown;
  readonly wanted: readonly string[];
}

function judge(graph: ResourceGraph, owner: Resource, { argument, list, value, wanted }: Use): readonly Finding[] {
  const fix = `name a key in ${wanted.join(' or ') || 'the region of the copy'}`;
  if (!isUnknown(value)) {
    const named = graph.named(value, [KEY, REPLICA_KEY])[0];
    const region = named ? regionOf(graph, named) : regionOfArn(String(value));
    if (region === undefined || wanted.length === 0 || wanted.includes(region)) return [];
    return [breach(owner, argument, `is a key in ${region}; allowed is one in ${wanted.join(' or ')}`, fix)];
  }
  const linked = (owner.propertyDependencies[list] ?? []).flatMap((urn) => graph.get(urn) ?? []);
  const keys = linked.filter(({ type }) => type === KEY || type === REPLICA_KEY);
  if (keys.length === 0)
    return [undecided(owner, argument, 'is not known before an apply, and comes from no key of this program', fix)];
  const away = keys.find((key) => {
    const region = regionOf(graph, key);
    return region !== undefined && wanted.length > 0 && !wanted.includes(region);
  });
  if (!away) return [];
  return [
    breach(
      owner,
      argument,
      `is ${away.name}, a key in ${regionOf(graph, away) ?? ''}; allowed is one in ${wanted.join(' or ')}`,
      fix,
    ),
  ];
}

function encrypted(config: Resource, rule: unknown, index: number): readonly Finding[] {
  const given = valueAt(rule, ENCRYPTED);
  const argument = `rules[${index}].${ENCRYPTED}`;
  if (!isSet(rule, KEY_OF_COPY)) {
    return given === 'Enabled'
      ? [
          breach(
            config,
            `rules[${index}].${KEY_OF_COPY}`,
            'is not set, which encrypted objects need',
            'name a key in the region of the copy',
          ),
        ]
      : [];
  }
  if (given === 'Enabled' || isUnknown(given)) return [];
  return [
    breach(
      config,
      argument,
      `is ${textAt(rule, ENCRYPTED) ?? 'not set'}, so encrypted objects are left out; allowed is Enabled`,
      'set it to Enabled',
    ),
  ];
}
