import { type DetectionContext, laterOf, returnTime, shedTime } from '../topology/arithmetic/detection.ts';
import type { FaultKind, Signal } from '../topology/model/model.ts';
import type { Strike, Timeline } from './incident/timeline.ts';
import { type RegionState, worldAt } from './incident/world.ts';
import type { DrillPlan, RecordPlan, RegionPlan } from './plan/plan.ts';
import { proxyShares } from './plan/traffic.ts';
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
  const signals = seeing(plan, plan, strike, region);
  const shed = shedTime(signals, fault, here) ?? null;
  return {
    shed,
    shedCloud: shedTime(seeing(plan, plan.asDeclared, strike, region), fault, cloud) ?? null,
    // Lost instances are replaced while the fault lasts, and with them the region comes back.
    back: shed === null || isPartialCrash(strike) ? null : returnOf(plan, strike, region, signals, here),
    moot: false,
    ...(shed === null && { note: `nothing in this plan notices a region that is ${words[fault]}` }),
  };
}

/**
 * Longest return of a region from a strike by the law, whether or not another region was there to take its traffic. 0 where
 * nothing notices the strike: the region is never left then. Declared seconds.
 */
export function latestReturn(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): number {
  if (!isNoticed(plan, timeline, strike, region)) return 0;
  const signals = seeing(plan, plan, strike, region);
  return returnOf(plan, strike, region, signals, inDrill(plan, timeline, strike, region))?.worst ?? 0;
}

/** True when the entry counts the whole region as bad in a strike, by the signals that this drill gives it. */
export function isNoticed(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): boolean {
  if (strike.act.kind === 'overload' || leavesOutMembers(plan, strike, region)) return false;
  const here = inDrill(plan, timeline, strike, region);
  return shedTime(seeing(plan, plan, strike, region), faultKind(strike), here) !== undefined;
}

function returnOf(
  plan: DrillPlan,
  strike: Strike,
  region: RegionPlan,
  signals: readonly Signal[],
  here: DetectionContext,
): Range | null {
  const back = returnTime(signals, faultKind(strike), here) ?? null;
  // Behind a balancer a region must be well in the eyes of both: of what chooses the balancer, and of the balancer.
  const inside = plan.signals.get(region.name) ?? [];
  const within =
    back && plan.recordSignals.has(recordStruck(plan, strike, region)?.name ?? '')
      ? returnTime(inside, faultKind(strike), { ...here, cadence: 'sequential' })
      : undefined;
  return back && within ? laterOf(back, within) : back;
}

/**
 * What surrounds detection in this drill: one proxy, whose prober waits for the end of a probe, and which counts the errors
 * of each member by itself. A checker of DNS waits for nothing.
 */
