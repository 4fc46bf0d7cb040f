import { highestScale } from './plan/scale.ts';

/** A number that is allowed between two ends, both of which count. */
export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Requests per wall-clock second: fewer say nothing about shares, more are too much for a machine with two cores. */
export const rateLimits: Limits = { least: 20, most: 1000 };

/** Declared seconds in one wall-clock second. */
export const scaleLimits: Limits = { least: 1, most: highestScale };
