import { expect, test } from 'vitest';
import { maxOf, minOf } from '../../drill/extremes.ts';

test('extremes of more values than a call takes', () => {
  const many = Array.from({ length: 500_000 }, (_, index) => index);
  expect([minOf(many), maxOf(many)]).toEqual([0, 499_999]);
});

test.each([
  [[], undefined, [Infinity, -Infinity]],
  [[], 7, [7, 7]],
  [[3, 9], 5, [3, 9]],
  [[6], 5, [5, 6]],
] as const)('of %o with the bound %o: %o', (values, bound, [least, most]) => {
  expect([minOf(values, bound), maxOf(values, bound)]).toEqual([least, most]);
});
