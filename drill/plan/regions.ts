import { cloudRunQueueSeconds } from '../../topology/arithmetic/capacity.ts';
import type { Declared, Pool, Service } from '../../topology/model/model.ts';
import { cloudOf } from '../../topology/verdict/cloud.ts';
import type { RegionPlan } from './plan.ts';
import { floorsMs, type TimeScale } from './scale.ts';

/** Cloud Run's ceiling when a plan sets none; stated by third parties only. UNVERIFIED. */
const defaultMaxInstances = 100;
/** Concurrent requests that one instance takes when the plan does not say. */
const defaultConcurrency = 80;
const defaultStartSeconds = 10;
/** Where instances are reached one by one, nothing queues for them; a machine as busy as this one needs a moment all the same. */
const leastWaitMs = 200;
/**
 * Addresses of a region whose instances are looked at one by one. Enough to tell a quarter of them from a third, and few
 * enough to be probed by one machine.
 */
const members = 10;
/** Cloud Run calls a region healthy while this part of its instances is ready. */
const cloudRunHealthyShare = 0.6;
/** How long a scaler looks back before it adds instances. Only managed groups publish it; assumed for the others. */
const scaleOutSeconds = { 'cloud-run': 10, instances: 60, fargate: 60, unknown: 60 } as const;
/**
 * The declared requests per second of an instance are those at the utilisation that a scaler aims at; work stops fitting
 * only above it. Cloud Run aims at 60 %; assumed for the others.
 */
const targetUtilisation = 0.6;
/** Idle instances stay for about this long. */
const scaleInSeconds = 900;

/** Every region's compute with the drill's load in the place of the declared one; headroom ratios stay the plan's. */
export function regionPlans(
  service: Service,
  declared: Declared | undefined,
  primary: string,
  rate: number,
  scale: TimeScale,
): { readonly regions: readonly RegionPlan[]; readonly notes: readonly string[] } {
  const loadFactor = declared?.peakRps === undefined ? 1 : rate / declared.peakRps;
  const notes: string[] = [];
  if (declared?.peakRps === undefined) notes.push('the plan declares no peak load: the drill rate stands for itself');
  const around = { service, declared, loadFactor, scale, notes };
  const regions = service.pools.map((pool) =>
    regionPlan(pool, pool.region === primary ? 'primary' : 'failover', around),
  );
  return { regions, notes };
}

interface Around {
  readonly service: Service;
  readonly declared: Declared | undefined;
  /** Load of the drill / declared load. */
  readonly loadFactor: number;
  readonly scale: TimeScale;
  readonly notes: string[];
}

function regionPlan(
  pool: Pool,
  role: 'primary' | 'failover',
  { service, declared, loadFactor, scale, notes }: Around,
): RegionPlan {
  const minInstances = Math.max(assumed(pool, 'minimum of instances', pool.minInstances, 1, notes), 1);
  const maxInstances = assumed(pool, 'maximum of instances', pool.maxInstances, defaultMaxInstances, notes);
  const concurrency = assumed(pool, 'concurrency of an instance', pool.concurrency, defaultConcurrency, notes);
  const instanceRps = pool.instanceRps ?? declared?.instanceRps;
  const startSeconds = pool.startSeconds ?? declared?.startSeconds ?? defaultStartSeconds;
  if (instanceRps === undefined)
    notes.push(`${pool.region}: no requests per second of an instance declared, so its capacity is not limited here`);
  const insideSeconds = instanceRps === undefined ? 0 : concurrency / instanceRps;
  return {
    name: pool.region,
    role,
    provider: cloudOf(service, pool),
    members: isWhole(pool) ? 1 : members,
    minInstances,
    maxInstances: Math.max(maxInstances, minInstances),
    instanceRps: instanceRps === undefined ? null : instanceRps * loadFactor,
    targetUtilisation,
    instanceInFlight: (concurrency * loadFactor) / scale.factor,
    waitLimitMs: isWhole(pool) ? scale.toMs(cloudRunQueueSeconds(startSeconds) + insideSeconds) : leastWaitMs,
    startMs: scale.toMs(startSeconds),
    scaleOutMs: Math.max(scale.toMs(scaleOutSeconds[pool.compute]), floorsMs.scaleOut),
    scaleInMs: scale.toMs(scaleInSeconds),
    healthyShare: pool.compute === 'cloud-run' ? cloudRunHealthyShare : Number.EPSILON,
    asDeclared: { compute: pool.compute, instanceRps, startSeconds: pool.startSeconds },
  };
}

/** Whether the platform shows a region as one address; what is not known is taken as one. */
function isWhole({ compute }: Pool): boolean {
  return compute === 'cloud-run' || compute === 'unknown';
}

function assumed(pool: Pool, what: string, value: number | undefined, otherwise: number, notes: string[]): number {
  if (value !== undefined) return value;
  notes.push(`${pool.region}: the plan does not say the ${what}; ${otherwise} assumed`);
  return otherwise;
}
