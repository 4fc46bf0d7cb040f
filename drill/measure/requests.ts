import type { Outcomes } from '../run/load/messages.ts';
import type { Span } from './movement.ts';

/** One request of a client. */
export interface Request {
  /** When it was due, in Unix milliseconds. */
  readonly ms: number;
  readonly latencyMs: number;
  readonly failed: boolean;
}

/** Requests of clients that were due in the span, in order of time. Anything but a 200 is a failure. */
export function requestsIn(outcomes: Outcomes, { fromMs, untilMs }: Span): readonly Request[] {
  const requests: Request[] = [];
  outcomes.dueMs.forEach((ms, index) => {
    if (ms < fromMs || ms >= untilMs) return;
    requests.push({ ms, latencyMs: outcomes.latencyMs[index] ?? 0, failed: outcomes.status[index] !== 200 });
  });
  return requests;
}

/** A request may have been under way for this long when a fault struck it, in milliseconds. */
export const underWayMs = 250;

/** Requests that were due in the span, and how many failed; those that were under way when it began can fail in it too. */
export function failures(requests: readonly Request[], { fromMs, untilMs }: Span): { failed: number; total: number } {
  const near = requests.filter(({ ms }) => ms >= fromMs - underWayMs && ms < untilMs);
  return {
    failed: near.filter(({ ms, latencyMs, failed }) => failed && ms + latencyMs >= fromMs).length,
    total: near.filter(({ ms }) => ms >= fromMs).length,
  };
}

/** The value below which that part of the values lies; 0 when there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? 0;
}
