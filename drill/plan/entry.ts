import type { Declared, FaultKind, Pool, Retry, Service, Signal } from '../../topology/model/model.ts';
import { cloudOf } from '../../topology/verdict/cloud.ts';
import type { ProfileName } from '../report/report.ts';
import type { DrainPlan, EntryPlan, OutlierPlan, OverflowPlan, ProbePlan, RetryPlan } from './plan.ts';
import { fallSeconds, fastestProbe, floored, noteFloor, targetSignals, usedProbe } from './probe.ts';
import { floorsMs, type TimeScale } from './scale.ts';
import { steeredStreams, steeringPlan } from './steering.ts';
import { byGeography, reachablePools, streams } from './traffic.ts';

/** Clients give up after this many declared seconds, but never before {@link leastRequestMs}. */
const requestSeconds = 30;
const leastRequestMs = 3_000;

/** Envoy gathers endpoint changes for this long unless told otherwise, and no cloud exposes the knob. */
const mergeWindowSeconds = 1;

/** The proxy's retry conditions for each way in which a region can fail. */
const conditions: Readonly<Record<FaultKind, readonly string[]>> = {
  crash: ['connect-failure', 'reset', 'refused-stream'],
  error: ['5xx'],
  hang: ['5xx', 'reset'],
  slow: ['5xx', 'reset'],
  lying: ['5xx'],
};

export interface EntryOptions {
  readonly profile: ProfileName;
  readonly scale: TimeScale;
  readonly leavesFailedRegion: boolean;
}

/** Where a region is good or bad as a whole, any value from here to 1 means the same. */
const wholeRegion = 0.7;
/** A proxy that has several regions tries all of them when fewer than this part of their members are well. */
const proxyPanic = 0.5;
/** A load balancer of AWS tries all of its targets only when none is well: less than any one of them. */
const noTargetLeft = 0.01;

/** The entry of a service in the proxy's terms, and notes on what does not survive the translation. */
export function entryPlan(
  service: Service,
  declared: Declared | undefined,
  options: EntryOptions & { readonly rate: number },
): { readonly entry: EntryPlan; readonly notes: readonly string[] } {
  const { profile, scale } = options;
  const notes: string[] = [];
  const best = profile === 'envoy-best';
  const steering = best ? null : steeringPlan(service, declared, scale, notes);
  const entry: EntryPlan = {
    streams: (steering ? steeredStreams(service, declared) : streams(service, declared)).map((stream) => ({
      ...stream,
      failsOpenBelow: steering && isAmazons(service, stream.home) ? noTargetLeft : proxyPanic,
    })),
    probe: probePlan(service, scale, notes, best),
    outlier: best ? bestOutlier(service.pools, scale) : outlierPlan(service.pools, scale),
    retry: best ? bestRetry() : retryPlan(service.retry, options, notes),
    requestTimeoutMs: Math.max(scale.toMs(requestSeconds), leastRequestMs),
    mergeWindowMs: best ? 0 : Math.round(scale.toMs(mergeWindowSeconds)),
    leavesBelow: service.partialHealth?.leavesBelow ?? wholeRegion,
    overflow: steering ? null : overflowPlan(service, declared, options.rate),
    drain: steering ? null : drainPlan(service, scale),
    steering,
  };
  return { entry, notes };
}

const isAmazons = (service: Service, region: string): boolean =>
  service.pools.some((pool) => pool.region === region && cloudOf(service, pool) === 'aws');

/** Null where no region has a target, or a fixed share is bound to each. */
function overflowPlan(service: Service, declared: Declared | undefined, rate: number): OverflowPlan | null {
  const pools = reachablePools(service).filter(({ live }) => live);
  const aims = pools.some(({ targetRps, weight }) => targetRps !== undefined && weight === undefined);
  if (!aims || pools.length < 2 || service.strict || service.split || declared?.peakRps === undefined) return null;
  const near = byGeography(pools, declared);
  const factor = rate / declared.peakRps;
  return {
    regions: pools.map(({ region, targetRps }) => ({
      name: region,
      near: near.get(region) ?? 0,
      targetRps: targetRps === undefined ? null : targetRps * factor,
    })),
  };
}

