import { describe, expect, it } from 'vitest';
import {
  dualRegion,
  googleRegions,
  imagesLocation,
  partnersOf,
  regionCode,
  regionsOfLocation,
} from '../../../topology/shape/places.ts';

describe('places', () => {
  it.each([
    ['us-central1', 'us-east4', 'US', ['US-CENTRAL1', 'US-EAST4']],
    ['us-east4', 'us-central1', 'US', ['US-CENTRAL1', 'US-EAST4']],
    ['us-central1', 'us-east1', 'NAM4', []],
    ['europe-west4', 'europe-north1', 'EUR4', []],
    ['europe-west1', 'europe-west2', 'EUR5', []],
    ['europe-west1', 'europe-west4', 'EU', ['EUROPE-WEST1', 'EUROPE-WEST4']],
    ['europe-west3', 'europe-west10', 'DE', ['EUROPE-WEST10', 'EUROPE-WEST3']],
    ['asia-east1', 'asia-southeast1', 'ASIA', ['ASIA-EAST1', 'ASIA-SOUTHEAST1']],
    ['asia-northeast1', 'asia-northeast2', 'ASIA1', []],
    [
      'northamerica-northeast1',
      'northamerica-northeast2',
      'CA',
      ['NORTHAMERICA-NORTHEAST1', 'NORTHAMERICA-NORTHEAST2'],
    ],
  ])('a bucket over %s and %s is in %s', (a, b, location, dataLocations) => {
    expect(dualRegion(a, b)).toEqual({ location, dataLocations });
  });

  it.each([
    ['us-central1', 'us-central1'],
    ['us-central1', 'europe-west1'],
    ['asia-east1', 'asia-northeast1'],
    ['europe-west2', 'europe-west4'],
    ['me-west1', 'me-central1'],
  ])('there is none over %s and %s', (a, b) => {
    expect(dualRegion(a, b)).toBeUndefined();
  });

  it('knows partners, and the regions behind a predefined code', () => {
    expect(partnersOf('asia-east1')).toEqual(['asia-southeast1']);
    expect(partnersOf('europe-west2')).toEqual(['europe-west1', 'europe-west3']);
    expect(partnersOf('africa-south1')).toEqual([]);
    expect(regionsOfLocation('nam4')).toEqual(['us-central1', 'us-east1']);
    expect(regionsOfLocation('US')).toBeUndefined();
  });

  it.each([
    ['us-central1', 'us'],
    ['northamerica-northeast1', 'us'],
    ['europe-west4', 'europe'],
    ['asia-southeast1', 'asia'],
    ['australia-southeast1', 'asia'],
  ])('images of %s are in %s', (region, location) => {
    expect(imagesLocation(region)).toBe(location);
  });

  it('has a short code for each region, and no two alike', () => {
    expect(['us-central1', 'europe-southwest1', 'northamerica-northeast2', 'asia-southeast1'].map(regionCode)).toEqual([
      'us-c1',
      'eu-sw1',
      'na-ne2',
      'asia-se1',
    ]);
    const codes = googleRegions.map(regionCode);
    expect(new Set(codes).size).toBe(googleRegions.length);
    expect(Math.max(...codes.map((code) => code.length))).toBe(8);
  });
});
