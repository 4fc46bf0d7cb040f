import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { timelineOf } from '../../../drill/incident/timeline.ts';
import { buildPlan } from '../../../drill/plan/build.ts';
import { nowMs } from '../../../drill/run/clock.ts';
import { play } from '../../../drill/run/conductor.ts';
import { refuseTooFast } from '../../../drill/run/pace.ts';
import { model } from '../models.ts';
import { incident } from '../support.ts';

const planAt = (scale: number) => buildPlan(model(), { stack: 'test', rate: 100, scale });

test('a turn that takes longer than the next one is away is recorded as late, and so is the next one', async () => {
  const plan = planAt(60);
  // One, one and a tenth, and one and two tenths of a second after the start, most of which has passed.
  const faults = [60, 66].map((at) => ({ kind: 'error', at: `${at}s`, until: `${at + 6}s`, target: 'primary' }));
  const slow = { become: () => sleep(180).then(() => {}) };
  const signal = new AbortController().signal;
  const startMs = nowMs() - 950;
  const { turns, played } = await play(timelineOf(incident(faults, '76s'), plan), plan, slow, startMs, signal);
  expect(turns.map(({ dueMs }) => Math.round(dueMs - startMs))).toEqual([1000, 1100, 1200]);
  const late = turns.map(({ dueMs, doneMs }) => doneMs - dueMs);
  expect(late[0]).toBeGreaterThan(170);
  expect(late[1]).toBeGreaterThan(late[0]! + 50);
  expect(late[2]).toBeGreaterThan(late[1]! + 50);
  expect(played).toHaveLength(2);
});

const flap = (of: string, every: string, target: string) => ({
  kind: 'flap',
  of,
  every,
  target,
  at: '1m',
  until: '5m',
});
const refusal = (faults: readonly object[], scale = 60): string => {
  const plan = planAt(scale);
  try {
    refuseTooFast(plan, timelineOf(incident(faults, '10m'), plan));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  [flap('crash', '1s', 'failover'), 60, true],
  [flap('crash', '1s', 'failover'), 2, false],
  [flap('crash', '30s', 'primary'), 60, false],
  [flap('error', '10s', 'primary'), 60, false],
  [flap('error', '2s', 'primary'), 60, true],
  [flap('crash', '10s', 'primary/half'), 60, false],
  // A single stretch is no flapping.
  [{ ...flap('crash', '5m', 'primary'), until: '61s' }, 60, false],
] as const)(
  'a flap that this machine cannot follow is refused before the run: %o at scale %d',
  (fault, scale, refused) => {
    expect(refusal([fault], scale) !== '').toBe(refused);
  },
);

test('all that is too fast is told at once, with what would do', () => {
  expect(refusal([flap('crash', '1s', 'failover'), flap('error', '2s', 'primary')])).toBe(
    'The incident changes faster than this machine can:\n' +
      '  - flap of crash on failover, every 1 s: a stretch lasts 16.7 ms at scale 60, and this machine needs 400 ms to act it out; ' +
      'give every 24 s or more, or --scale 2 or less\n' +
      '  - flap of error on primary, every 2 s: a stretch lasts 33.3 ms at scale 60, and this machine needs 100 ms to act it out; ' +
      'give every 6 s or more, or --scale 20 or less',
  );
});
