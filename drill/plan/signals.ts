import type { Pool, Service, Signal } from '../../topology/model/model.ts';
import type { EntryPlan, ProbeTimes, RecordPlan } from './plan.ts';
import { fastestProbe, withUsed } from './probe.ts';
import type { TimeScale } from './scale.ts';
import { type Group, groupsOf, groupSignals } from './steering.ts';

// What notices a bad region, with the drill's own times in the place of the plan's: predictions are made with those.

type ByName = ReadonlyMap<string, readonly Signal[]>;

/** Signals that make requests leave each region, by region. */
export function effectiveSignals(service: Service, entry: EntryPlan, scale: TimeScale): ByName {
  return new Map(
    service.pools.map((pool) => [pool.region, [...probing(pool, entry, scale), ...ejecting(pool, entry, scale)]]),
  );
}

/** Signals that make clients leave each record with several regions, by record. */
export function effectiveRecordSignals(service: Service, entry: EntryPlan, scale: TimeScale): ByName {
  return new Map(
    manyRegions(service).map((group) => [
      group.name,
      probed(groupSignals(group), recordOf(entry, group), entry, scale),
    ]),
  );
}

/** The same with the plan's own times. */
export function declaredRecordSignals(service: Service): ByName {
  return new Map(manyRegions(service).map((group) => [group.name, groupSignals(group)]));
}

const manyRegions = (service: Service): readonly Group[] => groupsOf(service).filter(({ pools }) => pools.length > 1);

const recordOf = ({ steering }: EntryPlan, { name }: Group): RecordPlan | undefined =>
  steering?.records.find((record) => record.name === name);

function probing(pool: Pool, entry: EntryPlan, scale: TimeScale): readonly Signal[] {
  const record = entry.steering?.records.find(({ regions }) => regions.length === 1 && regions[0] === pool.region);
  return probed(pool.signals, record, entry, scale);
}

function probed(
  signals: readonly Signal[],
  record: RecordPlan | undefined,
  { probe }: EntryPlan,
  scale: TimeScale,
): readonly Signal[] {
  const signal = fastestProbe(signals);
  const used: ProbeTimes | null = typeof record?.check === 'object' ? record.check : probe;
  return signal && used ? [withUsed(signal, used, scale)] : [];
}

function ejecting(pool: Pool, { outlier, steering }: EntryPlan, scale: TimeScale): Signal[] {
  const declared = pool.signals.find((signal) => signal.outlier !== undefined);
  if (!outlier || (steering && !declared)) return [];
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
