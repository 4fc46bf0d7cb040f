/** The two regions of a topology. */
export type Pair = readonly [string, string];

/** Something for each of the two. */
export const byRegion = <T>(pair: Pair, make: (region: string) => T): Record<string, T> =>
  Object.fromEntries(pair.map((region) => [region, make(region)]));
