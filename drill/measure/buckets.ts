// Curves: what happened in each bucket of declared time.

const widths = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300];
/** A curve has about this many points at most. */
const points = 240;
/** A bucket is at least this long on this machine, or it would hold too few requests to say anything. */
const leastWallSeconds = 0.4;

/** Width of a bucket in declared seconds. */
export function bucketSeconds(seconds: number, scale: number): number {
  const least = Math.max(seconds / points, leastWallSeconds * scale);
  return widths.find((width) => width >= least) ?? Math.ceil(least);
}

/** Items by the bucket in which they fall; every bucket of the stretch is there, empty or not. */
export function inBuckets<Item>(
  items: readonly Item[],
  at: (item: Item) => number,
  seconds: number,
  width: number,
): readonly { readonly t: number; readonly items: readonly Item[] }[] {
  const buckets = Array.from({ length: Math.ceil(seconds / width) }, (_, index): { t: number; items: Item[] } => ({
    t: index * width,
    items: [],
  }));
  for (const item of items) buckets[Math.floor(at(item) / width)]?.items.push(item);
  return buckets;
}

/** Value of a step curve in each bucket: the last one that was known at its end. */
export function heldInBuckets<Sample>(
  samples: readonly Sample[],
  at: (sample: Sample) => number,
  seconds: number,
  width: number,
): readonly { readonly t: number; readonly sample: Sample }[] {
  return Array.from({ length: Math.ceil(seconds / width) }, (_, index) => index * width).flatMap((t) => {
    const sample = samples.findLast((candidate) => at(candidate) < t + width) ?? samples[0];
    return sample === undefined ? [] : [{ t, sample }];
  });
}
