import type { Timeline } from './incident/timeline.ts';
import type { DrillPlan } from './plan/plan.ts';
import type { Live } from './run/drill.ts';

/** How it stands, for people who wait. */
export interface Progress {
  /** Declared seconds since the start of the incident; negative while warming up. */
  readonly t: number;
  readonly seconds: number;
  /** `warming up`, `calm`, or the faults that are on. */
  readonly phase: string;
  readonly sent: number;
  readonly failed: number;
  /** In requests per wall-clock second, with the tries that failed there since the last call. */
  readonly regions: readonly {
    readonly name: string;
    readonly rps: number;
    readonly errors: number;
    readonly limited: number;
    readonly instances: number;
  }[];
}

/** Turns what a run sees into progress. */
export function progressOf(
  plan: DrillPlan,
  timeline: Timeline,
  report: (progress: Progress) => void,
): (live: Live) => void {
  let before: number | undefined;
  return (live) => {
    const wallSeconds = (live.t - (before ?? live.t)) / plan.scale.factor || 1;
    before = live.t;
    report({
      t: live.t,
      seconds: timeline.seconds,
      phase: phaseAt(timeline, live.t),
      sent: live.sent,
      failed: live.failed,
      regions: plan.regions.map(({ name }) => {
        const here = live.attempts.filter(({ region }) => region === name);
        return {
          name,
          rps: here.length / wallSeconds,
          errors: here.filter(({ status }) => status === 0 || status >= 500).length,
          limited: here.filter(({ status }) => status === 429).length,
          instances: live.instances.get(name) ?? 0,
        };
      }),
    });
  };
}

function phaseAt(timeline: Timeline, t: number): string {
  if (t < 0) return 'warming up';
  const on = timeline.strikes.filter(({ at, until }) => at <= t && t < until);
  if (on.length === 0) return 'calm';
  return [...new Set(on.map(({ kind, target }) => `${kind} of ${target}`))].join(', ');
}
