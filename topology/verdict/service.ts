import { DEFAULT_ZONES } from '../arithmetic/assumptions.ts';
import { leftAfter } from '../arithmetic/capacity.ts';
import type { Evidence, Model, Pool, Service, Undecided } from '../model/model.ts';
import { concernedBy } from './balancer.ts';
import { declaredFor } from '../model/scope.ts';
import { judgeCapacity, type Left, type Room } from './capacity.ts';
import type { Findings } from './findings.ts';
import { movement, type Movement } from './traffic.ts';
import { drained, sizeSetting } from './spelling.ts';
import type { Loss, Span } from './types.ts';

// One service under one loss.

/** Part of Cloud Run's instances that must be well for the region to count as healthy. */
const SERVICE_HEALTH_SHARE = 0.6;

export interface ServiceJudgement {
  readonly moved: Movement | undefined;
  readonly room: Room;
}

/** All pools for which `gone` is true are lost. One that serves only when others fail has no requests to move. */
export function judgePoolsLost(
  whole: Service,
  gone: (pool: Pool) => boolean,
  wholeModel: Model,
  findings: Findings,
  { kind, also }: Pick<Loss, 'kind' | 'also'>,
): ServiceJudgement | undefined {
  const { service, model } = concernedBy(whole, gone, wholeModel);
  const lost = service.pools.filter(gone);
  if (lost.length === 0) return undefined;
  const declared = declaredFor(model, service);
  findings.followed({ urn: service.entry.urn, says: `clients of ${service.name} arrive here` }, ...service.evidence);
  const rest = service.pools.filter((pool) => !gone(pool));
  const barred = new Map(rest.flatMap((pool) => barredBy(service, pool, lost).map((why) => [pool, why] as const)));
  const open = rest.filter((pool) => !barred.has(pool));
  // What is barred speaks against the loss where it is all there is; beside another survivor it is one that carries nothing.
  if (open.length === 0) findings.against(...barred.values());
  else findings.followed(...barred.values());
  if (rest.length === 0) {
    const where = [...new Set(lost.map(({ region }) => region))].join(' and ');
    const none = { urn: service.urn, says: `${service.name} has no pool outside ${where}` };
    // One that the plan does not place yet may be elsewhere; that it does not is a finding already.
    if (!model.undecided.some(isUnplaced)) findings.against(...service.evidence, none);
  }
  if (service.split) findings.against(service.split);
  if (service.strict) findings.against(service.strict);
  if (service.retry && !service.retry.reachesOtherRegion && rest.length > 0)
    findings.against(...service.retry.evidence);
  for (const pool of open) {
    findings.about('capacity').against(...cold(pool));
    findings.about('capacity').open(...unsized(pool));
    // How much it carries cannot be told; that is said even where nobody declared a load to hold it against.
    if (pool.compute === 'unknown') findings.about('capacity').followed(...pool.evidence);
    findings.about('store').against(...imageGone(pool, lost));
  }
  const movements = lost.filter(({ live }) => live).map((pool) => movement(service, pool, model, findings, kind));
  const left = open.map((pool): Left => ({ pool, part: leftOf(pool, also, findings) }));
  const room: Room =
    left.length === 0
      ? { headroom: 0, atOnce: 0, refusedSeconds: null, refusedRequests: null }
      : judgeCapacity(service, left, declared, findings.about('capacity'));
  return { moved: worstMovement(movements), room };
}

/**
 * A part of one region's instances is lost (half of it, or one of its zones). Instances behind a health check are left
 * out one by one; Cloud Run's region counts as bad as a whole once fewer than 60 % of its instances are well.
 */
export function judgePartLost(
  service: Service,
  region: string,
  part: number,
  model: Model,
  findings: Findings,
): ServiceJudgement | undefined {
  const pool = service.pools.find((candidate) => candidate.region === region);
  if (!pool) return undefined;
  if (pool.compute === 'cloud-run' && 1 - part < SERVICE_HEALTH_SHARE)
    return judgeFewWell(service, pool, model, findings);
  findings.followed({ urn: service.entry.urn, says: `clients of ${service.name} arrive here` }, ...pool.evidence);
  if (pool.compute === 'cloud-run') findings.followed(replaced(pool));
  const instance = { ...pool, signals: pool.instanceSignals ?? pool.signals };
  const moved = pool.compute === 'cloud-run' ? undefined : movement(service, instance, model, findings);
  const left = service.pools
    .filter(({ capacityScaler }) => capacityScaler > 0)
    .map((candidate): Left => ({ pool: candidate, part: candidate === pool ? 1 - part : 1 }));
  return { moved, room: judgeCapacity(service, left, declaredFor(model, service), findings.about('capacity')) };
}

/**
 * Too few instances of a Cloud Run region are well. With service health the whole region is left. Without it nothing
 * leaves: outlier detection ejects after errors in a row, and between two errors a well instance answers.
 */
