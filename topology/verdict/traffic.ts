import { overflowing } from '../arithmetic/capacity.ts';
import { returnTime, shedTime, type DetectionContext, type Range } from '../arithmetic/detection.ts';
import type { Declared, Evidence, FaultKind, Model, Pool, Service } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import type { Findings } from './findings.ts';
import { type Loss, REGION_FAULTS, type Span } from './types.ts';

// Whether and how fast requests leave a pool that has gone bad, and how they come back.

/** Beyond this many seconds a loss counts as not survived where the program declares no limit of its own. */
export const SHED_LIMIT_SECONDS = 300;

export interface Movement {
  readonly shed: Span;
  readonly back: Span;
}

/**
 * Requests per second of a whole service whose load is not declared. Google's own advice on outlier detection begins
 * there (more than 100 QPS; cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts).
 */
const ASSUMED_RPS = 100;

/**
 * What the law of detection needs to know of a pool besides its signals. Probing is on a fixed cadence in the clouds. The
 * loss of one of two equal regions sits on the very edge of what Google drains (at most half of the groups), and which side
 * it falls on is UNVERIFIED: the return is the later one, of a region that was drained.
 */
export function detectionContext(service: Service, pool: Pool, declared: Declared | undefined): DetectionContext {
  return {
    cadence: 'fixed',
    regionRps: (declared?.peakRps ?? ASSUMED_RPS) * shareOf(service, pool, declared),
    regions: service.pools.length,
    holdSeconds: service.partialHealth?.drain?.holdSeconds,
    ...(service.retry?.perTrySeconds === undefined ? {} : { perTrySeconds: service.retry.perTrySeconds }),
  };
}

/**
 * Part of the service's requests that a pool serves while all is well, at peak load where the entry aims at targets: what is
 * above a near region's target goes to the other one, so the share is load minus target and less at night.
 */
export function shareOf(service: Service, pool: Pool, declared: Declared | undefined): number {
  const weights = service.pools.map(({ weight }) => weight ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0) return (pool.weight ?? 0) / total;
  const away = declared?.failoverClientShare;
  if (away === undefined || !declared?.regions) return 1 / Math.max(1, service.pools.length);
  const { peakRps, regions } = declared;
  const others = Math.max(1, service.pools.length - 1);
  const home =
    service.pools.find(({ region }) => region === regions.primary) ??
    service.pools.find(({ region }) => region !== regions.failover);
  const near = (of: Pool): number => (of === home ? 1 - away : away / others);
  if (peakRps === undefined || !service.pools.some(({ targetRps }) => targetRps !== undefined)) return near(pool);
  const filled = service.pools.map((each) => ({ near: near(each), targetRps: each.targetRps }));
  return overflowing(filled, peakRps)[service.pools.indexOf(pool)] ?? near(pool);
}

/**
 * How requests leave `pool` and return to it. What no signal sees goes to the findings: a region that crashes, answers
 * errors or hangs unseen keeps its clients, so its loss is not survived.
 */
export function movement(
  service: Service,
  pool: Pool,
  model: Model,
  findings: Findings,
  lost: Loss['kind'] = 'region',
): Movement {
  const declared = declaredFor(model, service);
  const context = detectionContext(service, pool, declared);
  const sheds = REGION_FAULTS.map((fault) => [fault, shedTime(pool.signals, fault, context)] as const);
  const unseen = sheds.filter(([, range]) => range === undefined).map(([fault]) => fault);
  if (unseen.length === 0) findings.followed(...pool.signals.flatMap(({ evidence }) => evidence));
  // What may see a fault once it is known does not fail to see it; that it is not known is a finding already.
  else if (!isOpen(service, pool, model)) findings.against(...blindness(pool, unseen));

  const seen = sheds.flatMap(([, range]) => range ?? []);
  const shed = spanOf(seen, unseen.length > 0);
  const objective = declared?.objectives.shedSeconds;
  const limit = Math.max(objective ?? 0, SHED_LIMIT_SECONDS);
  // A declared time is held against losses of regions, as an objective; that of a provider has no other judge.
  if ((objective === undefined || lost === 'provider') && shed.worst !== null && shed.worst > limit) {
    findings.against({
      urn: slowest(pool)?.urn ?? pool.urn,
      ...(slowest(pool)?.argument ? { argument: slowest(pool)?.argument } : {}),
      says: `it takes up to ${Math.round(shed.worst)} s until no client is sent to ${pool.region}, more than ${limit} s`,
    });
  }
  const returns = REGION_FAULTS.flatMap((fault) => returnTime(pool.signals, fault, context) ?? []);
  return { shed, back: spanOf(returns, returns.length === 0) };
}

/** True when something about how a pool is watched is not known before an apply. */
function isOpen(service: Service, pool: Pool, { undecided }: Model): boolean {
  const watching = [...pool.signals.flatMap(({ evidence }) => evidence), ...(pool.blind ?? [])];
  const urns = new Set([service.urn, pool.urn, ...watching.map(({ urn }) => urn)]);
  return undecided.some(({ evidence }) => urns.has(evidence.urn));
}

const slowest = (pool: Pool): Evidence | undefined => pool.signals.flatMap(({ evidence }) => evidence).at(-1);

function spanOf(ranges: readonly Range[], unbounded: boolean): Span {
  if (ranges.length === 0) return { expected: null, worst: null };
  return {
    expected: round(Math.max(...ranges.map(({ expected }) => expected))),
    worst: unbounded ? null : round(Math.max(...ranges.map(({ worst }) => worst))),
  };
}

/** Why a fault goes unseen: signals that cannot see it, or no signal at all. */
function blindness(pool: Pool, unseen: readonly FaultKind[]): readonly Evidence[] {
  if (pool.signals.length === 0 && pool.blind !== undefined && pool.blind.length > 0) return pool.blind;
  if (pool.signals.length === 0) {
    return [
      {
        urn: pool.urn,
        says: `nothing notices that ${pool.region} is bad: no probe, no health check and no outlier detection applies`,
      },
    ];
  }
  const words: Readonly<Record<FaultKind, string>> = {
    crash: 'that refuses connections',
    error: 'that answers errors',
    hang: 'that accepts and never answers',
    slow: 'that is slow',
    lying: 'whose health endpoint lies',
  };
  return [
    ...pool.signals.flatMap(({ evidence }) => evidence),
    { urn: pool.urn, says: `a region ${unseen.map((fault) => words[fault]).join(' or ')} keeps its traffic` },
  ];
}

export const round = (seconds: number): number => Math.round(seconds * 100) / 100;
