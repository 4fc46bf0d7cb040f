import { describe, expect, it } from 'vitest';
import { median, medianOf } from '../../bench/measure/median.ts';
import { figures } from './figures.ts';

describe('the median', () => {
  it('is the middle value, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([7])).toBe(7);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it('is not moved by one run that was disturbed', () => {
    expect(median([4, 5, 6, 5, 400])).toBe(5);
  });

  it('is taken of each figure by itself', () => {
    const runs = [
      figures(1, { cpuSeconds: 30, peakMib: { program: 300 }, foreignCores: 0.3 }),
      figures(2, { cpuSeconds: 10, peakMib: { program: 100 }, foreignCores: 0.1 }),
      figures(3, { cpuSeconds: 20, peakMib: { program: 200 }, foreignCores: 0.2 }),
    ];
    expect(medianOf(runs)).toEqual({ wallSeconds: 2, cpuSeconds: 20, peakMib: { program: 200 }, foreignCores: 0.2 });
  });
});
