import type { Declared, FaultKind, Pool, Retry, Service, Signal } from '../../topology/model/model.ts';
import type { ProfileName } from '../report/report.ts';
import type { EntryPlan, OutlierPlan, ProbePlan, RetryPlan } from './plan.ts';
import { floorsMs, type TimeScale } from './scale.ts';
import { streams } from './traffic.ts';

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

/** The entry of a service in the proxy's terms, and notes on what does not survive the translation. */
export function entryPlan(
  service: Service,
  declared: Declared | undefined,
  options: EntryOptions,
): { readonly entry: EntryPlan; readonly notes: readonly string[] } {
  const { profile, scale } = options;
  const notes: string[] = [];
  const best = profile === 'envoy-best';
  const dns = service.entry.kind === 'dns' && !best;
  const signals = service.pools.flatMap((pool) => pool.signals);
  const entry: EntryPlan = {
    kind: dns ? 'dns' : 'proxy',
    streams: streams(service, declared),
    probe: probePlan(service.pools, scale, notes),
    outlier: best ? bestOutlier(scale) : outlierPlan(signals, scale),
    retry: best ? bestRetry() : retryPlan(service.retry, options, notes),
    requestTimeoutMs: Math.max(scale.toMs(requestSeconds), leastRequestMs),
    mergeWindowMs: best ? 0 : Math.round(scale.toMs(mergeWindowSeconds)),
    ttlMs: Math.round(scale.toMs(Math.max(...signals.map((signal) => signal.ttlSeconds ?? 0), 0))),
  };
  return { entry, notes };
}

/**
 * The quickest probe of each region. The proxy has one setting for all of them: where they differ, the slowest stands for
 * all, which is never kinder than the plan.
 */
function probePlan(pools: readonly Pool[], scale: TimeScale, notes: string[]): ProbePlan | null {
  const quickest = pools.flatMap((pool) => {
    const signal = fastestProbe(pool);
    return signal ? [{ region: pool.region, signal }] : [];
  });
  const slowest = quickest.map(({ signal }) => signal).sort((a, b) => fallSeconds(b) - fallSeconds(a))[0];
  if (!slowest?.probe) return null;
  if (new Set(quickest.map(({ signal }) => JSON.stringify(signal.probe))).size > 1)
    notes.push('the regions are probed differently; the drill probes all of them like the slowest');
  const { periodSeconds, timeoutSeconds, failures, successes } = slowest.probe;
  const intervalMs = floored(scale.toMs(periodSeconds), floorsMs.probeInterval);
  const timeoutMs = floored(scale.toMs(timeoutSeconds), floorsMs.probeTimeout);
  noteFloor(notes, 'probe period', periodSeconds, intervalMs, scale);
  noteFloor(notes, 'probe time limit', timeoutSeconds, timeoutMs, scale);
  const kind = slowest.sees.includes('error') ? 'http' : 'tcp';
  return { regions: quickest.map(({ region }) => region), kind, intervalMs, timeoutMs, failures, successes };
}

function fastestProbe(pool: Pool): Signal | undefined {
  return pool.signals.filter((signal) => signal.probe !== undefined).sort((a, b) => fallSeconds(a) - fallSeconds(b))[0];
}

/** A rough order of probes by speed. */
function fallSeconds({ probe }: Signal): number {
  return probe ? probe.periodSeconds * probe.failures : Infinity;
}

/** Ejection belongs to the entry, so every region has the same. */
function outlierPlan(signals: readonly Signal[], scale: TimeScale): OutlierPlan | null {
  const outlier = signals.find((signal) => signal.outlier !== undefined)?.outlier;
  if (!outlier) return null;
  const { consecutiveErrors, intervalSeconds, baseEjectionSeconds, maxEjectionPercent } = outlier;
  return {
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
function bestOutlier(scale: TimeScale): OutlierPlan {
  return {
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

function floored(wallMs: number, floorMs: number): number {
  return Math.max(Math.round(wallMs), floorMs);
}

function atLeastOne(wallMs: number): number {
  return floored(wallMs, 1);
}

function noteFloor(notes: string[], what: string, declaredSeconds: number, usedMs: number, scale: TimeScale): void {
  const stands = scale.toSeconds(usedMs);
  if (stands <= declaredSeconds * 1.02) return;
  const ideal = scale.toMs(declaredSeconds).toFixed(0);
  notes.push(
    `${what} of ${declaredSeconds} s would be ${ideal} ms at scale ${scale.factor}; ` +
      `${usedMs} ms are used, which stand for ${stands.toFixed(1)} s, and predictions are made with those`,
  );
}

/** The signals of each region with the drill's own times in the place of the plan's. */
export function effectiveSignals(
  pools: readonly Pool[],
  entry: EntryPlan,
  scale: TimeScale,
): ReadonlyMap<string, readonly Signal[]> {
  return new Map(pools.map((pool) => [pool.region, [...probing(pool, entry, scale), ...ejecting(pool, entry, scale)]]));
}

function probing(pool: Pool, { probe }: EntryPlan, scale: TimeScale): Signal[] {
  const signal = fastestProbe(pool);
  if (!probe || !signal) return [];
  const { failures, successes } = probe;
  const periodSeconds = scale.toSeconds(probe.intervalMs);
  const timeoutSeconds = scale.toSeconds(probe.timeoutMs);
  return [{ ...signal, probe: { periodSeconds, timeoutSeconds, failures, successes } }];
}

function ejecting(pool: Pool, { outlier, kind }: EntryPlan, scale: TimeScale): Signal[] {
  if (!outlier || kind === 'dns') return [];
  const declared = pool.signals.find((signal) => signal.outlier !== undefined);
  const { consecutiveErrors, maxEjectionPercent } = outlier;
  const intervalSeconds = scale.toSeconds(outlier.intervalMs);
  const baseEjectionSeconds = scale.toSeconds(outlier.baseEjectionMs);
  return [
    {
      kind: 'outlier',
      sees: declared?.sees ?? ['crash', 'error', 'hang', 'slow', 'lying'],
      outlier: { consecutiveErrors, intervalSeconds, baseEjectionSeconds, maxEjectionPercent },
      evidence: declared?.evidence ?? [],
    },
  ];
}
