import { composite } from '../../arithmetic/availability.ts';
import { returnTime, shedTime } from '../../arithmetic/detection.ts';
import { promotionTime } from '../../arithmetic/recovery.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import type { FaultKind, Signal } from '../../model/model.ts';
import { costOf } from '../cost.ts';
import { fastestDetection } from '../fastest.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';
import { atItsFastest, floor, losesWrites, promised } from './objective.ts';

// Objectives that no setting can reach. One that only the given settings miss is for the verdict to say.

const EVERY_FAULT: readonly FaultKind[] = ['crash', 'error', 'hang', 'slow', 'lying'];

const fastestSignals: readonly Signal[] = [
  { kind: 'service-health', sees: EVERY_FAULT, probe: fastestDetection, evidence: [] },
  {
    kind: 'outlier',
    sees: EVERY_FAULT,
    outlier: { ...fastestDetection, intervalSeconds: 1, maxEjectionPercent: 100 },
    evidence: [],
  },
];

const quickest = (time: typeof shedTime, { load }: Config): number =>
  atItsFastest(time, fastestSignals, { regionRps: load.peakRps, perTrySeconds: fastestDetection.perTrySeconds });

/** Two regions of one small instance each and a database pair without standbys. */
const leastCost = ({ service, database, prices }: Config): number =>
  costOf({
    minInstances: 1,
    service: { ...service, cpu: 1, memoryMib: 128 },
    database: { ...database, highAvailability: false },
    prices,
  }).monthlyUsd;

const greatestAvailability = composite({
  entry: googleSla.loadBalancer,
  regions: [googleSla.cloudRun, googleSla.cloudRun],
  stores: [googleSla.cloudSqlEnterprisePlusHa],
});

/** Objectives within what the platform can do at all. */
export const objectiveChecks: readonly Check[] = [
  floor(
    'shedSeconds',
    ['load.peakRps'],
    (config) => quickest(shedTime, config),
    's',
    `the fastest probe allowed (every ${fastestDetection.periodSeconds} s, one failure) needs that long for a region that stops answering`,
  ),
  floor(
    'returnSeconds',
    ['load.peakRps'],
    (config) => quickest(returnTime, config),
    's',
    'the fastest probe and the shortest ejection allowed need that long',
  ),
  losesWrites('Cloud SQL replicates to another region asynchronously, so a lost region can lose writes'),
  floor(
    'writeRtoSeconds',
    [],
    () => promotionTime('cloud-sql-designated').best,
    's',
    'promoting the replica alone takes that long at best, even if nobody has to decide',
  ),
  promised(
    greatestAvailability,
    'the entry and the database are needed in series, and Google promises 0.9999 for each',
  ),
  floor(
    'monthlyCostUsd',
    ['prices'],
    leastCost,
    'USD',
    'two regions of one instance each and a database pair cost that much at these prices',
  ),
];
