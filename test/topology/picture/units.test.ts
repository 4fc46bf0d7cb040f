import { describe, expect, it } from 'vitest';
import { duration, percent } from '../../../topology/picture/units.ts';

describe('numbers as people read them', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0.4 s'],
    [7.256, '7.26 s'],
    [119, '119 s'],
    [120, '2 min'],
    [190, '3 min 10 s'],
    [6600, '110 min'],
    [7500, '2 h 5 min'],
    [86_400, '24 h'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.0000605, '0.00605 %'],
    [0.2, '20 %'],
    [0.9999, '99.99 %'],
    [1, '100 %'],
    [1.25, '125 %'],
  ])('writes the ratio %d as %s', (ratio, text) => {
    expect(percent(ratio)).toBe(text);
  });
});
