import type { Description } from '../kit/description.ts';
import {
  atMostOne,
  conflicts,
  isPresent,
  list,
  matches,
  oneOf,
  range,
  required,
  type Rule,
  when,
  within,
} from '../kit/rules.ts';
import { isSet, listOf, objectOf, textOf, type Value, type Values } from '../kit/values.ts';
import { ACCOUNT, arn, isArn, nameOf, protectedBy, regionOf } from './common.ts';

const TABLE = 'aws:dynamodb/table:Table';

const names = (value: Value | undefined): string[] => listOf(value).map((item) => textOf(objectOf(item)['name']) ?? '');

/** Every key needs a declared attribute, and at creation every declared attribute must be a key. */
const attributesMatchKeys: Rule = (inputs, { old }) => {
  const indexes = [...listOf(inputs['globalSecondaryIndexes']), ...listOf(inputs['localSecondaryIndexes'])].map(
    objectOf,
  );
  const keys = [inputs, ...indexes]
    .flatMap(({ hashKey, rangeKey }) => [textOf(hashKey), textOf(rangeKey)])
    .filter((key) => key !== undefined);
  const declared = names(inputs['attributes']);
  const missing = keys.filter((key) => !declared.includes(key));
  const unused = declared.filter((name) => !keys.includes(name));
  return [
    ...(missing.length > 0
      ? [{ path: 'attributes', reason: `all keys must be declared: ${list(missing)} missing` }]
      : []),
    ...(unused.length > 0 && old === undefined
      ? [{ path: 'attributes', reason: `all attributes must be keys: ${list(unused)} unused` }]
      : []),
  ];
};

const streamTogether: Rule = ({ streamEnabled, streamViewType }) => {
  if (streamEnabled === true && !isSet(streamViewType))
    return [{ path: 'streamViewType', reason: 'must be set when streamEnabled is true' }];
  if (streamEnabled !== true && isSet(streamViewType) && streamViewType !== '')
    return [{ path: 'streamViewType', reason: 'may only be set when streamEnabled is true' }];
  return [];
};

const isRestored = (inputs: Values): boolean =>
  ['restoreSourceName', 'restoreSourceTableArn', 'importTable'].some((name) => isPresent(inputs, name));

const strongConsistency: Rule = ({ replicas, globalTableWitness, ttl, localSecondaryIndexes }) => {
  const strong = listOf(replicas).filter((replica) => objectOf(replica)['consistencyMode'] === 'STRONG');
  if (strong.length === 0) return [];
  const isComplete = isSet(globalTableWitness) ? strong.length === 1 : strong.length === 2;
  return [
    ...(isComplete
      ? []
      : [{ path: 'replicas', reason: 'STRONG needs exactly 2 replicas, or 1 and a globalTableWitness' }]),
    ...(objectOf(ttl)['enabled'] === true ? [{ path: 'ttl', reason: 'is not supported with STRONG replicas' }] : []),
    ...(isSet(localSecondaryIndexes)
      ? [{ path: 'localSecondaryIndexes', reason: 'is not supported with STRONG replicas' }]
      : []),
  ];
};