function inDrill(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): DetectionContext {
  const perTryMs = plan.entry.retry?.perTryMs;
  return {
    ...surroundings(plan, strike),
    cadence: isChecked(plan, strike, region) ? 'fixed' : 'sequential',
    regionRps: (plan.rate * loadShare(plan, timeline, strike, region)) / plan.scale.factor,
    perTrySeconds: perTryMs ? plan.scale.toSeconds(perTryMs) : undefined,
    proxies: drillProxies * region.members,
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

function surroundings(plan: DrillPlan, strike: Strike) {
  const { act, at, until } = strike;
  return {
    slowSeconds: act.kind === 'slow' ? act.delaySeconds : undefined,
    regions: plan.regions.length,
    outageSeconds: until - at,
    holdSeconds: drains(plan, strike) ? plan.scale.toSeconds(plan.entry.drain!.holdMs) : undefined,
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
  const { load } = worldAt(timeline, plan, strike.at);
  if (!steadyShare(plan, region, load)) return 'no client has this region as its own while all is well';
  const others = othersOf(plan, region);
  if (others.length === 0) return 'the entry never sends these clients to another region';
  if (leavesOutMembers(plan, strike, region))
    return 'the members that are bad are left out one by one, and the region keeps its clients';
  const states = plan.regions
    .filter(({ name }) => others.includes(name))
    .map((other) => standing(plan, timeline, other, strike.at));
  if (states.includes('well')) return undefined;
  return states.includes('returning')
    ? 'no other region was sure to be back to take the traffic'
    : 'no other region was left to take the traffic';
}

/** How the entry sees a region at `t` declared seconds: bad, or not sure to be back from a strike, or well. */
function standing(plan: DrillPlan, timeline: Timeline, region: RegionPlan, t: number): 'well' | 'returning' | 'bad' {
  const seen = timeline.strikes.filter(
    (strike) =>
      strike.at <= t && strike.struck.regions.includes(region.name) && isNoticed(plan, timeline, strike, region),
  );
  if (seen.some(({ until }) => t < until)) return 'bad';
  const isReturning = (strike: Strike): boolean => t < strike.until + latestReturn(plan, timeline, strike, region);
  return seen.some(isReturning) ? 'returning' : 'well';
}

/** Regions to which the entry may send a region's clients instead. */
export function othersOf({ entry }: DrillPlan, region: RegionPlan): readonly string[] {
  const near = entry.streams.find(({ home }) => home === region.name)?.order ?? [];
  const away = (entry.steering?.records ?? []).flatMap(({ regions }) => regions);
  return [...new Set([...near, ...away])].filter((name) => name !== region.name);
}

/** The record that a strike takes as a whole with this region, where the entry hands out records. */
function recordStruck({ entry }: DrillPlan, { struck }: Strike, region: RegionPlan): RecordPlan | undefined {
  const record = entry.steering?.records.find(({ regions }) => regions.includes(region.name));
  return record?.regions.every((name) => struck.regions.includes(name)) ? record : undefined;
}

/** True when checkers of DNS notice the strike, and no proxy. */
function isChecked(plan: DrillPlan, strike: Strike, region: RegionPlan): boolean {
  const check = recordStruck(plan, strike, region)?.check;
  return typeof check === 'object' && check !== null;
}

function isPart({ struck }: Strike): boolean {
  return struck.part < 1;
}

/** True when only members of a region are bad, and the entry knows them one by one. */
function leavesOutMembers(plan: DrillPlan, strike: Strike, region: RegionPlan): boolean {
  return isPart(strike) && region.members > 1 && !drains(plan, strike);
}

/** True when so little of a region is left that the entry drains it. */
function drains({ entry }: DrillPlan, { struck }: Strike): boolean {
  return entry.drain !== null && 1 - struck.part < entry.drain.below;
}

/** True when a region serves nothing. A slow one does serve, late. */
export function isBad(state: RegionState | undefined): boolean {
  if (state === undefined || state.down) return true;
  return state.condition.bad.some(({ kind, part, share }) => kind !== 'slow' && part * share === 1);
}

function faultKind(strike: Strike): FaultKind {
  const { kind } = strike.act;
  if (kind === 'overload') return 'slow';
  // A region that has lost too many instances says so by a failing health answer.
  return isPartialCrash(strike) ? 'error' : kind;
}

function isPartialCrash(strike: Strike): boolean {
  return strike.act.kind === 'crash' && isPart(strike);
}

type Signals = Pick<DrillPlan, 'signals' | 'recordSignals'>;

/**
 * What notices a strike. Only the region's health can tell that a part of it is bad: requests that succeed in between reset
 * an error count. Behind a balancer that loses all of its regions, only the entry's own check is left.
 */
function seeing(
  plan: DrillPlan,
  { signals, recordSignals }: Signals,
  strike: Strike,
  region: RegionPlan,
): readonly Signal[] {
  const record = recordStruck(plan, strike, region);
  const all = (record && recordSignals.get(record.name)) ?? signals.get(region.name) ?? [];
  if (!isPart(strike)) return all;
  const enough = 1 - strike.struck.part < region.healthyShare || drains(plan, strike);
  return enough ? all.filter(({ probe }) => probe !== undefined) : [];
}

/** Load of the whole, times the share of it that the region has as its own. */
function loadShare(plan: DrillPlan, timeline: Timeline, strike: Strike, region: RegionPlan): number {
  const { load } = worldAt(timeline, plan, strike.at);
  return load * steadyShare(plan, region, load);
}

/** Part of the clients that a region serves while all is well, at a load in parts of the peak. */
export function steadyShare({ entry, rate }: DrillPlan, { name }: { readonly name: string }, load: number): number {
  return proxyShares(entry, rate * load).get(name) ?? 0;
}
