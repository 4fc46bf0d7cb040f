import { type Cadence, type DetectionContext, returnTime, shedTime } from '../topology/arithmetic/detection.ts';
import type { FaultKind, Signal } from '../topology/model/model.ts';
import type { Strike, Timeline } from './incident/timeline.ts';
import { type RegionState, worldAt } from './incident/world.ts';
import type { DrillPlan, RegionPlan } from './plan/plan.ts';
import type { Range } from './report/report.ts';

/** One proxy decides in a drill; a cloud has many. */
const drillProxies = 1;

/** What the law of detection says of one strike on one region, before it is played. Declared seconds. */
export interface Prediction {
  readonly shed: Range | null;
  /** By the cloud's own prober, which starts probes at a fixed rate. */
  readonly shedCloud: Range | null;
  readonly back: Range | null;
  /** Why there is no figure. */
  readonly note?: string;
}

/** Predicts shed and return of `region` for a strike of the timeline. The only source is the arithmetic of the topology. */
export function predict(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): Prediction {
  const refusal = noFigure(plan, timeline, strike, region);
  if (refusal) return { shed: null, shedCloud: null, back: null, note: refusal };
  const fault = faultKind(strike);
  const signals = seeing(plan, strike, region);
  const context = (cadence: Cadence): DetectionContext => ({
    cadence,
    regionRps: regionRps(plan, timeline, strike, region),
    perTrySeconds: plan.entry.retry?.perTryMs ? plan.scale.toSeconds(plan.entry.retry.perTryMs) : undefined,
    slowSeconds: strike.act.kind === 'slow' ? strike.act.delaySeconds : undefined,
    proxies: drillProxies,
    regions: plan.regions.length,
    outageSeconds: strike.until - strike.at,
  });
  const shed = shedTime(signals, fault, context('sequential')) ?? null;
  const back = shed && (returnTime(signals, fault, context('sequential')) ?? null);
  const replaced = strike.act.kind === 'crash' && strike.struck.part < 1;
  return {
    shed,
    shedCloud: shedTime(signals, fault, context('fixed')) ?? null,
    // Lost instances are replaced while the fault lasts, and with them the region comes back.
    back: replaced ? null : back,
    ...(shed === null && { note: `nothing in this plan notices a region that is ${words[fault]}` }),
  };
}

const words: Readonly<Record<FaultKind, string>> = {
  crash: 'crashed',
  error: 'answering errors',
  hang: 'hanging',
  slow: 'this slow',
  lying: 'answering errors while its health is fine',
};

function noFigure(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): string | undefined {
  if (strike.act.kind === 'overload') return 'an overloaded region keeps its traffic: no signal counts 429 answers';
  const stream = plan.entry.streams.find(({ home }) => home === region.name);
  if (!stream) return 'no client has this region as its own while all is well';
  if (stream.order.length < 2) return 'the entry never sends these clients to another region';
  const world = worldAt(timeline, plan, strike.at);
  const others = stream.order.filter((name) => name !== region.name);
  const left = others.some((name) => !isBad(world.regions.get(name)));
  return left ? undefined : 'no other region was left to take the traffic';
}

function isBad(state: RegionState | undefined): boolean {
  return state === undefined || state.down || state.condition.bad.some(({ share }) => share === 1);
}

function faultKind({ act, struck }: Strike): FaultKind {
  if (act.kind === 'overload') return 'slow';
  // A region that has lost too many instances says so by a failing health answer.
  return act.kind === 'crash' && struck.part < 1 ? 'error' : act.kind;
}

/** Only the region's health can tell that a part of it is bad: requests that succeed in between reset an error count. */
function seeing(plan: DrillPlan, strike: Strike, region: RegionPlan): readonly Signal[] {
  const signals = plan.signals.get(region.name) ?? [];
  const { part } = strike.struck;
  if (part === 1) return signals;
  return 1 - part < region.healthyShare ? signals.filter(({ probe }) => probe !== undefined) : [];
}

/** Requests that the region gets, per declared second of the drill. */
function regionRps(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): number {
  const share = plan.entry.streams.find(({ home }) => home === region.name)?.share ?? 0;
  const { load } = worldAt(timeline, plan, strike.at);
  return (plan.rate * load * share) / plan.scale.factor;
}
