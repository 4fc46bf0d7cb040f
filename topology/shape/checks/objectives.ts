import { composite } from '../../arithmetic/availability.ts';
import { type Range, returnTime, shedTime } from '../../arithmetic/detection.ts';
import { promotionTime } from '../../arithmetic/recovery.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import type { FaultKind, Objectives, Signal } from '../../model/model.ts';
import { costOf } from '../cost.ts';
import { fastestDetection } from '../fastest.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

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

/** A region that stops answering takes longest to notice of all that a probe can see. */
const atItsFastest = (
  time: (signals: readonly Signal[], fault: FaultKind, context: Parameters<typeof shedTime>[2]) => Range | undefined,
  { load }: Config,
): number =>
  time(fastestSignals, 'hang', {
    cadence: 'fixed',
    regionRps: load.peakRps,
    perTrySeconds: fastestDetection.perTrySeconds,
  })?.worst ?? Infinity;

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

const rounded = (value: number): number => Math.ceil(value * 100) / 100;

const unreachable = (name: keyof Objectives, given: number, allowed: string, reason: string): Problem => ({
  path: `objectives.${name}`,
  given: `${given}`,
  allowed,
  fix: `Change the objective: ${reason}.`,
});

const atLeast = (
  name: keyof Objectives,
  { objectives }: Config,
  floor: number,
  unit: string,
  reason: string,
): readonly Problem[] =>
  objectives[name] >= floor ? [] : [unreachable(name, objectives[name], `at least ${rounded(floor)} ${unit}`, reason)];

const check = (
  name: keyof Objectives,
  alsoReads: readonly string[],
  problemsOf: (config: Config) => readonly Problem[],
): Check => ({ reads: [`objectives.${name}`, ...alsoReads], check: problemsOf });

/** Objectives within what the platform can do at all. */
export const objectiveChecks: readonly Check[] = [
  check('shedSeconds', ['load.peakRps'], (config) =>
    atLeast(
      'shedSeconds',
      config,
      atItsFastest(shedTime, config),
      's',
      `the fastest probe allowed (every ${fastestDetection.periodSeconds} s, one failure) needs that long for a region that stops answering`,
    ),
  ),
  check('returnSeconds', ['load.peakRps'], (config) =>
    atLeast(
      'returnSeconds',
      config,
      atItsFastest(returnTime, config),
      's',
      'the fastest probe and the shortest ejection allowed need that long',
    ),
  ),
  check('rpoSeconds', [], ({ objectives }) =>
    objectives.rpoSeconds > 0
      ? []
      : [
          unreachable(
            'rpoSeconds',
            objectives.rpoSeconds,
            'more than 0 s',
            'Cloud SQL replicates to another region asynchronously, so a lost region can lose writes',
          ),
        ],
  ),
  check('writeRtoSeconds', [], (config) =>
    atLeast(
      'writeRtoSeconds',
      config,
      promotionTime('cloud-sql-designated').best,
      's',
      'promoting the replica alone takes that long at best, even if nobody has to decide',
    ),
  ),
  check('availability', [], ({ objectives }) =>
    objectives.availability <= greatestAvailability
      ? []
      : [
          unreachable(
            'availability',
            objectives.availability,
            `at most ${Math.floor(greatestAvailability * 1e6) / 1e6}`,
            'the entry and the database are needed in series, and Google promises 0.9999 for each',
          ),
        ],
  ),
  check('monthlyCostUsd', ['prices'], (config) =>
    atLeast(
      'monthlyCostUsd',
      config,
      leastCost(config),
      'USD',
      'two regions of one instance each and a database pair cost that much at these prices',
    ),
  ),
];
