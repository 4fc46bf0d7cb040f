import type { Description } from '../../kit/description.ts';
import { each, items, matches, oneOf, type Rule } from '../../kit/rules.ts';
import { listOf, objectOf, textOf } from '../../kit/values.ts';
import { bindingId, iamMember, PROJECT_NUMBER } from '../common.ts';
import { BUCKET } from '../types.ts';

const LABEL_KEY = /^[a-z0-9_-]{1,63}$/;

const turboNeedsTwoRegions: Rule = ({ rpo, customPlacementConfig, location }) => {
  const isPair =
    listOf(objectOf(customPlacementConfig)['dataLocations']).length === 2 ||
    /^(NAM4|EUR\d|ASIA1)$/i.test(textOf(location) ?? '');
  return rpo === 'ASYNC_TURBO' && !isPair ? [{ path: 'rpo', reason: 'ASYNC_TURBO needs a dual-region bucket' }] : [];
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
  check: iamMember,
  replaces: ['*'],
  references: { bucket: [BUCKET] },
  id: (situation) => bindingId(`b/${textOf(situation.inputs['bucket'])}`, situation),
};

/** Buckets and who may use them. */
export const storage = [bucket, bucketIamMember];
