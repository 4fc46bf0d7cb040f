import { checkIncident } from '../incident/read.ts';
import type { Incident } from '../incident/schema.ts';
import type { DrillReport, FaultResult } from '../report/report.ts';

// Is the prediction a law? Many faults of every kind, in both directions, at moments that have no relation to the probes.

/** Measured sheds may leave the predicted range by this part of its upper end. */
export const rangeTolerance = 0.05;
/** ... and their mean may be off the expected one by this part. */
export const meanTolerance = 0.2;

const kinds = ['crash', 'error', 'hang', 'slow', 'flap'] as const;
export type LawKind = (typeof kinds)[number];

export interface LawOptions {
  /** Faults of each kind in each direction. */
  readonly rounds: number;
  readonly kinds?: readonly LawKind[];
  /** Longer than the worst shed, and than the worst return. Declared seconds. */
  readonly faultSeconds: number;
  readonly calmSeconds: number;
  /** Delay of a slow answer; longer than a probe may take. */
  readonly slowSeconds: number;
  readonly seed: number;
}

/** An incident that only asks how fast a region is left. */
export function lawIncident(options: LawOptions): Incident {
  const random = generator(options.seed);
  const list = Array.from({ length: options.rounds }, () => options.kinds ?? kinds).flat();
  const faults: object[] = [];
  let at = 60;
  for (const kind of list)
    for (const target of ['primary', 'failover']) {
      at += random() * 10;
      faults.push(fault(kind, target, at, options));
      at += options.faultSeconds + options.calmSeconds;
    }
  const incident = { title: 'Law of detection', published: 'Nothing; made up.', chosen: 'Everything.', load: 1 };
  return checkIncident({ ...incident, duration: `${at.toFixed(2)}s`, faults }, 'law');
}

function fault(kind: LawKind, target: string, at: number, { faultSeconds, slowSeconds }: LawOptions): object {
  const span = { at: `${at.toFixed(2)}s`, until: `${(at + faultSeconds).toFixed(2)}s`, target };
  if (kind === 'slow') return { ...span, kind, delay: `${slowSeconds}s` };
  // One failing stretch of it: what comes after is another fault.
  if (kind === 'flap') return { ...span, kind, of: 'crash', every: `${faultSeconds}s` };
  return { ...span, kind };
}

export interface LawResult {
  readonly sheds: number;
  readonly missed: number;
  readonly outside: readonly FaultResult[];
  /** Mean of measured / expected. */
  readonly meanRatio: number;
  readonly holds: boolean;
}

/** Judges the sheds of law drills together. */
export function judgeLaw(reports: readonly DrillReport[]): LawResult {
  const faults = reports.flatMap((report) => report.faults).filter(({ shedPredicted }) => shedPredicted !== null);
  const measured = faults.filter(({ shedMeasured }) => shedMeasured !== null);
  const outside = measured.filter((one) => !isInside(one));
  const ratios = measured.map(({ shedMeasured, shedPredicted }) => shedMeasured! / shedPredicted!.expected);
  const meanRatio = ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(ratios.length, 1);
  const missed = faults.length - measured.length;
  const holds = missed === 0 && outside.length === 0 && Math.abs(meanRatio - 1) <= meanTolerance;
  return { sheds: measured.length, missed, outside, meanRatio, holds };
}

function isInside({ shedMeasured, shedPredicted }: FaultResult): boolean {
  const slack = rangeTolerance * shedPredicted!.worst;
  return shedMeasured! >= shedPredicted!.best - slack && shedMeasured! <= shedPredicted!.worst + slack;
}

/** Small reproducible source of numbers in 0..1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
