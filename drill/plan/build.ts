import type { Declared, Model, Service, Signal } from '../../topology/model/model.ts';
import { declaredFor } from '../../topology/model/scope.ts';
import { DrillError } from '../errors.ts';
import { type Limits, rateLimits, scaleLimits } from '../limits.ts';
import type { ProfileName, StoreSummary, TopologySummary } from '../report/report.ts';
import { entryPlan } from './entry.ts';
import type { DrillPlan, EntryPlan, RegionPlan, StorePlan } from './plan.ts';
import { primaryOf } from './primary.ts';
import { regionPlans } from './regions.ts';
import { TimeScale } from './scale.ts';
import { declaredRecordSignals, effectiveRecordSignals, effectiveSignals } from './signals.ts';
import { storePlan } from './store.ts';
import { spreadNote, unusableNotes } from './traffic.ts';

export interface PlanOptions {
  readonly stack: string;
  /** Default: the profile of the service's own cloud. */
  readonly profile?: ProfileName;
  /** Requests per wall-clock second that stand for the declared peak. */
  readonly rate: number;
  readonly scale: number;
  /** Name of the service to drill. Default: the one with the most regions. */
  readonly service?: string;
  /** Whether the entry's further tries leave the region that failed, where the plan lets them. Default: true. */
  readonly retryLeavesFailedRegion?: boolean;
}

/**
 * Turns what a plan declares into what a drill builds.
 * @throws DrillError when there is nothing to drill, or rate or scale are out of range: all problems in one message.
 */
export function buildPlan(model: Model, options: PlanOptions): DrillPlan {
  refuseBadOptions(options);
  const service = chooseService(model, options.service);
  const declared = declaredFor(model, service);
  const scale = new TimeScale(options.scale);
  const profile = options.profile ?? service.cloud;
  const { entry, notes: entryNotes } = entryPlan(service, declared, {
    profile,
    scale,
    rate: options.rate,
    leavesFailedRegion: options.retryLeavesFailedRegion ?? true,
  });
  const primary = primaryOf(service, declared, model.stores);
  const { regions, notes: regionNotes } = regionPlans(service, declared, primary.region, options.rate, scale);
  const store = storePlan(model.stores, primary.region, declared, scale);
  return {
    stack: options.stack,
    profile,
    scale,
    rate: options.rate,
    entry,
    regions,
    signals: effectiveSignals(service, entry, scale),
    recordSignals: effectiveRecordSignals(service, entry, scale),
    asDeclared: {
      signals: new Map(service.pools.map((pool) => [pool.region, pool.signals])),
      recordSignals: declaredRecordSignals(service),
      perTrySeconds: service.retry?.perTrySeconds,
      peakRps: declared?.peakRps ?? options.rate,
    },
    objectives: declared?.objectives ?? {},
    store,
    summary: summarise(service, declared, entry, regions, store && summariseStore(store, scale)),
    notes: [
      ...unusableNotes(service),
      ...model.undecided.map((open) => `undecided: ${open.evidence.says}`),
      ...[primary.note, spreadNote(service, declared)].filter((note) => note !== undefined),
      ...entryNotes,
      ...regionNotes,
    ],
  };
}

export function chooseService(model: Model, name?: string): Service {
  const candidates = name === undefined ? model.services : model.services.filter((service) => service.name === name);
  const chosen = [...candidates].sort((a, b) => b.pools.length - a.pools.length)[0];
  if (chosen && chosen.pools.length > 0) return chosen;
  const known = model.services.map((service) => service.name).join(', ') || 'none';
  throw new DrillError(
    name === undefined
      ? 'Nothing to drill: the plan has no service with a region behind it.'
      : `No service named '${name}' with a region behind it. Services of this plan: ${known}.`,
  );
}

function refuseBadOptions({ rate, scale }: PlanOptions): void {
  const problems = [
    ...outside('--rate', rate, rateLimits, ' requests per second'),
    ...outside('--scale', scale, scaleLimits, ''),
  ];
  if (problems.length > 0) throw new DrillError(problems.join('\n'));
}

const outside = (option: string, value: number, { least, most }: Limits, unit: string): readonly string[] =>
  value >= least && value <= most ? [] : [`${option} is ${value}; allowed: ${least} to ${most}${unit}`];

function summarise(
  service: Service,
  declared: Declared | undefined,
  entry: EntryPlan,
  regions: readonly RegionPlan[],
  store: StoreSummary | null,
): TopologySummary & { readonly store: StoreSummary | null } {
  const shareOf = (name: string) => entry.streams.find((stream) => stream.home === name)?.share ?? 0;
  const pools = new Map(service.pools.map((pool) => [pool.region, pool]));
  return {
    service: service.name,
    cloud: service.cloud,
    entry: service.entry.kind,
    peakRps: declared?.peakRps ?? null,
    regions: regions.map((region) => ({
      name: region.name,
      role: region.role,
      compute: pools.get(region.name)?.compute ?? 'unknown',
      minInstances: region.minInstances,
      maxInstances: region.maxInstances,
      instanceRps: pools.get(region.name)?.instanceRps ?? declared?.instanceRps ?? null,
      steadyShare: shareOf(region.name),
    })),
    store,
    signals: [
      ...new Set(
        service.pools.flatMap(({ signals, balancer }) =>
          [...signals, ...(balancer?.signals ?? [])].map(describeSignal),
        ),
      ),
    ],
    retry: entry.retry && `${entry.retry.attempts} further tries on ${entry.retry.conditions.join(', ')}`,
  };
}

function summariseStore(store: StorePlan, scale: TimeScale): StoreSummary {
  const { promotion } = store;
  return {
    name: store.name,
    primaryRegion: store.primaryRegion,
    replicaRegion: store.replicaRegion,
    replication: store.replication,
    promotionSeconds: promotion && scale.toSeconds(promotion.decideAfterMs + promotion.takesMs),
  };
}

function describeSignal(signal: Signal): string {
  if (signal.outlier)
    return `${signal.kind}: ${signal.outlier.consecutiveErrors} errors in a row, ejected for ${signal.outlier.baseEjectionSeconds} s`;
  const probe = signal.probe;
  return probe ? `${signal.kind}: every ${probe.periodSeconds} s, ${probe.failures} in a row` : signal.kind;
}
