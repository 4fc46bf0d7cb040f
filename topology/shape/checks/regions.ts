import { nearest } from '../nearest.ts';
import { dualRegion, googleRegions, partnersOf } from '../places.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

interface Placed {
  readonly regions: { readonly primary: string; readonly failover: string };
}

/** Two regions that a cloud has, and not one twice. */
export const twoOf = (all: readonly string[]): Check<Placed> => ({
  reads: ['regions'],
  check: ({ regions }) => {
    const unknown = (['primary', 'failover'] as const).flatMap((home): Problem[] => {
      if (all.includes(regions[home])) return [];
      const meant = nearest(regions[home], all);
      return [
        {
          path: `regions.${home}`,
          given: regions[home],
          allowed: `one of ${all.join(', ')}`,
          fix: meant ? `Write '${meant}' if that was meant.` : 'Choose a region from the list.',
        },
      ];
    });
    if (unknown.length > 0 || regions.primary !== regions.failover) return unknown;
    return [
      {
        path: 'regions.failover',
        given: `${regions.failover}, the same as regions.primary`,
        allowed: 'another region than the primary one',
        fix: 'Choose a second region: one region cannot survive its own loss.',
      },
    ];
  },
});

const pairs = ({ regions: { primary, failover } }: Config): readonly Problem[] => {
  if (!googleRegions.includes(primary) || !googleRegions.includes(failover) || primary === failover) return [];
  if (dualRegion(primary, failover)) return [];
  const partners = partnersOf(primary);
  return [
    {
      path: 'regions',
      given: `${primary} and ${failover}`,
      allowed: 'two regions over which Cloud Storage makes one bucket',
      fix:
        partners.length > 0
          ? `With ${primary}, choose one of ${partners.join(', ')}.`
          : `${primary} is in no dual region: choose another primary region, for example us-central1 with us-east4.`,
    },
  ];
};

/** Two known, different regions that make a dual-region bucket. */
export const regionChecks: readonly Check[] = [twoOf(googleRegions), { reads: ['regions'], check: pairs }];
