import { nearest } from '../nearest.ts';
import { dualRegion, googleRegions, partnersOf } from '../places.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

const known: Check = {
  reads: ['regions'],
  check: ({ regions }) =>
    (['primary', 'failover'] as const).flatMap((home) => {
      if (googleRegions.includes(regions[home])) return [];
      const meant = nearest(regions[home], googleRegions);
      return [
        {
          path: `regions.${home}`,
          given: regions[home],
          allowed: `one of ${googleRegions.join(', ')}`,
          fix: meant ? `Write '${meant}' if that was meant.` : 'Choose a region from the list.',
        },
      ];
    }),
};

const pairs = ({ regions: { primary, failover } }: Config): readonly Problem[] => {
  if (!googleRegions.includes(primary) || !googleRegions.includes(failover)) return [];
  if (primary === failover)
    return [
      {
        path: 'regions.failover',
        given: `${failover}, the same as regions.primary`,
        allowed: 'another region than the primary one',
        fix: 'Choose a second region: one region cannot survive its own loss.',
      },
    ];
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
export const regionChecks: readonly Check[] = [known, { reads: ['regions'], check: pairs }];