function drainPlan({ partialHealth, pools }: Service, scale: TimeScale): DrainPlan | null {
  const drain = partialHealth?.drain;
  if (!drain || pools.length < 2) return null;
  return { below: drain.below, above: drain.above, holdMs: scale.toMs(drain.holdSeconds) };
}

/**
 * The quickest probe of each region's targets. The proxy has one setting for all of them: where they differ, the slowest
 * stands for all, which is never kinder than the plan.
 */
function probePlan(service: Service, scale: TimeScale, notes: string[], best: boolean): ProbePlan | null {
  const quickest = service.pools.flatMap((pool) => {
    const signal = fastestProbe(best ? pool.signals : targetSignals(service, pool));
    return signal ? [{ region: pool.region, signal }] : [];
  });
  const slowest = quickest.map(({ signal }) => signal).sort((a, b) => fallSeconds(b) - fallSeconds(a))[0];
  if (!slowest) return null;
  if (new Set(quickest.map(({ signal }) => JSON.stringify(signal.probe))).size > 1)
    notes.push('the regions are probed differently; the drill probes all of them like the slowest');
  return { regions: quickest.map(({ region }) => region), ...usedProbe(slowest, scale, notes) };
}

/** Ejection belongs to a balancer, so every region that has it has the same. */
function outlierPlan(pools: readonly Pool[], scale: TimeScale): OutlierPlan | null {
  const ejects = ({ outlier }: Signal): boolean => outlier !== undefined;
  const watched = pools.filter(({ signals }) => signals.some(ejects));
  const outlier = watched[0]?.signals.find(ejects)?.outlier;
  if (!outlier) return null;
  const { consecutiveErrors, intervalSeconds, baseEjectionSeconds, maxEjectionPercent } = outlier;
  return {
    regions: watched.map(({ region }) => region),
    consecutiveErrors,
    intervalMs: atLeastOne(scale.toMs(intervalSeconds)),
    baseEjectionMs: atLeastOne(scale.toMs(baseEjectionSeconds)),
    maxEjectionPercent,
    counts429: false,
  };
}

function retryPlan(retry: Retry | undefined, options: EntryOptions, notes: string[]): RetryPlan | null {
  if (!retry || retry.attempts === 0) return null;
  const declaredMs = retry.perTrySeconds === undefined ? 0 : options.scale.toMs(retry.perTrySeconds);
  const perTryMs = retry.perTrySeconds === undefined ? 0 : floored(declaredMs, floorsMs.perTry);
  if (retry.perTrySeconds !== undefined)
    noteFloor(notes, 'time limit of one try', retry.perTrySeconds, perTryMs, options.scale);
  return {
    conditions: [...new Set(retry.on.flatMap((kind) => conditions[kind]))],
    statusCodes: [],
    attempts: retry.attempts,
    perTryMs,
    leavesFailedRegion: retry.reachesOtherRegion && options.leavesFailedRegion,
  };
}

/** All that the proxy can do against every fault of the drill: the bar that no cloud entry reaches. */
function bestOutlier(pools: readonly Pool[], scale: TimeScale): OutlierPlan {
  return {
    regions: pools.map(({ region }) => region),
    consecutiveErrors: 5,
    intervalMs: atLeastOne(scale.toMs(1)),
    baseEjectionMs: atLeastOne(scale.toMs(30)),
    maxEjectionPercent: 100,
    counts429: true,
  };
}

function bestRetry(): RetryPlan {
  return {
    conditions: ['5xx', 'connect-failure', 'reset', 'refused-stream'],
    statusCodes: [429],
    attempts: 2,
    perTryMs: floorsMs.perTry,
    leavesFailedRegion: true,
  };
}

function atLeastOne(wallMs: number): number {
  return floored(wallMs, 1);
}
