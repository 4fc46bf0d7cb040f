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

/** A moment at which the world was to change, and at which it had. Unix milliseconds. */
export interface Turn {
  readonly dueMs: number;
  readonly doneMs: number;
}

/** What came of a timeline. */
export interface Performance {
  readonly played: readonly Played[];
  readonly turns: readonly Turn[];
}

/**
 * Plays a timeline on a stage. `startMs` is the wall-clock moment of t = 0, which must not have passed. A turn that takes
 * longer than the next one is away delays it. Resolves at the end of the incident; rejects when the signal aborts.
 */
export async function play(
  timeline: Timeline,
  plan: DrillPlan,
  stage: Stage,
  startMs: number,
  signal: AbortSignal,
): Promise<Performance> {
  const turns: Turn[] = [];
  const begun = new Map<Strike, number>();
  const ended = new Map<Strike, number>();
  for (const t of turningPoints(timeline)) {
    const dueMs = startMs + plan.scale.toMs(t);
    await until(dueMs, signal);
    const starting = nowMs();
    await stage.become(worldAt(timeline, plan, t));
    turns.push({ dueMs, doneMs: nowMs() });
    for (const strike of timeline.strikes) {
      if (strike.at === t) begun.set(strike, starting);
      // A region is back when it listens again, not when it was told to.
      if (strike.until === t) ended.set(strike, nowMs());
    }
  }
  const endMs = startMs + plan.scale.toMs(timeline.seconds);
  await until(endMs, signal);
  const played = timeline.strikes.map((strike) => ({
    strike,
    fromMs: begun.get(strike)!,
    untilMs: ended.get(strike) ?? endMs,
  }));
  return { played, turns };
}

async function until(ms: number, signal: AbortSignal): Promise<void> {
  const left = ms - nowMs();
  if (left > 0) await sleep(left, undefined, { signal });
}
