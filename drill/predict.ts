import { type DetectionContext, returnTime, shedTime } from '../topology/arithmetic/detection.ts';
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
  /** In the cloud itself, with the plan's own times and a prober that starts probes at a fixed rate. */
  readonly shedCloud: Range | null;
  readonly back: Range | null;
  /** Why there is no figure. */
  readonly note?: string;
  /** True when leaving the region makes no sense in this strike, so that nothing is to be measured either. */
  readonly moot: boolean;
}

/** Predicts shed and return of `region` for a strike of the timeline. The only source is the arithmetic of the topology. */
export function predict(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): Prediction {
  const refusal = noFigure(plan, timeline, strike, region);
  if (refusal) return { shed: null, shedCloud: null, back: null, note: refusal, moot: true };
  const fault = faultKind(strike);
  const here = inDrill(plan, timeline, strike, region);
  const cloud = inCloud(plan, timeline, strike, region);
  const shed = shedTime(seeing(plan.signals, strike, region), fault, here) ?? null;
  return {
    shed,
    shedCloud: shedTime(seeing(plan.asDeclared.signals, strike, region), fault, cloud) ?? null,
    back: shed && backTime(plan, strike, region, here),
    moot: false,
    ...(shed === null && { note: `nothing in this plan notices a region that is ${words[fault]}` }),
  };
}

function backTime(plan: DrillPlan, strike: Strike, region: RegionPlan, here: DetectionContext): Range | null {
  // Lost instances are replaced while the fault lasts, and with them the region comes back.
  if (isPartialCrash(strike)) return null;
  return returnTime(seeing(plan.signals, strike, region), faultKind(strike), here) ?? null;
}

/** What surrounds detection in this drill: one proxy, whose prober waits for the end of a probe. A DNS checker does not. */
function inDrill(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): DetectionContext {
  const perTryMs = plan.entry.retry?.perTryMs;
  return {
    ...surroundings(plan, strike),
    cadence: plan.entry.kind === 'dns' ? 'fixed' : 'sequential',
    regionRps: (plan.rate * loadShare(plan, timeline, strike, region)) / plan.scale.factor,
    perTrySeconds: perTryMs ? plan.scale.toSeconds(perTryMs) : undefined,
    proxies: drillProxies,
  };
}

/** What surrounds it in the cloud; how many proxies there are is the arithmetic's own assumption. */
function inCloud(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): DetectionContext {
  const { peakRps, perTrySeconds } = plan.asDeclared;
  return {
    ...surroundings(plan, strike),
    cadence: 'fixed',
    regionRps: peakRps * loadShare(plan, timeline, strike, region),
    perTrySeconds,
  };
}

function surroundings(plan: DrillPlan, { act, at, until }: Strike) {
  return {
    slowSeconds: act.kind === 'slow' ? act.delaySeconds : undefined,
    regions: plan.regions.length,
    outageSeconds: until - at,
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

function faultKind(strike: Strike): FaultKind {
  const { kind } = strike.act;
  if (kind === 'overload') return 'slow';
  // A region that has lost too many instances says so by a failing health answer.
  return isPartialCrash(strike) ? 'error' : kind;
}

function isPartialCrash({ act, struck }: Strike): boolean {
  return act.kind === 'crash' && struck.part < 1;
}

/** Only the region's health can tell that a part of it is bad: requests that succeed in between reset an error count. */
function seeing(
  signals: ReadonlyMap<string, readonly Signal[]>,
  { struck }: Strike,
  region: RegionPlan,
): readonly Signal[] {
  const all = signals.get(region.name) ?? [];
  if (struck.part === 1) return all;
  return 1 - struck.part < region.healthyShare ? all.filter(({ probe }) => probe !== undefined) : [];
}

/** Load of the whole, times the share of it that the region has as its own. */
function loadShare(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): number {
  const share = plan.entry.streams.find(({ home }) => home === region.name)?.share ?? 0;
  return worldAt(timeline, plan, strike.at).load * share;
}
