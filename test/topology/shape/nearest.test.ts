import { describe, expect, it } from 'vitest';
import { nearest } from '../../../topology/shape/nearest.ts';

const names = ['periodSeconds', 'timeoutSeconds', 'failures', 'retries'];

describe('the nearest name', () => {
  it.each([
    ['timeoutSecond', 'timeoutSeconds'],
    ['TIMEOUTSECONDS', 'timeoutSeconds'],
    ['retires', 'retries'],
    ['failure', 'failures'],
    ['colour', undefined],
    ['x', undefined],
  ])('of %s is %s', (given, expected) => {
    expect(nearest(given, names)).toBe(expected);
  });

  it('is none among none', () => {
    expect(nearest('name', [])).toBeUndefined();
  });
});
