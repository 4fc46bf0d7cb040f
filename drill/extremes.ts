// Extremes of lists that grow with a run. `Math.max(...list)` hands each value over as an argument, and an engine takes
// only so many of them: about a hundred thousand, which is a quarter of an hour of requests.

/** The greatest of `values`, and never less than `least`. Default: no bound, so that nothing gives -Infinity. */
export function maxOf(values: Iterable<number>, least = -Infinity): number {
  let greatest = least;
  for (const value of values) if (value > greatest) greatest = value;
  return greatest;
}

/** The least of `values`, and never more than `most`. Default: no bound, so that nothing gives Infinity. */
export function minOf(values: Iterable<number>, most = Infinity): number {
  let least = most;
  for (const value of values) if (value < least) least = value;
  return least;
}
