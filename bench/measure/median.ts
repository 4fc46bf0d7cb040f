import type { Measurement } from './measure.ts';
import type { Part } from './tree.ts';

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The median of each figure by itself. */
export function medianOf(runs: readonly Measurement[]): Measurement {
  const parts = new Set(runs.flatMap(({ peakMib }) => Object.keys(peakMib) as Part[]));
  return {
    wallSeconds: median(runs.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMib: Object.fromEntries(
      [...parts].map((part) => [part, median(runs.map(({ peakMib }) => peakMib[part] ?? 0))]),
    ),
    foreignCores: median(runs.map(({ foreignCores }) => foreignCores)),
  };
}
