import type { DrillPlan } from '../plan/plan.ts';
import { type BadAnswers, type Condition, sound } from '../run/region/messages.ts';
import type { Act, Strike, Timeline } from './timeline.ts';

export interface RegionState {
  /** True: its process is dead. */
  readonly down: boolean;
  readonly condition: Condition;
}

/** What is wrong at one moment of an incident. */
export interface World {
  readonly load: number;
  readonly regions: ReadonlyMap<string, RegionState>;
  readonly database: { readonly crashed: boolean; readonly front: Wiring };
  readonly replica: { readonly crashed: boolean };
  /** Between the database servers. */
  readonly link: Wiring;
}

/** State of a wire. */
export interface Wiring {
  readonly state: 'pass' | 'hole' | 'cut';
  /** Added to each way, in wall-clock milliseconds. */
  readonly delayMs: number;
}

/** Moments, in declared seconds, at which the world changes. */
export function turningPoints(timeline: Timeline): readonly number[] {
  const moments = [...timeline.strikes, ...timeline.steps].flatMap((span) =>
    'until' in span ? [span.at, span.until] : [span.at],
  );
  return [...new Set(moments)].filter((t) => t < timeline.seconds).sort((a, b) => a - b);
}

/** The world at `t` declared seconds: every strike and step that is on, together. */
export function worldAt(timeline: Timeline, plan: DrillPlan, t: number): World {
  const on = timeline.strikes.filter(({ at, until }) => at <= t && t < until);
  const ofDatabase = on.filter(({ struck }) => struck.database).map(({ act }) => act);
  return {
    load: loadAt(timeline, t),
    regions: new Map(plan.regions.map(({ name }) => [name, regionAt(timeline, plan, on, name, t)])),
    database: { crashed: ofDatabase.some(({ kind }) => kind === 'crash'), front: wiring(ofDatabase, 'hole', plan) },
    replica: { crashed: on.some(({ struck, act }) => struck.replica && act.kind === 'crash') },
    link: wiring(
      on.filter(({ struck }) => struck.link).map(({ act }) => act),
      'cut',
      plan,
    ),
  };
}

/** A wire struck by `acts`: broken by a hang or a crash, else as slow as the slowest makes a round trip. */
function wiring(acts: readonly Act[], broken: 'hole' | 'cut', plan: DrillPlan): Wiring {
  const delays = acts.map((act) => (act.kind === 'slow' ? plan.scale.toMs(act.delaySeconds) / 2 : 0));
  const breaks = acts.some(({ kind }) => kind === 'hang' || kind === 'crash');
  return { state: breaks ? broken : 'pass', delayMs: Math.max(0, ...delays) };
}

function loadAt(timeline: Timeline, t: number): number {
  const loads = timeline.steps.flatMap((step) => (step.kind === 'load' && step.at <= t ? [step] : []));
  return loads.sort((a, b) => b.at - a.at)[0]?.factor ?? timeline.load;
}

function regionAt(timeline: Timeline, plan: DrillPlan, on: readonly Strike[], name: string, t: number): RegionState {
  const here = on.filter(({ struck }) => struck.regions.includes(name));
  const steps = timeline.steps.filter(
    (step) => step.kind !== 'load' && step.regions.includes(name) && step.at <= t && t < step.until,
  );
  const deploying = steps.flatMap((step) => (step.kind === 'deploy' ? [step.unavailable] : []));
  const capacities = here.flatMap(({ act }) => (act.kind === 'overload' ? [act.capacity] : []));
  const crashes = here.filter(({ act }) => act.kind === 'crash');
  return {
    down: crashes.some(({ struck }) => struck.part === 1),
    condition: {
      ...sound,
      bad: [
        ...here.flatMap((strike) => badAnswers(strike, plan)),
        ...on.flatMap((strike) => databaseDrag(strike, plan)),
      ],
      deploying: Math.max(0, ...deploying),
      capacity: Math.min(1, ...capacities),
      mayGrow: !steps.some(({ kind }) => kind === 'no-new-capacity'),
      lost: Math.max(0, ...crashes.map(({ struck }) => struck.part)),
    },
  };
}

function badAnswers({ act, struck }: Strike, plan: DrillPlan): BadAnswers[] {
  const visible = { part: struck.part, share: 1, delayMs: 0, hidden: false };
  switch (act.kind) {
    case 'error':
    case 'hang':
      return [{ ...visible, kind: act.kind }];
    case 'lying':
      return [{ ...visible, kind: 'error', hidden: true }];
    case 'slow':
      return [{ ...visible, kind: 'slow', share: act.share, delayMs: plan.scale.toMs(act.delaySeconds) }];
    default:
      return [];
  }
}

/** A slow database holds requests in every region, and no region's own health says so. */
function databaseDrag({ act, struck }: Strike, plan: DrillPlan): BadAnswers[] {
  if (!struck.database || act.kind !== 'slow') return [];
  return [{ kind: 'slow', part: 1, share: act.share, delayMs: plan.scale.toMs(act.delaySeconds), hidden: true }];
}
