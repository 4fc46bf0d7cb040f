import { ACCELERATOR_SECONDS } from '../../../arithmetic/assumptions.ts';
import { composite } from '../../../arithmetic/availability.ts';
import { type Range, returnTime, shedTime } from '../../../arithmetic/detection.ts';
import { promotionTime } from '../../../arithmetic/recovery.ts';
import { awsSla } from '../../../arithmetic/sla.ts';
import type { Objectives, Signal } from '../../../model/model.ts';
import type { Check } from '../../checks/check.ts';
import type { Problem } from '../../problems.ts';
import { awsCostOf } from '../cost.ts';
import type { AwsConfig } from '../schema.ts';

// Objectives that no setting can reach. One that only the given settings miss is for the verdict to say.

/** The fastest that a target group takes; an accelerator adds its own time. */
const FASTEST = { periodSeconds: 5, timeoutSeconds: 2, failures: 2, successes: 2 } as const;

const fastest: Signal = {
  kind: 'health-check',
  sees: ['crash', 'error', 'hang', 'slow'],
  probe: FASTEST,
  delaySeconds: ACCELERATOR_SECONDS,
  evidence: [],
};

const atItsFastest = (
  time: (signals: readonly Signal[], fault: 'hang', context: Parameters<typeof shedTime>[2]) => Range | undefined,
  { load }: AwsConfig,
): number => time([fastest], 'hang', { cadence: 'fixed', regionRps: load.peakRps })?.worst ?? Infinity;

/** Two regions of one small task each and a database without a second instance. */
const leastCost = ({ service, database, ...rest }: AwsConfig): number =>
  awsCostOf({
    ...rest,
    minInstances: 1,
    service: { ...service, cpu: 0.25, memoryMib: 512 },
    database: { ...database, highAvailability: false },
  }).monthlyUsd;

const greatestAvailability = composite({
  entry: awsSla.route53,
  regions: [awsSla.compute, awsSla.compute].map((compute) => compute * awsSla.applicationLoadBalancer),
  stores: [awsSla.auroraMultiZone],
});

type Name = keyof Required<Objectives>;

const limit = (
  name: Name,
  also: readonly string[],
  wrong: (config: AwsConfig) => readonly [allowed: string, reason: string] | undefined,
): Check<AwsConfig> => ({
  reads: [`objectives.${name}`, ...also],
  check: (config): readonly Problem[] => {
    const found = wrong(config);
    if (!found) return [];
    const [allowed, reason] = found;
    return [
      {
        path: `objectives.${name}`,
        given: `${config.objectives[name]}`,
        allowed,
        fix: `Change the objective: ${reason}.`,
      },
    ];
  },
});

const floor = (name: Name, also: readonly string[], least: (config: AwsConfig) => number, unit: string, why: string) =>
  limit(name, also, (config) => {
    const lowest = least(config);
    return config.objectives[name] >= lowest ? undefined : [`at least ${Math.ceil(lowest * 100) / 100} ${unit}`, why];
  });

/** Objectives within what the platform can do at all. */
export const awsObjectiveChecks: readonly Check<AwsConfig>[] = [
  floor(
    'shedSeconds',
    ['load.peakRps'],
    (config) => atItsFastest(shedTime, config),
    's',
    `two checks every ${FASTEST.periodSeconds} s and the accelerator's ${ACCELERATOR_SECONDS} s are the fastest there is`,
  ),
  floor(
    'returnSeconds',
    ['load.peakRps'],
    (config) => atItsFastest(returnTime, config),
    's',
    'the fastest check and the accelerator need that long',
  ),
  limit('rpoSeconds', [], ({ objectives }) =>
    objectives.rpoSeconds > 0
      ? undefined
      : ['more than 0 s', 'Aurora copies to another region asynchronously, so a lost region can lose writes'],
  ),
  floor(
    'writeRtoSeconds',
    [],
    () => promotionTime('aurora-global').best,
    's',
    'making the other cluster the writer takes that long at best, even if nobody has to decide',
  ),
  limit('availability', [], ({ objectives }) =>
    objectives.availability <= greatestAvailability
      ? undefined
      : [`at most ${Math.floor(greatestAvailability * 1e6) / 1e6}`, 'the database is needed whatever else is well'],
  ),
  floor(
    'monthlyCostUsd',
    ['prices', 'service', 'database', 'entry', 'network'],
    leastCost,
    'USD',
    'two regions of one task each and a database pair cost that much at these prices',
  ),
];
