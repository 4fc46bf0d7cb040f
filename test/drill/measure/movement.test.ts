import { expect, test } from 'vitest';
import { returnMs, shareIn, shedMs } from '../../../drill/measure/movement.ts';

const regions = (letters: string) => [...letters].map((region, index) => ({ ms: index * 10, region, status: 200 }));
const whole = (letters: string) => ({ fromMs: 0, untilMs: letters.length * 10 });

test('a region is shed at its last try before as many go elsewhere as usually hold ten of its own', () => {
  const left = `aaaaa${'b'.repeat(20)}`;
  expect(shedMs(regions(left), 'a', 0.5, whole(left))).toBe(40);
  const few = `aaaaa${'b'.repeat(19)}`;
  expect(shedMs(regions(few), 'a', 0.5, whole(few))).toBeNull();
});

test('what comes back for a moment later does not count against the first leaving', () => {
  const retried = `aab${'b'.repeat(20)}ab${'b'.repeat(20)}`;
  expect(shedMs(regions(retried), 'a', 0.5, whole(retried))).toBe(10);
});

test('a region that got nothing from the start is shed at once', () => {
  const never = 'b'.repeat(30);
  expect(shedMs(regions(never), 'a', 0.5, whole(never))).toBe(0);
});

test('a region is back with the first try of the first stretch that has 85 % of its share', () => {
  const back = `${'b'.repeat(10)}${'ab'.repeat(20)}`;
  expect(returnMs(regions(back), 'a', 0.5, whole(back))).toBe(100);
  const half = `${'b'.repeat(10)}${'abbb'.repeat(20)}`;
  expect(returnMs(regions(half), 'a', 0.5, whole(half))).toBeNull();
});

test('only tries of the span count', () => {
  const tries = regions('aaaabbbb');
  expect(shareIn(tries, 'a', { fromMs: 20, untilMs: 60 })).toBe(0.5);
  expect(shareIn(tries, 'a', { fromMs: 500, untilMs: 600 })).toBeNull();
});
