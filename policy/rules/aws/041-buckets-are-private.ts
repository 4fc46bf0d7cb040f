import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { textAt, valueAt } from '../../../topology/graph/value.ts';
import { BUCKETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { isOpen } from '../support/filled.ts';
import { BUCKET_PUBLIC_ACCESS } from './support/sources.ts';

const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const ACL = ['aws:s3/bucketAcl:BucketAcl', 'aws:s3/bucketAclV2:BucketAclV2'];
const FLAGS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];

export const bucketsArePrivate = graphRule({
  id: 'tandem-aws-041-buckets-are-private',
  title: 'Buckets are private, and kept',
  what: 'Each bucket has a BucketPublicAccessBlock with all four settings on, no public ACL, and no forceDestroy.',
  why: 'A policy or an ACL that a slip makes public is public at once; forceDestroy deletes the objects together with the bucket.',
  source: BUCKET_PUBLIC_ACCESS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a BucketPublicAccessBlock with all four settings true.',
  example: `new BucketPublicAccessBlock(name, { bucket: bucket.id, ${FLAGS.map((flag) => `${flag}: true`).join(', ')} })`,
  types: [...BUCKETS, BLOCK],
  judge: (graph) => [
    ...graph.ofType(...BUCKETS).flatMap((bucket) => judge(graph, bucket)),
    ...graph
      .ofType(BLOCK)
      .flatMap((block) => FLAGS.flatMap((flag) => notTrue(block, flag, 'so the bucket can become public'))),
    ...graph.ofType(...ACL).flatMap(judgeAcl),
  ],
});

function judge(graph: ResourceGraph, bucket: Resource): readonly Finding[] {
  const kept =
    valueAt(bucket.inputs, 'forceDestroy') === true
      ? [breach(bucket, 'forceDestroy', 'is true, so a destroy deletes the objects as well', 'remove forceDestroy')]
      : [];
  const blocks = graph.ofType(BLOCK);
  if (blocks.some((block) => graph.linked(block, 'bucket', BUCKETS).includes(bucket))) return kept;
  const open = blocks.find((block) => isOpen(block, 'bucket'));
  const fix = 'add a BucketPublicAccessBlock for this bucket';
  if (open)
    return [
      ...kept,
      undecided(
        open,
        'bucket',
        `is not known before an apply, and may or may not be ${bucket.name}`,
        'take it from the bucket',
      ),
    ];
  return [...kept, breach(bucket, 's3.BucketPublicAccessBlock', 'is missing', fix)];
}

function judgeAcl(acl: Resource): readonly Finding[] {
  const given = textAt(acl.inputs, 'acl') ?? '';
  if (!given.startsWith('public') && given !== 'authenticated-read') return [];
  return [breach(acl, 'acl', `is ${given}, which is everybody`, 'set acl to private, or remove the resource')];
}
