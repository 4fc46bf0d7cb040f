import { expect, test } from 'vitest';
import { Spread } from '../../../drill/run/load/spread.ts';

const named = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares).map(([name, share]) => ({ name, share }));

function deal(spread: Spread<{ name: string; share: number }>, count: number): string[] {
  return Array.from({ length: count }, () => spread.next().name);
}

test('deals in proportion, evenly spaced', () => {
  const dealt = deal(new Spread(named({ a: 0.8, b: 0.2 })), 100);
  expect(dealt.filter((name) => name === 'b')).toHaveLength(20);
  const gaps = dealt
    .flatMap((name, index) => (name === 'b' ? [index] : []))
    .map((at, index, all) => at - (all[index - 1] ?? at - 5));
  expect(new Set(gaps)).toEqual(new Set([5]));
});

test('follows new shares at once, and leaves out what has none', () => {
  const spread = new Spread(named({ a: 1, b: 0 }));
  expect(new Set(deal(spread, 10))).toEqual(new Set(['a']));
  spread.shares = named({ a: 0, b: 2 });
  expect(deal(spread, 10).slice(1)).toEqual(Array.from({ length: 9 }, () => 'b'));
});
