// Where Google keeps things. Names of places are facts of the cloud, so they stand here as tables; no zod, so that
// recognisers can read them too. Source: cloud.google.com/storage/docs/locations (April 2026).

/** Pairs that exist under a name of their own. Several of them cannot be had in any other way. */
const PREDEFINED_PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  ASIA1: ['asia-northeast1', 'asia-northeast2'],
  EUR4: ['europe-north1', 'europe-west4'],
  EUR5: ['europe-west1', 'europe-west2'],
  EUR7: ['europe-west2', 'europe-west3'],
  EUR8: ['europe-west3', 'europe-west6'],
  NAM4: ['us-central1', 'us-east1'],
};

/**
 * Location codes and the regions of which any two make a bucket. The narrower code comes first, because a pair inside
 * one country belongs to that country's code (assumption, UNVERIFIED: the page's footnotes on DE and IT).
 */
const CONFIGURABLE: Readonly<Record<string, readonly string[]>> = {
  AU: ['australia-southeast1', 'australia-southeast2'],
  CA: ['northamerica-northeast1', 'northamerica-northeast2'],
  DE: ['europe-west3', 'europe-west10'],
  IN: ['asia-south1', 'asia-south2'],
  IT: ['europe-west8', 'europe-west12'],
  ASIA: ['asia-east1', 'asia-southeast1'],
  EU: [
    'europe-central2',
    'europe-north1',
    'europe-southwest1',
    'europe-west1',
    'europe-west3',
    'europe-west4',
    'europe-west8',
    'europe-west9',
    'europe-west10',
    'europe-west12',
  ],
  US: ['us-central1', 'us-east1', 'us-east4', 'us-east5', 'us-south1', 'us-west1', 'us-west2', 'us-west3', 'us-west4'],
};

/** Regions that are in no pair. */
const UNPAIRED = [
  'africa-south1',
  'asia-east2',
  'asia-northeast3',
  'asia-southeast2',
  'asia-southeast3',
  'europe-north2',
  'me-central1',
  'me-central2',
  'me-west1',
  'northamerica-south1',
  'southamerica-east1',
  'southamerica-west1',
];

/** Every region of Google Cloud that the tables know, sorted. */
export const googleRegions: readonly string[] = [
  ...new Set([...Object.values(PREDEFINED_PAIRS).flat(), ...Object.values(CONFIGURABLE).flat(), ...UNPAIRED]),
].sort();

/** A place for a bucket over exactly two regions. */
export interface DualRegion {
  /** What the bucket's `location` must say. */
  readonly location: string;
  /** What its placement must list; empty when the location names the pair by itself. */
  readonly dataLocations: readonly string[];
}

const samePair = (pair: readonly string[], a: string, b: string) => a !== b && pair.includes(a) && pair.includes(b);

/** The place that holds exactly these two regions, or undefined when Cloud Storage offers none. Order does not matter. */
export const dualRegion = (a: string, b: string): DualRegion | undefined => {
  const named = Object.entries(PREDEFINED_PAIRS).find(([, pair]) => samePair(pair, a, b));
  if (named) return { location: named[0], dataLocations: [] };
  const area = Object.entries(CONFIGURABLE).find(([, regions]) => samePair(regions, a, b));
  if (area) return { location: area[0], dataLocations: [a, b].sort().map((region) => region.toUpperCase()) };
  return undefined;
};

/** The regions that make a dual-region bucket together with the given one, sorted. */
export const partnersOf = (region: string): readonly string[] =>
  googleRegions.filter((other) => dualRegion(region, other) !== undefined);

/** The two regions behind a predefined location code such as `NAM4`, or undefined for any other code. */
export const regionsOfLocation = (location: string): readonly [string, string] | undefined =>
  PREDEFINED_PAIRS[location.toUpperCase()];

const IMAGE_LOCATIONS: Readonly<Record<string, string>> = { europe: 'europe', asia: 'asia', australia: 'asia' };

/** The multi-region of the image registry nearest to a region: it has only `us`, `europe` and `asia`. */
export const imagesLocation = (region: string): string => IMAGE_LOCATIONS[region.split('-')[0] ?? ''] ?? 'us';

const AREA_CODES: Readonly<Record<string, string>> = {
  africa: 'af',
  australia: 'au',
  europe: 'eu',
  northamerica: 'na',
  southamerica: 'sa',
};

const DIRECTION_CODES: Readonly<Record<string, string>> = {
  central: 'c',
  east: 'e',
  north: 'n',
  northeast: 'ne',
  south: 's',
  southeast: 'se',
  southwest: 'sw',
  west: 'w',
};

/** A region's name in at most 8 characters (`us-c1`, `asia-ne1`), for services whose names must be short. Unique. */
export const regionCode = (region: string): string => {
  const [area = '', rest = ''] = region.split('-');
  const direction = rest.replace(/\d+$/, '');
  const number = rest.slice(direction.length);
  return `${AREA_CODES[area] ?? area}-${DIRECTION_CODES[direction] ?? direction}${number}`;
};

/** Letters of the first zones where a region does not start at `a`. */
const ZONE_LETTERS: Readonly<Record<string, string>> = { 'us-east1': 'bcd', 'europe-west1': 'bcd' };

/** Three zones that a region has. Source: cloud.google.com/compute/docs/regions-zones. */
export const zonesOf = (region: string): readonly string[] =>
  [...(ZONE_LETTERS[region] ?? 'abc')].map((letter) => `${region}-${letter}`);
