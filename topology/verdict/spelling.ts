import type { Evidence, Pool, Service, Signal, Store } from '../model/model.ts';

// How the providers spell the settings behind a model's fields, and on which resource a setting is. A recogniser leaves
// in the evidence which resource and argument it read; the rest follows from these tables.

/** One argument of one resource. */
export interface Setting {
  readonly urn: string;
  readonly argument: string;
}

type Size = 'minInstances' | 'maxInstances';

const same = (argument: string): Readonly<Record<Size, string>> => ({ minInstances: argument, maxInstances: argument });

const SIZES: Readonly<Record<string, Readonly<Record<Size, string>>>> = {
  scaling: { minInstances: 'scaling.minInstanceCount', maxInstances: 'scaling.maxInstanceCount' },
  autoscalingPolicy: {
    minInstances: 'autoscalingPolicy.minReplicas',
    maxInstances: 'autoscalingPolicy.maxReplicas',
  },
  targetSize: same('targetSize'),
  minCapacity: { minInstances: 'minCapacity', maxInstances: 'maxCapacity' },
  minSize: { minInstances: 'minSize', maxInstances: 'maxSize' },
  desiredCount: same('desiredCount'),
};

/** Every place where the least or the greatest number of a pool's instances is set: one for each of its groups. */
export function sizeSettings(pool: Pool, size: Size): readonly Setting[] {
  const read = pool.evidence.filter(({ argument }) => SIZES[argument ?? ''] !== undefined);
  const found = read.length > 0 ? read : [{ urn: pool.urn, argument: 'scaling' }];
  return found.map(({ urn, argument }) => ({ urn, argument: SIZES[argument ?? '']?.[size] ?? '' }));
}

/** The first place where the least or the greatest number of a pool's instances is set. */
export const sizeSetting = (pool: Pool, size: Size): Setting =>
  sizeSettings(pool, size)[0] ?? { urn: pool.urn, argument: '' };

/** Why nothing can move to a pool that the entry may not use. */
export function drained(service: Service, pool: Pool): Evidence {
  const weight = pool.evidence.find(({ argument }) => argument === 'endpointConfigurations.weight');
  return (
    weight ?? {
      urn: service.urn,
      argument: 'backends.capacityScaler',
      says: `the backend in ${pool.region} is drained (capacityScaler 0): nothing can move there; 0.1 to 1 would do`,
    }
  );
}

/** Argument that says how large a copy of a database is. */
export const databaseSize = ({ cloud }: Store): string => (cloud === 'aws' ? 'instanceClass' : 'settings.tier');

type ProbeField = keyof Pick<NonNullable<Signal['probe']>, 'periodSeconds' | 'failures' | 'successes'>;

/** A setting of a probe. One argument may stand for several fields. */
export interface ProbeSetting extends Setting {
  readonly fields: readonly ProbeField[];
  /** Least value that the provider takes. */
  readonly least: number;
  /** Values that the provider takes, where it takes no others. */
  readonly only?: readonly number[];
}

type Row = Omit<ProbeSetting, 'urn'>;

const rows = (period: string, failures: string, successes: string, leastPeriod = 1, leastCount = 1): readonly Row[] => [
  { argument: period, fields: ['periodSeconds'], least: leastPeriod },
  { argument: failures, fields: ['failures'], least: leastCount },
  { argument: successes, fields: ['successes'], least: leastCount },
];

/** Rows for a check whose period is one of two and whose threshold counts both ways. */
const oneThreshold = (period: string, threshold: string): readonly Row[] => [
  { argument: period, fields: ['periodSeconds'], least: 10, only: [10] },
  { argument: threshold, fields: ['failures', 'successes'], least: 1 },
];

const READINESS = 'template.containers.readinessProbe';
const PROBES: Readonly<Record<string, readonly Row[]>> = {
  [READINESS]: rows(`${READINESS}.periodSeconds`, `${READINESS}.failureThreshold`, `${READINESS}.successThreshold`),
  healthCheck: rows('healthCheck.interval', 'healthCheck.unhealthyThreshold', 'healthCheck.healthyThreshold', 5, 2),
  requestInterval: oneThreshold('requestInterval', 'failureThreshold'),
  healthCheckIntervalSeconds: oneThreshold('healthCheckIntervalSeconds', 'thresholdCount'),
  originGroups: [],
};
const HEALTH_CHECK = rows('checkIntervalSec', 'unhealthyThreshold', 'healthyThreshold');

/** Settings of a signal's probe. */
export function probeSettings({ probe, evidence }: Signal): readonly ProbeSetting[] {
  const [read] = evidence;
  if (probe === undefined || read === undefined) return [];
  return (PROBES[read.argument ?? ''] ?? HEALTH_CHECK).map((row) => ({ ...row, urn: read.urn }));
}
