import type { Attempt } from '../run/envoy/attempts.ts';

// When a region stopped and began again to get requests, read from the order of the entry's tries. Counting tries
// instead of milliseconds keeps a stalled machine from looking like an empty region.

/** Part of its steady share that a region must have to count as back. */
const backShare = 0.85;
/** Tries of the region expected in a stretch that is judged. */
const expectedTries = 10;

/** A stretch in Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Milliseconds from the start of the span to the last try at `region` before it is left alone: from there on, as many
 * tries go elsewhere as would usually hold ten of its own. Null when it is never left alone in the span.
 */
export function shedMs(attempts: readonly Attempt[], region: string, steadyShare: number, span: Span): number | null {
  const enough = stretch(steadyShare);
  let last = span.fromMs;
  let elsewhere = 0;
  for (const attempt of within(attempts, span)) {
    if (attempt.region === region) {
      last = attempt.ms;
      elsewhere = 0;
    } else if (++elsewhere >= enough) return last - span.fromMs;
  }
  return null;
}

/**
 * Milliseconds from the start of the span until `region` has most of its steady share back: the first try of the first
 * stretch that holds 85 % of the usual. Null when it is not back in the span.
 */
export function returnMs(attempts: readonly Attempt[], region: string, steadyShare: number, span: Span): number | null {
  const length = stretch(steadyShare);
  const needed = backShare * steadyShare * length;
  const inSpan = within(attempts, span);
  let count = 0;
  for (let end = 0; end < inSpan.length; end++) {
    if (inSpan[end]!.region === region) count++;
    const leaving = inSpan[end - length];
    if (leaving?.region === region) count--;
    if (end >= length - 1 && count >= needed) {
      const first = inSpan.slice(end - length + 1, end + 1).find((attempt) => attempt.region === region);
      return (first?.ms ?? span.fromMs) - span.fromMs;
    }
  }
  return null;
}

/** Part of the tries in a span that went to `region`; null when there were none. */
export function shareIn(attempts: readonly Attempt[], region: string, span: Span): number | null {
  const inSpan = within(attempts, span);
  if (inSpan.length === 0) return null;
  return inSpan.filter((attempt) => attempt.region === region).length / inSpan.length;
}

/** True when the last tries before a moment, in which the region usually has ten, held less than half of that. */
export function isOut(attempts: readonly Attempt[], region: string, steadyShare: number, ms: number): boolean {
  const end = firstAt(attempts, ms);
  const last = attempts.slice(Math.max(0, end - stretch(steadyShare)), end);
  return last.length > 0 && last.filter((one) => one.region === region).length < (last.length * steadyShare) / 2;
}

/** Tries in a span. */
export function triesIn(attempts: readonly Attempt[], span: Span): number {
  return within(attempts, span).length;
}

/** Tries in which a region with that share usually has ten. */
export function stretch(steadyShare: number): number {
  return Math.ceil(expectedTries / steadyShare);
}

/** Attempts are in order of time. */
function within(attempts: readonly Attempt[], { fromMs, untilMs }: Span): readonly Attempt[] {
  return attempts.slice(firstAt(attempts, fromMs), firstAt(attempts, untilMs));
}

function firstAt(attempts: readonly Attempt[], ms: number): number {
  let [low, high] = [0, attempts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (attempts[middle]!.ms < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
