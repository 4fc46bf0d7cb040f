import type { Resource } from '../../../topology/graph/graph.ts';
import { textAt, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { placementOf } from './support/buckets.ts';
import { declarations } from './support/scope.ts';
import { BUCKET_AVAILABILITY } from './support/sources.ts';

/** How long the default replication may take. */
const DEFAULT_RPO_SECONDS = 12 * 3600;

export const bucketInTwoRegions = graphRule({
  id: 'tandem-gcp-023-bucket-in-two-regions',
  title: 'Objects are in two regions within minutes',
  what: 'Buckets are dual-region with turbo replication, or multi-region, and keep old versions. A declared objective of twelve hours or more does without turbo.',
  why: 'A regional bucket is gone with its region. Default replication takes up to twelve hours, turbo fifteen minutes. A mistake is replicated as well, and only old versions undo it.',
  source: BUCKET_AVAILABILITY,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Use a dual-region location over the two regions with rpo ASYNC_TURBO, and enable versioning.',
  example:
    "location: 'US', customPlacementConfig: { dataLocations: ['US-CENTRAL1', 'US-EAST4'] }, rpo: 'ASYNC_TURBO', versioning: { enabled: true }",
  types: [BUCKET],
  judge: (graph) => {
    const declarationOf = declarations(graph);
    return graph
      .ofType(BUCKET)
      .flatMap((bucket) => [
        ...judgePlace(bucket, declarationOf(bucket)?.objectives.rpoSeconds ?? 0),
        ...judgeVersions(bucket),
      ]);
  },
});

function judgePlace(bucket: Resource, objectiveSeconds: number): readonly Finding[] {
  const placement = placementOf(bucket);
  const fix = 'use a dual-region location over the two regions';
  if (!placement) return [unknownArgument(bucket, 'location', fix)];
  if (placement.kind === 'region') {
    return [
      breach(
        bucket,
        'location',
        `is the single region ${placement.location}; allowed is a dual-region or multi-region`,
        fix,
      ),
    ];
  }
  if (placement.kind === 'multi' || objectiveSeconds >= DEFAULT_RPO_SECONDS) return [];
  if (unknownAt(bucket, 'rpo')) return [unknownArgument(bucket, 'rpo', 'set rpo to ASYNC_TURBO')];
  const rpo = textAt(bucket.inputs, 'rpo');
  if (rpo === 'ASYNC_TURBO') return [];
  const given = rpo === undefined ? 'is not set' : `is ${rpo}`;
  return [
    breach(
      bucket,
      'rpo',
      `${given}, so replication may take twelve hours; allowed is ASYNC_TURBO`,
      'set rpo to ASYNC_TURBO',
    ),
  ];
}

function judgeVersions(bucket: Resource): readonly Finding[] {
  const argument = 'versioning.enabled';
  if (unknownAt(bucket, argument)) return [unknownArgument(bucket, argument, 'set versioning.enabled to true')];
  if (valueAt(bucket.inputs, argument) === true) return [];
  return [
    breach(bucket, argument, 'is not true, so nothing undoes a mistaken write', 'set versioning.enabled to true'),
  ];
}
