import { DrillError } from '../errors.ts';
import type { Strike, Timeline } from '../incident/timeline.ts';
import type { DrillPlan } from '../plan/plan.ts';

// How fast this machine can change the world. What takes it longer than the incident gives it would be played late.

/** Shortest stretch, sound or failing, that is acted out on time. Wall-clock milliseconds. */
const leastStretchMs = {
  /** Whoever serves is told, and does so at once. */
  told: 100,
  /** A region's process is killed, and the next one is started meanwhile. */
  process: 400,
} as const;

/** Shortest stretch of a strike that comes again and again, in wall-clock milliseconds. Only regions flap. */
function leastStretch({ act, struck }: Strike): number {
  return act.kind === 'crash' && struck.part === 1 ? leastStretchMs.process : leastStretchMs.told;
}

/**
 * Refuses what flaps faster than this machine can follow.
 * @throws DrillError that lists all of it.
 */
export function refuseTooFast({ scale }: DrillPlan, { strikes }: Timeline): void {
  const flaps = Map.groupBy(
    strikes.filter(({ kind }) => kind === 'flap'),
    ({ act, target }) => `flap of ${act.kind} on ${target}`,
  );
  const problems = [...flaps].flatMap(([name, times]) => {
    const everySeconds = times[0]!.until - times[0]!.at;
    const least = leastStretch(times[0]!);
    const given = scale.toMs(everySeconds);
    if (times.length < 2 || given >= least) return [];
    const slower = Math.floor((everySeconds * 1000) / least);
    const orScale = slower >= 1 ? `, or --scale ${slower} or less` : '';
    return [
      `  - ${name}, every ${text(everySeconds)} s: a stretch lasts ${text(given)} ms at scale ${scale.factor}, and this machine ` +
        `needs ${least} ms to act it out; give every ${text(Math.ceil(scale.toSeconds(least)))} s or more${orScale}`,
    ];
  });
  if (problems.length > 0)
    throw new DrillError(`The incident changes faster than this machine can:\n${problems.join('\n')}`);
}

const text = (value: number): string => String(Number(value.toPrecision(3)));
