import type { Description } from '../../kit/description.ts';
import { conflicts, each, exactlyOne, items, matches, oneOf, within, type Rule } from '../../kit/rules.ts';
import { digits, hex } from '../../kit/random.ts';
import { listOf, objectOf, textOf } from '../../kit/values.ts';
import { bindingId, isIamMember, projectOf, PROJECT_NUMBER } from '../common.ts';
import { BUCKET } from '../types.ts';

const LABEL_KEY = /^[a-z0-9_-]{1,63}$/;

const turboNeedsTwoRegions: Rule = ({ rpo, customPlacementConfig, location }) => {
  const isPair =
    listOf(objectOf(customPlacementConfig)['dataLocations']).length === 2 ||
    /^(NAM4|EUR\d|ASIA1)$/i.test(textOf(location) ?? '');
  return rpo === 'ASYNC_TURBO' && !isPair ? [{ path: 'rpo', reason: 'ASYNC_TURBO needs a dual-region bucket' }] : [];
};

/** Pairs that exist only under a code of their own. */
const PREDEFINED_PAIRS: { [code: string]: string[] } = {
  NAM4: ['US-CENTRAL1', 'US-EAST1'],
  EUR4: ['EUROPE-NORTH1', 'EUROPE-WEST4'],
};

const freePair: Rule = ({ customPlacementConfig }) => {
  const pair = listOf(objectOf(customPlacementConfig)['dataLocations']).map((place) => String(place).toUpperCase());
  return Object.entries(PREDEFINED_PAIRS)
    .filter(([, regions]) => pair.length === 2 && regions.every((region) => pair.includes(region)))
    .map(([code]) => ({
      path: 'customPlacementConfig.dataLocations',
      reason: `${pair.join(' and ')} are the predefined pair ${code}: set location to ${code} instead`,
    }));
};

const bucket: Description = {
  type: BUCKET,
  autoname: { property: 'name', maximum: 222 },
  defaults: { storageClass: 'STANDARD' },
  check: [
    each('labels', (value) => {
      const wrong = Object.keys(objectOf(value)).filter((key) => !LABEL_KEY.test(key));
      return wrong.length === 0 ? undefined : `label keys must match ${LABEL_KEY.source}: ${wrong.join(', ')} do not`;
    }),
    items('lifecycleRules', 0, 100),
  ],
  apply: [
    matches(
      'name',
      /^[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9]$/,
      'a bucket name of lower-case letters, digits, hyphens, underscores and dots',
    ),
    oneOf('rpo', ['DEFAULT', 'ASYNC_TURBO']),
    items('customPlacementConfig.dataLocations', 2, 2),
    freePair,
    turboNeedsTwoRegions,
    oneOf('publicAccessPrevention', ['enforced', 'inherited']),
  ],
  computed: [
    'rpo',
    'publicAccessPrevention',
    'uniformBucketLevelAccess',
    'softDeletePolicy',
    'versioning',
    'autoclass.terminalStorageClass',
    'encryption',
  ],
  replaces: [
    'name',
    'location',
    'enableObjectRetention',
    'customPlacementConfig.dataLocations',
    'hierarchicalNamespace',
  ],
  replacesWhen: { 'retentionPolicy.isLocked': ({ before, after }) => before === true && after !== true },
  normal: {
    location: (value) => String(value).toUpperCase(),
    'customPlacementConfig.dataLocations[]': (value) => String(value).toUpperCase(),
  },
  unordered: ['customPlacementConfig.dataLocations'],
  id: ({ inputs }) => textOf(inputs['name']) ?? '',
  outputs: (_situation, id) => ({
    url: `gs://${id}`,
    selfLink: `https://www.googleapis.com/storage/v1/b/${id}`,
    projectNumber: Number(PROJECT_NUMBER),
    rpo: 'DEFAULT',
    publicAccessPrevention: 'inherited',
    softDeletePolicy: { retentionDurationSeconds: 604800 },
  }),
};

const bucketIamMember: Description = {
  type: 'gcp:storage/bucketIAMMember:BucketIAMMember',
  idempotent: true,
  check: [isIamMember('member')],
  replaces: ['*'],
  references: { bucket: [BUCKET] },
  id: (situation) => bindingId(`b/${textOf(situation.inputs['bucket'])}`, situation),
};

const bucketIamBinding: Description = {
  type: 'gcp:storage/bucketIAMBinding:BucketIAMBinding',
  idempotent: true,
  check: [isIamMember('members[]')],
  replaces: ['bucket', 'role', 'condition'],
  unordered: ['members'],
  references: { bucket: [BUCKET] },
  id: ({ inputs }) => `b/${textOf(inputs['bucket'])}/${textOf(inputs['role'])}`,
};

const SOURCES = [
  'gcsDataSource',
  'posixDataSource',
  'hdfsDataSource',
  'httpDataSource',
  'awsS3DataSource',
  'azureBlobStorageDataSource',
];

const transferJob: Description = {
  type: 'gcp:storage/transferJob:TransferJob',
  defaults: { status: 'ENABLED' },
  check: [
    exactlyOne('transferSpec', 'replicationSpec'),
    conflicts('schedule', 'eventStream', 'replicationSpec'),
    oneOf('status', ['ENABLED', 'DISABLED', 'DELETED']),
    within('transferSpec', exactlyOne(...SOURCES), exactlyOne('gcsDataSink', 'posixDataSink')),
    matches('name', /^transferJobs\/[^/]{1,128}$/, 'a name that starts with transferJobs/'),
  ],
  computed: ['name', 'serviceAccount', 'schedule'],
  replaces: ['name'],
  references: { 'transferSpec.gcsDataSink.bucketName': [BUCKET] },
  id: (situation) =>
    `${projectOf(situation)}/${(textOf(situation.inputs['name']) ?? digits(20)).replace('transferJobs/', '')}`,
  outputs: (_situation, id) => ({
    name: `transferJobs/${id.split('/').at(-1)}`,
    creationTime: new Date().toISOString(),
  }),
};

const hmacKey: Description = {
  type: 'gcp:storage/hmacKey:HmacKey',
  defaults: { state: 'ACTIVE' },
  check: [oneOf('state', ['ACTIVE', 'INACTIVE'])],
  replaces: ['serviceAccountEmail'],
  secrets: ['secret'],
  id: (situation) => `projects/${projectOf(situation)}/hmacKeys/GOOG1E${hex(55).toUpperCase()}`,
  outputs: (_situation, id) => ({ accessId: id.split('/').at(-1) ?? '', secret: hex(40) }),
};

/** Buckets, who may use them, and what fills them from elsewhere. */
export const storage = [bucket, bucketIamMember, bucketIamBinding, transferJob, hmacKey];
