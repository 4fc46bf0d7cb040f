import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gate, type GateLimits } from '../../../drill/run/region/gate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = (more: Partial<GateLimits>): GateLimits => ({
  capacityRps: 100,
  heldLimit: 1000,
  waitLimitMs: 500,
  ...more,
});

/** Sends at a fixed rate for a while; counts what was served and turned away. */
function load(gate: Gate, perSecond: number, seconds: number, delayMs = 0): { served: number; refused: number } {
  const count = { served: 0, refused: 0 };
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    gate.enter(delayMs, (served) => (served ? count.served++ : count.refused++));
    vi.advanceTimersByTime(1000 / perSecond);
  }
  vi.advanceTimersByTime(5_000);
  return count;
}

test('below capacity everything is served', () => {
  expect(load(new Gate(limits({})), 80, 10)).toEqual({ served: 800, refused: 0 });
});

test.each([30, 75, 100, 330])(
  'a capacity of %i requests per second is what it serves, be it whole workers or not',
  (capacity) => {
    const { served, refused } = load(new Gate(limits({ capacityRps: capacity })), 500, 10);
    // What waits when the load ends is served on top.
    const most = capacity * 10.5;
    expect(served).toBeGreaterThan(capacity * 9.4);
    expect(served).toBeLessThan(most * 1.06);
    expect(served + refused).toBe(5000);
  },
);

test('who finds no place within the limit is turned away, not earlier', () => {
  const gate = new Gate(limits({ capacityRps: null, heldLimit: 0 }));
  let refusedAt = 0;
  const start = performance.now();
  gate.enter(0, () => (refusedAt = performance.now() - start));
  vi.advanceTimersByTime(1_000);
  expect(refusedAt).toBe(500);
});

test('something slow behind the instances fills them up', () => {
  const free = load(new Gate(limits({ capacityRps: null, heldLimit: 1000 })), 100, 5, 300);
  expect(free.refused).toBe(0);
  // 10 places, each held for 320 ms: 31 a second.
  const full = load(new Gate(limits({ capacityRps: null, heldLimit: 10 })), 100, 5, 300);
  expect(full.refused).toBeGreaterThan(250);
  expect(full.served).toBeGreaterThan(140);
});

test('more capacity helps those who wait already', () => {
  const gate = new Gate(limits({ capacityRps: 1, waitLimitMs: 60_000 }));
  let served = 0;
  for (let sent = 0; sent < 50; sent++) gate.enter(0, (good) => (served += good ? 1 : 0));
  vi.advanceTimersByTime(2_500);
  expect(served).toBe(2);
  gate.limits = limits({ capacityRps: 1000 });
  vi.advanceTimersByTime(1_100);
  expect(served).toBe(50);
});
