import type { Description } from '../kit/description.ts';
import { hashOf, hex } from '../kit/random.ts';
import {
  atLeastOne,
  atMostOne,
  conflicts,
  items,
  length,
  matches,
  oneOf,
  range,
  rejects,
  required,
  type Rule,
  when,
  within,
} from '../kit/rules.ts';
import { isSet, listOf, objectOf, textOf, type Value } from '../kit/values.ts';
import { byMeaning, isArn, isJson, regionOf } from './common.ts';

const BUCKET = 'aws:s3/bucket:Bucket';

const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';

const bucket: Description = {
  type: BUCKET,
  autoname: { property: 'bucket', maximum: 63, lowerCase: true, unless: 'bucketPrefix' },
  check: [
    atMostOne('bucket', 'bucketPrefix'),
    length('bucket', 0, 63),
    rejects('bucket', /--[^-]+-az\d+--x-s3$/, 'is the name of a directory bucket'),
    conflicts('acl', 'grants'),
    conflicts('objectLockEnabled', 'objectLockConfiguration'),
  ],
  apply: [
    matches(
      'bucket',
      /^(?!.*\.\.)(?!\d+(\.\d+){3}$)[0-9a-z][0-9a-z.-]{1,61}[0-9a-z]$/,
      '3 to 63 lower-case letters, digits, dots and hyphens',
    ),
  ],
  computed: [
    'bucket',
    'bucketPrefix',
    'accelerationStatus',
    'acl',
    'corsRules',
    'grants',
    'lifecycleRules',
    'logging',
    'objectLockConfiguration',
    'policy',
    'replicationConfiguration',
    'requestPayer',
    'serverSideEncryptionConfiguration',
    'tags',
    'versioning',
    'website',
    'objectLockEnabled',
    'bucketNamespace',
  ],
  replaces: ['bucket', 'bucketPrefix', 'objectLockEnabled', 'bucketNamespace'],
  id: ({ inputs }) => textOf(inputs['bucket']) ?? `${textOf(inputs['bucketPrefix']) ?? ''}${hex(26)}`,
  outputs: (situation, id) => ({
    arn: `arn:aws:s3:::${id}`,
    bucket: id,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${regionOf(situation)}.amazonaws.com`,
    bucketRegion: regionOf(situation),
    hostedZoneId: `Z${hashOf(regionOf(situation), 13).toUpperCase()}`,
  }),
};

const bucketVersioning: Description = {
  type: VERSIONING,
  idempotent: true,
  check: [
    oneOf('versioningConfiguration.status', ['Enabled', 'Suspended', 'Disabled']),
    oneOf('versioningConfiguration.mfaDelete', ['Enabled', 'Disabled']),
    matches('expectedBucketOwner', /^\d{12}$/, 'an account of 12 digits'),
  ],
  plan: [
    (inputs, { old }) => {
      const [before, after] = [old, inputs].map((values) => objectOf(values?.['versioningConfiguration'])['status']);
      const isTurnedOff = (before === 'Enabled' || before === 'Suspended') && after === 'Disabled';
      return isTurnedOff
        ? [
            {
              path: 'versioningConfiguration.status',
              reason: `cannot go from ${before} back to Disabled: use Suspended`,
            },
          ]
        : [];
    },
  ],
  computed: ['versioningConfiguration.mfaDelete'],
  replaces: ['bucket', 'expectedBucketOwner'],
  references: { bucket: [BUCKET] },
  id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
};

/** Replication needs versions on both sides before it can be set. */
const versioned: Rule = (inputs, { cloud }) => {
  if (!cloud.knowsAll) return [];
  const isVersioned = (link: Value | undefined): boolean => {
    const target = cloud.named(link, BUCKET);
    const versioning = cloud
      .all(VERSIONING)
      .find(({ state }) => target !== undefined && cloud.named(state['bucket'], BUCKET) === target);
    return target === undefined || objectOf(versioning?.state['versioningConfiguration'])['status'] === 'Enabled';
  };
  const destinations = listOf(inputs['rules']).map((rule, index) => ({
    path: `rules[${index}].destination.bucket`,
    link: objectOf(objectOf(rule)['destination'])['bucket'],
  }));
  return [{ path: 'bucket', link: inputs['bucket'] }, ...destinations]
    .filter(({ link }) => !isVersioned(link))
    .map(({ path, link }) => ({
      path,
      reason: `${String(link)} is not versioned: create a BucketVersioning with Enabled first and depend on it`,
    }));
};

const bucketReplication: Description = {
  type: 'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
  idempotent: true,
  check: [
    isArn('role'),
    matches('rules[].destination.bucket', /^arn:[\w-]+:s3:::.+$/, 'the ARN of a bucket'),
    items('rules', 1, 1000),
    oneOf('rules[].status', ['Enabled', 'Disabled']),
    length('rules[].id', 0, 255),
    length('rules[].prefix', 0, 1024),
    range('rules[].destination.replicationTime.time.minutes', 0),
    range('rules[].destination.metrics.eventThreshold.minutes', 0),
    isArn('rules[].destination.encryptionConfiguration.replicaKmsKeyId'),
  ],
  apply: [
    oneOf('rules[].destination.replicationTime.time.minutes', [15]),
    oneOf('rules[].destination.metrics.eventThreshold.minutes', [15]),
    within(
      'rules[]',
      when((rule) => isSet(rule['filter']), required('deleteMarkerReplication')),
    ),
    versioned,
  ],
  computed: ['rules[].id', 'rules[].filter'],
  replaces: ['bucket'],
  references: { bucket: [BUCKET], 'rules[].destination.bucket': [BUCKET] },
  secrets: ['token'],
  id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
};

/** A setting of a bucket that stands for itself: one for each bucket. */
function bucketSetting(name: string, rest: Partial<Description> = {}): Description {
  return {
    type: `aws:s3/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    idempotent: true,
    replaces: ['bucket'],
    references: { bucket: [BUCKET] },
    id: ({ inputs }) => textOf(inputs['bucket']) ?? '',
    ...rest,
  };
}

const bucketSettings = [
  bucketSetting('bucketPublicAccessBlock'),
  bucketSetting('bucketPolicy', { check: [isJson('policy')], normal: { policy: byMeaning } }),
  bucketSetting('bucketServerSideEncryptionConfiguration', {
    check: [oneOf('rules[].applyServerSideEncryptionByDefault.sseAlgorithm', ['AES256', 'aws:kms', 'aws:kms:dsse'])],
    computed: ['rules[].blockedEncryptionTypes', 'rules[].bucketKeyEnabled'],
  }),
  bucketSetting('bucketOwnershipControls', {
    check: [oneOf('rule.objectOwnership', ['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced'])],
  }),
  bucketSetting('bucketLifecycleConfiguration', {
    listsDefaults: false,
    check: [
      oneOf('rules[].status', ['Enabled', 'Disabled']),
      within(
        'rules[]',
        atLeastOne(
          'abortIncompleteMultipartUpload',
          'expiration',
          'transitions',
          'noncurrentVersionExpiration',
          'noncurrentVersionTransitions',
        ),
      ),
    ],
    computed: ['transitionDefaultMinimumObjectSize', 'rules[].prefix', 'rules[].filter'],
  }),
];

/** Buckets and their settings. */
export const s3 = [bucket, bucketVersioning, bucketReplication, ...bucketSettings];
