import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { resourceRule } from '../../frame/rule.ts';
import { BUCKET_PUBLIC_ACCESS } from './support/sources.ts';
import { notSetTo, notTrue } from '../support/values.ts';

export const bucketsArePrivate = resourceRule({
  id: 'tandem-gcp-041-buckets-are-private',
  title: 'Buckets cannot become public',
  what: 'Buckets use uniform access and enforce the prevention of public access.',
  why: 'Otherwise a single grant, or an old access list on one object, shows data to everybody.',
  source: BUCKET_PUBLIC_ACCESS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set uniformBucketLevelAccess to true and publicAccessPrevention to enforced.',
  example: "uniformBucketLevelAccess: true, publicAccessPrevention: 'enforced'",
  types: [BUCKET],
  judge: (bucket) => [
    ...notTrue(bucket, 'uniformBucketLevelAccess', 'so single objects may be public'),
    ...notSetTo(bucket, 'publicAccessPrevention', 'enforced', 'so a grant can make the bucket public'),
  ],
});