function judgeFewWell(service: Service, pool: Pool, model: Model, findings: Findings): ServiceJudgement | undefined {
  const lost = judgePoolsLost(service, (candidate) => candidate.region === pool.region, model, findings, {
    kind: 'half',
  });
  const watched = [...pool.signals, ...(pool.instanceSignals ?? [])];
  if (!lost || watched.some(({ kind, sees }) => kind === 'service-health' && sees.includes('error'))) return lost;
  const unseen = { urn: pool.urn, argument: 'template.containers.readinessProbe' };
  if (service.retry?.reachesOtherRegion) {
    findings.followed({
      ...unseen,
      says: 'no probe notices that a part of the instances fails; retries find one that is well',
    });
  } else {
    findings.open({
      ...unseen,
      says: 'no probe notices that a part of the instances fails, and nothing tries again elsewhere',
    });
  }
  return { ...lost, moved: { shed: UNBOUNDED, back: UNBOUNDED } };
}

/** Arguments that say where something is. */
const PLACES = new Set(['region', 'location', 'zone', 'backends', 'endpointConfigurations']);

const isUnplaced = ({ evidence }: Undecided): boolean => PLACES.has(evidence.argument ?? '');

/** What keeps the entry from moving requests to a survivor. */
function barredBy(service: Service, pool: Pool, lost: readonly Pool[]): readonly Evidence[] {
  if (pool.capacityScaler <= 0) return [drained(service, pool)];
  if (pool.unusable) return [pool.unusable];
  const regions = new Set(lost.map(({ region }) => region));
  return (pool.fallsWith ?? []).filter(({ region }) => regions.has(region)).map(({ evidence }) => evidence);
}

const UNBOUNDED: Span = { expected: null, worst: null };

/** Part of a survivor's instances that a second loss leaves. */
function leftOf(pool: Pool, also: Loss['also'], findings: Findings): number {
  if (also === undefined) return 1;
  const part = leftAfter(also, pool.zones.length || DEFAULT_ZONES);
  const why = also === 'zone' ? 'one of its zones is lost too' : 'a deployment holds a part of them back';
  findings.followed({
    urn: pool.urn,
    says: `${Math.round(part * 100)} % of the instances in ${pool.region} are left: ${why}`,
  });
  return part;
}

/** A survivor that runs nothing has to start from zero, and no health check knows it. */
const cold = (pool: Pool): readonly Evidence[] =>
  pool.minInstances === 0
    ? [
        {
          ...sizeSetting(pool, 'minInstances'),
          says: `${pool.region} runs 0 instances until the loss: cold, and unknown to health checks; 1 is the least, the whole load is safe`,
        },
      ]
    : [];

/** How many instances a survivor runs, and may run, is what carries the load; where a platform is known, so is where it is set. */
function unsized(pool: Pool): readonly Evidence[] {
  if (pool.compute === 'unknown') return [];
  const says = `how many instances ${pool.region} runs cannot be told from the plan`;
  return (['minInstances', 'maxInstances'] as const)
    .filter((size) => pool[size] === undefined)
    .slice(0, 1)
    .map((size) => ({ ...sizeSetting(pool, size), says }));
}

/** A survivor whose image is pulled from the region that is gone starts no new instance. */
function imageGone(pool: Pool, lost: readonly Pool[]): readonly Evidence[] {
  const region = lost.find((gone) => pool.image?.startsWith(`${gone.region}-docker.pkg.dev/`))?.region;
  if (region === undefined) return [];
  const says = `${pool.region} pulls its image from ${region}: no new instance starts there once ${region} is gone`;
  return [{ urn: pool.urn, argument: 'template.containers.image', says }];
}

const replaced = (pool: Pool): Evidence => ({
  urn: pool.urn,
  says: `Cloud Run spreads ${pool.region} over its zones and replaces instances that end by itself`,
});

function worstMovement(movements: readonly Movement[]): Movement | undefined {
  return movements.reduce<Movement | undefined>(
    (worst, next) => (worst === undefined || later(next.shed.worst, worst.shed.worst) ? next : worst),
    undefined,
  );
}

/** `null` is later than any number: nothing bounds it. */
export const later = (one: number | null, other: number | null): boolean =>
  other !== null && (one === null || one > other);

/** Part of a region that one of its zones holds. */
export function zonePart(pools: readonly Pool[], zone: string): number {
  const zones = pools.flatMap((pool) => pool.zones);
  return zones.includes(zone) ? 1 / new Set(zones).size : 1 / DEFAULT_ZONES;
}

/** Regions in which a service has a pool that is still there. */
export const survivorsOf = (services: readonly Service[], lost: string): readonly string[] => [
  ...new Set(services.flatMap(({ pools }) => pools.map(({ region }) => region)).filter((region) => region !== lost)),
];
