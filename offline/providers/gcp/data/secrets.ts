import type { Description } from '../../kit/description.ts';
import { conflicts, distinct, exactlyOne, items, matches, requires, each } from '../../kit/rules.ts';
import {
  byPath,
  bindingId,
  isIamMember,
  lastPart,
  named,
  nameOf,
  projectOf,
  PROJECT_NUMBER,
  protectedBy,
} from '../common.ts';
import { textOf } from '../../kit/values.ts';

const SECRET = 'gcp:secretmanager/secret:Secret';
const KEY_RING = 'gcp:kms/keyRing:KeyRing';
const CRYPTO_KEY = 'gcp:kms/cryptoKey:CryptoKey';

const secret: Description = {
  type: SECRET,
  autoname: { property: 'secretId', maximum: 255 },
  check: [
    exactlyOne('replication.auto', 'replication.userManaged'),
    items('replication.userManaged.replicas', 1),
    requires('rotation', 'topics'),
    requires('rotation.nextRotationTime', 'rotation.rotationPeriod'),
    conflicts('expireTime', 'ttl'),
  ],
  apply: [distinct('replication.userManaged.replicas[].location')],
  remove: [protectedBy('deletionProtection')],
  computed: ['expireTime'],
  replaces: ['secretId', 'tags', 'replication.auto'],
  replacesOnCount: ['replication.userManaged', 'replication.userManaged.replicas', 'replication.auto'],
  replacesWhen: { 'replication.userManaged.replicas[].location': () => true },
  unordered: ['replication.userManaged.replicas'],
  deletesFirst: true,
  aliases: (state) => [state['secretId']],
  id: (situation) => `projects/${projectOf(situation)}/secrets/${textOf(situation.inputs['secretId'])}`,
  outputs: ({ inputs }) => ({
    name: `projects/${PROJECT_NUMBER}/secrets/${textOf(inputs['secretId'])}`,
    expireTime: '',
  }),
};

const secretVersion: Description = {
  type: 'gcp:secretmanager/secretVersion:SecretVersion',
  defaults: { enabled: true },
  check: [exactlyOne('secretData', 'secretDataWo'), requires('secretDataWo', 'secretDataWoVersion')],
  replaces: ['secret', 'secretData', 'secretDataWoVersion', 'isSecretDataBase64'],
  normal: { secret: byPath },
  references: { secret: [SECRET] },
  secrets: ['secretData', 'secretDataWo'],
  id: ({ inputs, cloud }) => {
    const parent = `projects/${PROJECT_NUMBER}/secrets/${lastPart(inputs['secret'])}`;
    const last = cloud
      .all('gcp:secretmanager/secretVersion:SecretVersion')
      .filter(({ id }) => id.startsWith(`${parent}/versions/`))
      .map(({ state }) => Number(state['version']));
    return `${parent}/versions/${Math.max(0, ...last) + 1}`;
  },
  outputs: (_situation, id) => ({ name: id, version: lastPart(id) ?? '', destroyTime: '' }),
};

const secretIamMember: Description = {
  type: 'gcp:secretmanager/secretIamMember:SecretIamMember',
  idempotent: true,
  check: [isIamMember('member')],
  replaces: ['*'],
  normal: { secretId: (value) => lastPart(value) ?? value },
  references: { secretId: [SECRET] },
  id: (situation) =>
    bindingId(`projects/${projectOf(situation)}/secrets/${lastPart(situation.inputs['secretId'])}`, situation),
};

const keyRing: Description = {
  type: KEY_RING,
  autoname: named,
  replaces: ['*'],
  id: (situation) =>
    `projects/${projectOf(situation)}/locations/${textOf(situation.inputs['location'])}/keyRings/${nameOf(situation)}`,
};

const cryptoKey: Description = {
  type: CRYPTO_KEY,
  autoname: named,
  defaults: { purpose: 'ENCRYPT_DECRYPT', 'versionTemplate.protectionLevel': 'SOFTWARE' },
  check: [
    matches('rotationPeriod', /^[0-9.]*\ds$/, 'a duration in seconds such as `7776000s`'),
    each('rotationPeriod', (value) =>
      parseFloat(String(value)) >= 86400 ? undefined : `expected at least 86400s, got ${String(value)}`,
    ),
  ],
  computed: ['importOnly', 'destroyScheduledDuration', 'cryptoKeyBackend', 'versionTemplate'],
  replaces: [
    'name',
    'keyRing',
    'purpose',
    'importOnly',
    'destroyScheduledDuration',
    'cryptoKeyBackend',
    'versionTemplate.protectionLevel',
  ],
  references: { keyRing: [KEY_RING] },
  id: ({ inputs }) => `${textOf(inputs['keyRing'])}/cryptoKeys/${textOf(inputs['name'])}`,
  outputs: (_situation, id) => ({ primaries: [{ name: `${id}/cryptoKeyVersions/1`, state: 'ENABLED' }] }),
};

const cryptoKeyIamMember: Description = {
  type: 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember',
  idempotent: true,
  check: [isIamMember('member')],
  replaces: ['*'],
  references: { cryptoKeyId: [CRYPTO_KEY] },
  id: (situation) => bindingId(textOf(situation.inputs['cryptoKeyId']) ?? '', situation),
};

/** Secrets and encryption keys. */
export const secrets = [secret, secretVersion, secretIamMember, keyRing, cryptoKey, cryptoKeyIamMember];