const table: Description = {
  type: TABLE,
  autoname: { property: 'name', maximum: 255 },
  defaults: { billingMode: 'PROVISIONED', 'replicas[].consistencyMode': 'EVENTUAL' },
  check: [
    within('attributes[]', required('type')),
    oneOf('attributes[].type', ['S', 'N', 'B']),
    oneOf('billingMode', ['PROVISIONED', 'PAY_PER_REQUEST']),
    oneOf('streamViewType', ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']),
    oneOf('globalSecondaryIndexes[].projectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']),
    oneOf('localSecondaryIndexes[].projectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']),
    oneOf('replicas[].consistencyMode', ['EVENTUAL', 'STRONG']),
    oneOf('tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']),
    range('pointInTimeRecovery.recoveryPeriodInDays', 1, 35),
    atMostOne('importTable', 'restoreSourceName', 'restoreSourceTableArn'),
    conflicts('onDemandThroughput', 'readCapacity', 'writeCapacity'),
    matches('name', /^[a-zA-Z0-9_.-]{3,255}$/, '3 to 255 letters, digits, dots, hyphens and underscores'),
  ],
  plan: [
    when((inputs) => !isRestored(inputs), required('hashKey')),
    attributesMatchKeys,
    streamTogether,
    when(
      (inputs) => inputs['billingMode'] === 'PROVISIONED' && !isRestored(inputs),
      required('readCapacity'),
      required('writeCapacity'),
      range('readCapacity', 1),
      range('writeCapacity', 1),
    ),
    when(
      ({ billingMode }) => billingMode === 'PAY_PER_REQUEST',
      range('readCapacity', 0, 0),
      range('writeCapacity', 0, 0),
    ),
    within('ttl', ({ enabled, attributeName }) =>
      enabled === true && !textOf(attributeName)
        ? [{ path: 'attributeName', reason: 'must be set when enabled is true' }]
        : [],
    ),
  ],
  apply: [
    strongConsistency,
    when(
      (inputs) => isPresent(inputs, 'replicas') && inputs['streamEnabled'] === true,
      oneOf('streamViewType', ['NEW_AND_OLD_IMAGES']),
    ),
    (inputs, situation) =>
      listOf(inputs['replicas']).flatMap((replica, index) =>
        objectOf(replica)['regionName'] === regionOf(situation)
          ? [{ path: `replicas[${index}].regionName`, reason: "is the table's own region" }]
          : [],
      ),
  ],
  remove: [protectedBy('deletionProtectionEnabled')],
  computed: [
    'attributes',
    'hashKey',
    'rangeKey',
    'readCapacity',
    'writeCapacity',
    'pointInTimeRecovery',
    'serverSideEncryption',
    'streamViewType',
    'tableClass',
    'warmThroughput',
    'replicas[].kmsKeyArn',
    'replicas[].arn',
    'replicas[].streamArn',
    'replicas[].streamLabel',
    'globalSecondaryIndexes[].readCapacity',
    'globalSecondaryIndexes[].writeCapacity',
    'globalSecondaryIndexes[].warmThroughput',
  ],
  replaces: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes', 'restoreDateTime', 'restoreToLatestTime'],
  replacesOnCount: ['importTable.s3BucketSource'],
  replacesWhen: {
    restoreSourceName: ({ after }) => isSet(after),
    restoreSourceTableArn: ({ after }) => isSet(after),
    warmThroughput: ({ before, after }) => Number(after) < Number(before),
  },
  unordered: ['attributes', 'replicas', 'globalSecondaryIndexes', 'localSecondaryIndexes'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => {
    const now = new Date().toISOString();
    const stream =
      situation.inputs['streamEnabled'] === true ? `${arn('dynamodb', situation, `table/${id}`)}/stream/${now}` : '';
    return {
      arn: arn('dynamodb', situation, `table/${id}`),
      streamArn: stream,
      streamLabel: stream === '' ? '' : now,
      replicas: listOf(situation.inputs['replicas']).map((replica) => ({
        arn: `arn:aws:dynamodb:${textOf(objectOf(replica)['regionName'])}:${ACCOUNT}:table/${id}`,
        streamArn: '',
      })),
    };
  },
  recomputed: ({ old, inputs }) =>
    old['streamEnabled'] !== inputs['streamEnabled'] || old['streamViewType'] !== inputs['streamViewType']
      ? ['streamArn', 'streamLabel']
      : [],
};

const tableReplica: Description = {
  type: 'aws:dynamodb/tableReplica:TableReplica',
  check: [isArn('globalTableArn')],
  computed: ['kmsKeyArn'],
  replaces: ['globalTableArn', 'kmsKeyArn'],
  references: { globalTableArn: [TABLE] },
  id: (situation) => `${textOf(situation.inputs['globalTableArn'])?.split('/').at(-1)}:${regionOf(situation)}`,
  outputs: (situation) => ({
    arn: arn('dynamodb', situation, `table/${textOf(situation.inputs['globalTableArn'])?.split('/').at(-1)}`),
  }),
};

/** Tables and their replicas. */
export const dynamodb = [table, tableReplica];
