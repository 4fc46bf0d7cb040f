import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown } from '../../../topology/graph/value.ts';
import {
  BUCKET,
  REGION_MANAGER,
  REPOSITORY,
  RUN_SERVICE,
  SECRET,
  SQL_INSTANCE,
  ZONAL_MANAGER,
} from '../../../topology/recognise/gcp/types.ts';
import { nearest } from '../../../topology/shape/nearest.ts';
import { googleRegions } from '../../../topology/shape/places.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { written } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };

type Kind = 'region' | 'zone' | 'bucket' | 'wide';

/** Places that are no region, by what they are for. */
const WIDE = ['us', 'eu', 'europe', 'asia', 'global'];
const BUCKET_PLACES = [
  ...['asia', 'eu', 'us', 'au', 'ca', 'de', 'in', 'it'],
  ...['asia1', 'eur4', 'eur5', 'eur7', 'eur8', 'nam4'],
];

/** Where a resource says its place, besides `region` and `zone`. */
const PLACES: Readonly<Record<string, readonly (readonly [path: string, kind: Kind])[]>> = {
  [RUN_SERVICE]: [['location', 'wide']],
  'gcp:cloudrunv2/serviceIamMember:ServiceIamMember': [['location', 'wide']],
  [SECRET]: [['replication.userManaged.replicas.*.location', 'region']],
  [REPOSITORY]: [['location', 'wide']],
  [BUCKET]: [
    ['location', 'bucket'],
    ['customPlacementConfig.dataLocations.*', 'region'],
  ],
  [SQL_INSTANCE]: [
    ['settings.backupConfiguration.location', 'wide'],
    ['settings.locationPreference.zone', 'zone'],
  ],
  'gcp:kms/keyRing:KeyRing': [['location', 'wide']],
  [REGION_MANAGER]: [['distributionPolicyZones.*', 'zone']],
};
const EVERYWHERE: readonly (readonly [path: string, kind: Kind])[] = [
  ['region', 'region'],
  ['zone', 'zone'],
];
const TYPES = Object.entries(table).flatMap(([type, names]) =>
  type.startsWith('gcp:') && /\b(?:region|zone|location)\b/.test(names) ? [type] : [],
);

export const placesExist = resourceRule({
  id: 'tandem-gcp-067-places-exist',
  title: 'Regions and zones exist',
  what: 'Every region, zone and location is one that Google Cloud has.',
  why: 'The preview takes any text for a place; the apply fails when the first resource there is made.',
  source: 'https://docs.cloud.google.com/compute/docs/regions-zones',
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Correct the name of the place. A region that is newer than this pack is added in its configuration.',
  example: "region: 'us-central1', zone: 'us-central1-a'",
  types: [...new Set([...TYPES, ...Object.keys(PLACES), ZONAL_MANAGER])],
  settings: { regions: { description: 'Regions that are newer than the pack.', default: [] } },
  judge: (resource, { regions }) =>
    [...EVERYWHERE, ...(PLACES[resource.type] ?? [])].flatMap(([path, kind]) =>
      valuesOn(resource.inputs, path.split('.')).flatMap(({ at, value }) => [
        ...judge(resource, written(at), kind, value, [...googleRegions, ...regions]),
        ...(kind === 'zone' && path !== 'zone' ? judgeZone(resource, written(at), value) : []),
      ]),
    ),
});

/** A zone beside a region is one of that region. */
function judgeZone(resource: Resource, argument: string, zone: unknown): readonly Finding[] {
  const region = resource.inputs['region'];
  if (typeof zone !== 'string' || typeof region !== 'string' || isUnknown(zone) || isUnknown(region)) return [];
  const [place, home] = [zone, region].map((each) => each.slice(each.lastIndexOf('/') + 1));
  if (place === undefined || home === undefined || place.startsWith(`${home}-`)) return [];
  const problem = `is ${place}, and the region is ${home}; allowed is a zone of ${home}`;
  return [breach(resource, argument, problem, `write a zone such as ${home}-b`)];
}

function judge(
  resource: Resource,
  argument: string,
  kind: Kind,
  value: unknown,
  regions: readonly string[],
): readonly Finding[] {
  if (isUnknown(value)) return [unknownArgument(resource, argument, 'write the place out')];
  if (typeof value !== 'string' || value === '') return [];
  // A link to a place ends with its name. Buckets write places in capitals.
  const last = value.slice(value.lastIndexOf('/') + 1);
  const place = resource.type === BUCKET ? last.toLowerCase() : last;
  const others = kind === 'wide' ? WIDE : kind === 'bucket' ? BUCKET_PLACES : [];
  const region = kind === 'zone' ? place.replace(/-[a-f]$/, '') : place;
  if (kind === 'zone' && region === place) {
    return [breach(resource, argument, `is "${value}", which is no zone`, `write a zone such as ${regions[0]}-b`)];
  }
  if (regions.includes(region) || others.includes(place)) return [];
  const meant = nearest(region, [...regions, ...others]);
  const fix = meant === undefined ? 'use one of the regions of Google Cloud' : `write ${place.replace(region, meant)}`;
  return [breach(resource, argument, `is "${value}", a place that Google Cloud does not have`, fix)];
}
