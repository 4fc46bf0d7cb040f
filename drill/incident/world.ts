import type { DrillPlan } from '../plan/plan.ts';
import { type BadAnswers, type Condition, sound } from '../run/region/messages.ts';
import { type StoreEffect, storeEffects } from './acts.ts';
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
  /** Crashed, or out of everybody's reach, which is the same for those who are left. */
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
  const database = on.filter(({ struck }) => struck.database).map(blow('database'));
  const replica = on.filter(({ struck }) => struck.replica).map(blow('database-replica'));
  const link = on.filter(({ struck }) => struck.link).map(blow('database-link'));
  return {
    load: loadAt(timeline, t),
    regions: new Map(plan.regions.map(({ name }) => [name, regionAt(timeline, plan, on, name, t)])),
    database: { crashed: has(database, 'dies'), front: wiring(database, plan) },
    replica: { crashed: has(replica, 'dies') },
    link: wiring([...link, ...replica.filter(({ effects }) => effects.includes('late'))], plan),
  };
}

/** An act, with what it does where it strikes. */
interface Blow {
  readonly act: Act;
  readonly effects: readonly StoreEffect[];
}

const blow =
  (place: Parameters<typeof storeEffects>[0]) =>
  ({ act }: Strike): Blow => ({ act, effects: storeEffects(place, act.kind) });

const has = (blows: readonly Blow[], effect: StoreEffect): boolean =>
  blows.some(({ effects }) => effects.includes(effect));

/** A struck wire: broken, or as slow as the slowest makes a round trip. */
function wiring(blows: readonly Blow[], plan: DrillPlan): Wiring {
  const delays = blows.map(({ act }) => (act.kind === 'slow' ? plan.scale.toMs(act.delaySeconds) / 2 : 0));
  const state = has(blows, 'cut') ? 'cut' : has(blows, 'unreached') ? 'hole' : 'pass';
  return { state, delayMs: Math.max(0, ...delays) };
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
