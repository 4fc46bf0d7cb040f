import { setTimeout as sleep } from 'node:timers/promises';
import { type Strike, type Timeline } from '../incident/timeline.ts';
import { turningPoints, type World, worldAt } from '../incident/world.ts';
import type { DrillPlan } from '../plan/plan.ts';
import { nowMs } from './clock.ts';

/** Parts of the data plane that a change of the world reaches. */
export interface Stage {
  become(world: World): Promise<void>;
}

/** A strike with the moments at which it really began and ended. Unix milliseconds. */
export interface Played {
  readonly strike: Strike;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Plays a timeline on a stage. `startMs` is the wall-clock moment of t = 0, which must not have passed. Resolves at the
 * end of the incident; rejects when the signal aborts.
 */
export async function play(
  timeline: Timeline,
  plan: DrillPlan,
  stage: Stage,
  startMs: number,
  signal: AbortSignal,
): Promise<readonly Played[]> {
  const begun = new Map<Strike, number>();
  const ended = new Map<Strike, number>();
  for (const t of turningPoints(timeline)) {
    await until(startMs + plan.scale.toMs(t), signal);
    const starting = nowMs();
    await stage.become(worldAt(timeline, plan, t));
    for (const strike of timeline.strikes) {
      if (strike.at === t) begun.set(strike, starting);
      // A region is back when it listens again, not when it was told to.
      if (strike.until === t) ended.set(strike, nowMs());
    }
  }
  const endMs = startMs + plan.scale.toMs(timeline.seconds);
  await until(endMs, signal);
  return timeline.strikes.map((strike) => ({
    strike,
    fromMs: begun.get(strike)!,
    untilMs: ended.get(strike) ?? endMs,
  }));
}

async function until(ms: number, signal: AbortSignal): Promise<void> {
  const left = ms - nowMs();
  if (left > 0) await sleep(left, undefined, { signal });
}
