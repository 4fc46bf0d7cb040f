import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { BUCKET_DELETION } from './support/sources.ts';

export const bucketIsKept = resourceRule({
  id: 'tandem-gcp-065-bucket-is-kept',
  title: 'A bucket with objects, and what they were, cannot be deleted by mistake',
  what: 'Buckets do not set forceDestroy, and a lifecycle that deletes waits for some days.',
  why: 'With it a replacement deletes every object, in both regions at once; a lifecycle that does not wait deletes what a slip overwrote.',
  source: BUCKET_DELETION,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Remove forceDestroy. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: "new Bucket('data', { location: 'NAM4' }) // no forceDestroy",
  types: [BUCKET],
  repairs: { forceDestroy: false },
  judge: (bucket) => {
    const early = judgeVersions(bucket);
    const given = valueAt(bucket.inputs, 'forceDestroy');
    if (isUnknown(given)) return [...early, unknownArgument(bucket, 'forceDestroy', 'set forceDestroy to false')];
    if (given !== true) return early;
    return [...early, breach(bucket, 'forceDestroy', 'is true; allowed is false', 'set forceDestroy to false')];
  },
});

/** Conditions that leave what was deleted or overwritten in place for a while, or that choose among the objects. */
const KEEPS = ['daysSinceNoncurrentTime', 'numNewerVersions', 'age', 'daysSinceCustomTime'];
const CHOOSES = [
  ...['matchesPrefixes', 'matchesSuffixes', 'matchesStorageClasses', 'createdBefore', 'noncurrentTimeBefore'],
  ...['customTimeBefore', 'sizeAboveBytes', 'sizeBelowBytes'],
];

/** A lifecycle that deletes at once what is no longer current takes the versions back that versioning keeps. */
function judgeVersions(bucket: Resource): readonly Finding[] {
  return blocksAt(bucket.inputs, 'lifecycleRules').flatMap((rule, index): readonly Finding[] => {
    const condition = valueAt(rule, 'condition');
    if (textAt(rule, 'action.type') !== 'Delete' || isUnknown(condition)) return [];
    const values = KEEPS.map((argument) => valueAt(condition, argument)).filter((value) => value !== undefined);
    if (values.some((value) => isUnknown(value) || Number(value) > 0)) return [];
    if (CHOOSES.some((argument) => isSet(condition, argument))) return [];
    const argument = `lifecycleRules[${index}].condition`;
    const problem = 'names no days, so objects or their earlier versions are deleted as soon as they qualify';
    return [breach(bucket, argument, problem, 'set daysSinceNoncurrentTime to 7 or more')];
  });
}
