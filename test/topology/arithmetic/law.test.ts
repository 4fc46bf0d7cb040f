import { describe, expect, it } from 'vitest';
import {
  earliest,
  fixedPlusArrivals,
  fixedPlusWaits,
  latest,
  rangeOf,
  samplesOf,
} from '../../../topology/arithmetic/law.ts';

describe('laws of times', () => {
  it('spreads one wait evenly', () => {
    const wait = fixedPlusWaits(5, 10);
    expect(rangeOf(wait)).toEqual({ best: 5, expected: expect.closeTo(10, 9), worst: 15 });
    expect([4, 5, 7.5, 10, 15].map(wait.survival)).toEqual([1, 1, 0.75, 0.5, 0]);
  });

  it('adds two waits: the middle is likelier than the ends', () => {
    const waits = fixedPlusWaits(0, 2, 6);
    expect(rangeOf(waits)).toEqual({ best: 0, expected: expect.closeTo(4, 6), worst: 8 });
    // A triangle, a plateau and a triangle: at 2 the first triangle of area 1/6 is over.
    expect(waits.survival(2)).toBeCloseTo(5 / 6, 9);
    expect(waits.survival(6)).toBeCloseTo(1 / 6, 9);
  });

  it('knows a time without any chance', () => {
    expect(rangeOf(fixedPlusWaits(7, 0))).toEqual({ best: 7, expected: 7, worst: 7 });
  });

  it('counts arrivals: five at ten a second take half a second on average', () => {
    const { best, expected, worst } = rangeOf(fixedPlusArrivals(0, 5, 10, 1));
    expect(best).toBe(0);
    expect(expected).toBeCloseTo(0.5, 3);
    expect(worst).toBeCloseTo(1.7782, 3);
  });

  it('waits for the slowest of several watchers', () => {
    // The mean of the last of n memoryless waits is the n-th harmonic number.
    expect(rangeOf(fixedPlusArrivals(0, 1, 1, 4)).expected).toBeCloseTo(1 + 1 / 2 + 1 / 3 + 1 / 4, 2);
  });

  it('expects less of the first of two than of either: a third of the span', () => {
    const wait = fixedPlusWaits(0, 9);
    expect(rangeOf(earliest([wait, wait]))).toEqual({ best: 0, expected: expect.closeTo(3, 6), worst: 9 });
    expect(rangeOf(latest([wait, wait]))).toEqual({ best: 0, expected: expect.closeTo(6, 6), worst: 9 });
  });

  it('lets the surely earlier one decide alone', () => {
    expect(rangeOf(earliest([fixedPlusWaits(20, 5), fixedPlusWaits(1, 4)]))).toEqual({
      best: 1,
      expected: expect.closeTo(3, 6),
      worst: 5,
    });
    expect(rangeOf(latest([fixedPlusWaits(20, 5), fixedPlusWaits(1, 4)])).best).toBe(20);
  });

  it('samples the middle of equally likely parts', () => {
    expect(samplesOf(fixedPlusWaits(0, 4), 2)).toEqual([expect.closeTo(1, 6), expect.closeTo(3, 6)]);
    expect(samplesOf(fixedPlusWaits(3, 0), 2)).toEqual([expect.closeTo(3, 5), expect.closeTo(3, 5)]);
  });
});
