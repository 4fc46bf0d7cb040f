import { describe, expect, it } from 'vitest';

import type { Survival } from '../../../../topology/verdict/types.ts';
import { change, without } from '../../../support/graph.ts';
import { answers, beside, each, judged, reasons, type Plan } from './ask.ts';
import { buckets, EAST, imageIn, images, WEST } from './plans.ts';

// Images by the registry that each region asks, and buckets that keep versions without being told to.

const pulling = (east: string, west: string): Plan =>
  [[EAST, east] as const, [WEST, west] as const].reduce<Plan>(
    (plan, [region, from]) =>
      change(plan, `task-${region}`, 'containerDefinitions', JSON.stringify([{ name: 'api', image: imageIn(from) }])),
    beside(images),
  );

describe('an image that is copied to the other region', () => {
  it.each<readonly [name: string, plan: Plan, survives: readonly Survival[]]>([
    ['is pulled near by', pulling(EAST, WEST), ['yes', 'yes']],
    ['is pulled by both from the east', pulling(EAST, EAST), ['no', 'yes']],
    ['is pulled by both from the west', pulling(WEST, WEST), ['yes', 'no']],
    ['is pulled by each from the other', pulling(WEST, EAST), ['no', 'no']],
  ])('%s', (_name, plan, survives) => {
    expect(answers(plan)).toEqual(survives);
  });

  it('does not help a region that asks the registry of the other', () => {
    expect(reasons(judged(pulling(WEST, EAST), `region:${EAST}`))).toMatch(
      /task-us-west-2 containerDefinitions us-west-2 pulls its image from the registry of us-east-1/,
    );
  });
});

describe('buckets that copy to each other', () => {
  const unversioned = without(without(beside(buckets), `versions-${EAST}`), `versions-${WEST}`);

  it.each<readonly [name: string, plan: Plan, survives: readonly Survival[]]>([
    ['keep no versions', unversioned, ['no', 'no']],
    [
      'keep versions because their objects are locked',
      each(unversioned, 'files-', 'objectLockEnabled', true),
      ['yes', 'yes'],
    ],
    [
      'keep versions by the list of an older class',
      each(unversioned, 'files-', 'versionings', [{ enabled: true }]),
      ['yes', 'yes'],
    ],
  ])('%s', (_name, plan, survives) => {
    expect(answers(plan)).toEqual(survives);
  });
});
