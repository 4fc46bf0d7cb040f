import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { dualRegion, googleRegions } from '../../../topology/shape/places.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { DATA_LOCATIONS, placementOf } from './support/buckets.ts';
import { BUCKET_LOCATIONS } from './support/sources.ts';
import { notOneOf } from '../support/values.ts';

export const bucketPlacement = resourceRule({
  id: 'tandem-gcp-050-bucket-placement',
  title: 'Bucket locations exist and go together',
  what: 'customPlacementConfig names two regions that make a pair under the location, and turbo replication is used with a pair only.',
  why: 'The preview lets one region, pairs that do not exist and any rpo pass; the apply then fails after other resources exist.',
  source: BUCKET_LOCATIONS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Name two regions of one continent, or the predefined dual-region over them.',
  example: "location: 'US', customPlacementConfig: { dataLocations: ['US-CENTRAL1', 'US-EAST4'] }, rpo: 'ASYNC_TURBO'",
  types: [BUCKET],
  judge: (bucket) => [
    ...notOneOf(bucket, 'rpo', ['DEFAULT', 'ASYNC_TURBO']),
    ...judgePair(bucket),
    ...judgeTurbo(bucket),
  ],
});

function judgePair(bucket: Resource): readonly Finding[] {
  const list = valueAt(bucket.inputs, DATA_LOCATIONS);
  const fix = 'name two regions of one continent';
  if (isUnknown(list)) return [unknownArgument(bucket, DATA_LOCATIONS, fix)];
  const regions = valuesAt(bucket.inputs, DATA_LOCATIONS).map((region) => String(region).toLowerCase());
  const [first, second] = regions;
  if (regions.length === 0) return [];
  if (regions.length !== 2 || first === undefined || second === undefined || first === second) {
    return [
      breach(
        bucket,
        DATA_LOCATIONS,
        `names ${[...new Set(regions)].join(', ')}; allowed are two different regions`,
        fix,
      ),
    ];
  }
  // A region that the tables do not know may be newer than they are.
  if (![first, second].every((region) => googleRegions.includes(region))) return [];
  const pair = dualRegion(first, second);
  const location = textAt(bucket.inputs, 'location')?.toUpperCase();
  if (!pair) return [breach(bucket, DATA_LOCATIONS, `names ${first} and ${second}, which make no dual-region`, fix)];
  if (pair.dataLocations.length === 0) {
    const problem = `names ${first} and ${second}, which exist only as the predefined dual-region ${pair.location}`;
    return [
      breach(bucket, DATA_LOCATIONS, problem, `set location to ${pair.location} and remove customPlacementConfig`),
    ];
  }
  if (location === undefined || location === pair.location) return [];
  const problem = `is ${location}, while ${first} and ${second} are a pair of ${pair.location}`;
  return [breach(bucket, 'location', problem, `set location to ${pair.location}`)];
}

function judgeTurbo(bucket: Resource): readonly Finding[] {
  if (textAt(bucket.inputs, 'rpo') !== 'ASYNC_TURBO') return [];
  const placement = placementOf(bucket);
  if (!placement || placement.kind === 'dual') return [];
  const problem = `is ASYNC_TURBO, which works with two regions only; the bucket is in ${placement.location}`;
  return [breach(bucket, 'rpo', problem, 'use a dual-region location, or remove rpo')];
}
