import type { Description } from '../kit/description.ts';
import { atMostOne, each, length, matches, oneOf, range, requires, type Rule } from '../kit/rules.ts';
import { alphanumeric, hex, uuid } from '../kit/random.ts';
import { textOf, type Value } from '../kit/values.ts';
import { arn, byMeaning, isArn, isJson, named, nameOf, regionOf, unique } from './common.ts';

const KEY = 'aws:kms/key:Key';
const REPLICA_KEY = 'aws:kms/replicaKey:ReplicaKey';
const SECRET = 'aws:secretsmanager/secret:Secret';

const key: Description = {
  type: KEY,
  defaults: { customerMasterKeySpec: 'SYMMETRIC_DEFAULT', isEnabled: true, keyUsage: 'ENCRYPT_DECRYPT' },
  check: [
    oneOf('keyUsage', ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT']),
    range('deletionWindowInDays', 7, 30),
    range('rotationPeriodInDays', 90, 2560),
    requires('rotationPeriodInDays', 'enableKeyRotation'),
    requires('xksKeyId', 'customKeyStoreId'),
    length('description', 0, 8192),
    isJson('policy'),
  ],
  computed: ['description', 'multiRegion', 'policy', 'rotationPeriodInDays'],
  replaces: ['customKeyStoreId', 'customerMasterKeySpec', 'keyUsage', 'multiRegion', 'xksKeyId'],
  normal: { policy: byMeaning },
  aliases: (state) => [state['keyId']],
  id: ({ inputs }) => (inputs['multiRegion'] === true ? `mrk-${hex(32)}` : uuid()),
  outputs: (situation, id) => ({ arn: arn('kms', situation, `key/${id}`), keyId: id, multiRegion: false, policy: '' }),
};

/** A multi-region key of another region. */
const primaryElsewhere: Rule = (inputs, situation) => {
  const primary = situation.cloud.named(inputs['primaryKeyArn'], KEY);
  if (primary && primary.state['multiRegion'] !== true)
    return [{ path: 'primaryKeyArn', reason: `${primary.id} is no multi-region key` }];
  const region = textOf(inputs['primaryKeyArn'])?.split(':')[3];
  return region === regionOf(situation)
    ? [{ path: 'primaryKeyArn', reason: `the primary key is in ${region} too: a replica belongs in another region` }]
    : [];
};

const replicaKey: Description = {
  type: REPLICA_KEY,
  defaults: { deletionWindowInDays: 30, enabled: true },
  check: [isArn('primaryKeyArn'), range('deletionWindowInDays', 7, 30), isJson('policy')],
  apply: [primaryElsewhere],
  computed: ['description', 'policy'],
  replaces: ['primaryKeyArn'],
  normal: { policy: byMeaning },
  references: { primaryKeyArn: [KEY] },
  holds: ['primaryKeyArn'],
  id: ({ inputs }) => textOf(inputs['primaryKeyArn'])?.split('/').at(-1) ?? '',
  outputs: (situation, id) => ({
    arn: arn('kms', situation, `key/${id}`),
    keyId: id,
    keyRotationEnabled: false,
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    policy: '',
  }),
};

const keyAlias: Description = {
  type: 'aws:kms/alias:Alias',
  autoname: named,
  check: [atMostOne('name', 'namePrefix')],
  apply: [matches('name', /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/, 'a name that starts with alias/')],
  replaces: ['name', 'namePrefix'],
  references: { targetKeyId: [KEY, REPLICA_KEY] },
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('kms', situation, id),
    targetKeyArn: targetArn(situation.inputs['targetKeyId'], situation),
  }),
};

const secret: Description = {
  type: SECRET,
  autoname: named,
  defaults: { recoveryWindowInDays: 30 },
  check: [
    atMostOne('name', 'namePrefix'),
    each('recoveryWindowInDays', (value) =>
      value === 0 || (Number(value) >= 7 && Number(value) <= 30)
        ? undefined
        : `expected 0 or 7 to 30, got ${String(value)}`,
    ),
    isJson('policy'),
  ],
  apply: [
    unique('name'),
    (inputs, situation) =>
      (Array.isArray(inputs['replicas']) ? inputs['replicas'] : []).flatMap((replica, index) =>
        (replica as { region?: Value }).region === regionOf(situation)
          ? [{ path: `replicas[${index}].region`, reason: "is the secret's own region" }]
          : [],
      ),
  ],
  computed: [
    'policy',
    'replicas',
    'replicas[].status',
    'replicas[].kmsKeyId',
    'replicas[].lastAccessedDate',
    'replicas[].statusMessage',
    'type',
  ],
  replaces: ['name', 'namePrefix', 'type'],
  unordered: ['replicas'],
  normal: { policy: byMeaning },
  id: (situation) => arn('secretsmanager', situation, `secret:${nameOf(situation)}-${alphanumeric(6)}`),
  outputs: ({ inputs }, id) => ({
    arn: id,
    policy: '',
    replicas: (Array.isArray(inputs['replicas']) ? inputs['replicas'] : []).map(() => ({
      status: 'InSync',
      lastAccessedDate: '',
    })),
  }),
};

const secretVersion: Description = {
  type: 'aws:secretsmanager/secretVersion:SecretVersion',
  check: [
    atMostOne('secretString', 'secretBinary', 'secretStringWo'),
    requires('secretStringWo', 'secretStringWoVersion'),
  ],
  computed: ['versionStages'],
  replaces: ['secretId', 'secretString', 'secretBinary', 'secretStringWoVersion'],
  references: { secretId: [SECRET] },
  secrets: ['secretString', 'secretBinary', 'secretStringWo'],
  id: ({ inputs }) => `${textOf(inputs['secretId'])}|${uuid()}`,
  outputs: ({ inputs }, id) => ({
    arn: textOf(inputs['secretId']) ?? '',
    versionId: id.split('|').at(-1) ?? '',
    versionStages: ['AWSCURRENT'],
  }),
};

/** Keys and secrets. */
export const keys = [key, replicaKey, keyAlias, secret, secretVersion];

function targetArn(target: Value | undefined, situation: Parameters<typeof arn>[1]): string {
  const text = textOf(target) ?? '';
  return text.startsWith('arn:') ? text : arn('kms', situation, `key/${text}`);
}
