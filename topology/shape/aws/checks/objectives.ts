import { ACCELERATOR_SECONDS } from '../../../arithmetic/assumptions.ts';
import { composite } from '../../../arithmetic/availability.ts';
import { returnTime, shedTime } from '../../../arithmetic/detection.ts';
import { promotionTime } from '../../../arithmetic/recovery.ts';
import { awsSla } from '../../../arithmetic/sla.ts';
import type { Signal } from '../../../model/model.ts';
import type { Check } from '../../checks/check.ts';
import { atItsFastest, floor, losesWrites, promised } from '../../checks/objective.ts';
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

const quickest = (time: typeof shedTime, { load }: AwsConfig): number =>
  atItsFastest(time, [fastest], { regionRps: load.peakRps });

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

/** Objectives within what the platform can do at all. */
export const awsObjectiveChecks: readonly Check<AwsConfig>[] = [
  floor(
    'shedSeconds',
    ['load.peakRps'],
    (config) => quickest(shedTime, config),
    's',
    `two checks every ${FASTEST.periodSeconds} s and the accelerator's ${ACCELERATOR_SECONDS} s are the fastest there is`,
  ),
  floor(
    'returnSeconds',
    ['load.peakRps'],
    (config) => quickest(returnTime, config),
    's',
    'the fastest check and the accelerator need that long',
  ),
  losesWrites('Aurora copies to another region asynchronously, so a lost region can lose writes'),
  floor(
    'writeRtoSeconds',
    [],
    () => promotionTime('aurora-global').best,
    's',
    'making the other cluster the writer takes that long at best, even if nobody has to decide',
  ),
  promised(greatestAvailability, 'the database is needed whatever else is well'),
  floor(
    'monthlyCostUsd',
    ['prices', 'service', 'database', 'entry', 'network'],
    leastCost,
    'USD',
    'two regions of one task each and a database pair cost that much at these prices',
  ),
];
