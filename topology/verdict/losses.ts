import type { Declared, Model } from '../model/model.ts';
import { cloudOf } from './cloud.ts';
import { isMultiRegion } from '../recognise/place.ts';
import type { Loss } from './types.ts';

/** Kinds of stores whose primary can be lost by itself; a secret or an image is lost with its region only. */
const JUDGED_ALONE = new Set(['sql', 'table', 'bucket']);

/** Every loss that a model is judged on: each region, with the second loss that is to be borne, a zone and half of each, each store, each provider. */
export function lossesOf(model: Model): readonly Loss[] {
  const pools = model.services.flatMap((service) => service.pools);
  const served = unique(pools.map(({ region }) => region));
  const kept = model.stores.flatMap(({ members }) => members.map(({ region }) => region));
  const regions = unique([...served, ...kept.filter((place) => place !== '' && !isMultiRegion(place))]);
  const zones = served.flatMap((region) => {
    const named = unique(pools.filter((pool) => pool.region === region).flatMap((pool) => pool.zones));
    return (named.length > 0 ? named : [`${region}-any`]).map((zone): Loss => ({
      name: `zone:${zone}`,
      kind: 'zone',
      target: zone,
      region,
    }));
  });
  const clouds = unique([
    ...model.services.flatMap((service) => service.pools.map((pool) => cloudOf(service, pool))),
    ...model.stores.map(({ cloud }) => cloud),
  ]);
  return [
    ...regions.map((region): Loss => ({ name: `region:${region}`, kind: 'region', target: region, region })),
    ...served.flatMap((region) =>
      secondLosses(model, region).map((also): Loss => ({
        name: `region:${region}+${also}`,
        kind: 'region',
        target: region,
        region,
        also,
      })),
    ),
    ...zones,
    ...served.map((region): Loss => ({ name: `half:${region}`, kind: 'half', target: region, region })),
    ...model.stores
      .filter(({ kind }) => JUDGED_ALONE.has(kind))
      .map((store): Loss => ({ name: `store:${store.name}`, kind: 'store', target: store.urn })),
    ...clouds.map((cloud): Loss => ({ name: `provider:${cloud}`, kind: 'provider', target: cloud })),
  ];
}

/** Second losses that a region's own declarations want it to be judged on: another topology beside it asks for its own regions. */
const secondLosses = ({ declared }: Model, region: string): readonly NonNullable<Loss['also']>[] =>
  unique(
    declared
      .filter((one) => isAbout(one, region))
      .flatMap(({ toleratesAlso = 'nothing' }) => (toleratesAlso === 'nothing' ? [] : [toleratesAlso])),
  );

/** A declaration that names no regions is about all there are. */
const isAbout = ({ regions }: Declared, region: string): boolean =>
  regions === undefined || regions.primary === region || regions.failover === region;

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
