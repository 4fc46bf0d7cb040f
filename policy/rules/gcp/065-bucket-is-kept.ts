import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { BUCKET_DELETION } from './support/sources.ts';

export const bucketIsKept = resourceRule({
  id: 'tandem-gcp-065-bucket-is-kept',
  title: 'A bucket with objects cannot be deleted by mistake',
  what: 'Buckets do not set forceDestroy.',
  why: 'With it a replacement deletes every object, in both regions at once.',
  source: BUCKET_DELETION,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Remove forceDestroy. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: "new Bucket('data', { location: 'NAM4' }) // no forceDestroy",
  types: [BUCKET],
  repairs: { forceDestroy: false },
  judge: (bucket) => {
    const given = valueAt(bucket.inputs, 'forceDestroy');
    if (isUnknown(given)) return [unknownArgument(bucket, 'forceDestroy', 'set forceDestroy to false')];
    if (given !== true) return [];
    return [breach(bucket, 'forceDestroy', 'is true; allowed is false', 'set forceDestroy to false')];
  },
});
