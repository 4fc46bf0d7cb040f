import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameLimits, physicalNames } from '../../../topology/shape/names.ts';
import { googleRegions, partnersOf } from '../../../topology/shape/places.ts';
import { errorOf, read, withChanges } from './config.ts';

describe('physical names', () => {
  it('derive from the name and the region', () => {
    expect(physicalNames(read({ secrets: ['session-key'] }))).toEqual({
      regions: {
        'us-central1': { serviceAccount: 'acme-us-c1', service: 'acme-us-central1', database: 'acme-db-us-c1' },
        'us-east4': { serviceAccount: 'acme-us-e4', service: 'acme-us-east4', database: 'acme-db-us-e4' },
      },
      bucket: 'acme-prod-acme-data',
      images: 'acme-images',
      secrets: { 'database-password': 'acme-database-password', 'session-key': 'acme-session-key' },
    });
  });

  it('do not change with the role', () => {
    expect(physicalNames(read({ active: 'failover' }))).toEqual(physicalNames(read()));
    const swapped = read({ regions: { primary: 'us-east4', failover: 'us-central1' } });
    expect(physicalNames(swapped)).toEqual(physicalNames(read()));
  });

  it('keep within every service’s limit at the longest name that is accepted, and not one character beyond', () => {
    const pairs = googleRegions.flatMap((primary) => partnersOf(primary).map((failover) => ({ primary, failover })));
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.integer({ min: 6, max: 30 }), (regions, projectChars) => {
        const at = (nameChars: number): Record<string, unknown> => ({
          regions,
          project: 'p'.repeat(projectChars),
          name: 'n'.repeat(nameChars),
        });
        const { problems } = errorOf(withChanges(at(63)));
        const longest = Number(/at most (\d+)/.exec(problems[0]!.allowed)![1]);
        for (const { what, name, maxChars } of nameLimits(read(at(longest))))
          expect([what, name.length <= maxChars]).toEqual([what, true]);
        expect(errorOf(withChanges(at(longest + 1))).problems.map(({ path }) => path)).toEqual(['name']);
      }),
    );
  });
});
