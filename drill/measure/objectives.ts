import type { FaultResult, ObjectiveResult, Range } from '../report/report.ts';
import { expectations } from './expectations.ts';
import { decided, type Findings, most, reasons, undecided } from './judge.ts';
import { liveShare } from './liveShare.ts';

/** Declared objectives of the plan, then what the incident file expects of a sound one. */
export function objectiveResults(findings: Findings): readonly ObjectiveResult[] {
  return [...movements(findings), ...shares(findings), ...writeLimits(findings), ...expectations(findings)];
}

/** Shed and return, by the faults that made the entry leave a region. */
function movements({ plan: { objectives }, faults }: Findings): readonly ObjectiveResult[] {
  const left = faults.filter(({ shedPredicted }) => shedPredicted !== null);
  if (left.length === 0) return [];
  const { shedSeconds, returnSeconds } = objectives;
  const fair = left.filter((fault) => isFair(fault, shedSeconds));
  const shed = {
    all: fair,
    why: ({ shedUnjudged }: FaultResult) => shedUnjudged,
    predicted: ({ shedPredicted }: FaultResult) => shedPredicted?.worst ?? null,
    measured: ({ shedMeasured }: FaultResult) => shedMeasured,
  };
  const back = {
    all: left,
    why: ({ returnUnjudged }: FaultResult) => returnUnjudged,
    predicted: ({ returnPredicted }: FaultResult) => returnPredicted?.worst ?? null,
    measured: ({ returnMeasured }: FaultResult) => returnMeasured,
  };
  return [
    ...(shedSeconds === undefined || fair.length === 0 ? [] : [movement('shed', shedSeconds, shed)]),
    ...(returnSeconds === undefined ? [] : [movement('return', returnSeconds, back)]),
  ];
}

interface Movement {
  readonly all: readonly FaultResult[];
  readonly why: (fault: FaultResult) => string | undefined;
  readonly predicted: (fault: FaultResult) => number | null;
  readonly measured: (fault: FaultResult) => number | null;
}

function movement(name: string, declared: number, { all, why, predicted, measured }: Movement): ObjectiveResult {
  const unjudged = all.flatMap((fault) => why(fault) ?? []);
  const judged = all.filter((fault) => why(fault) === undefined);
  const limit = { name, unit: 'seconds', better: 'lower', declared } as const;
  if (judged.length === 0) return undecided({ ...limit, predicted: most(all.map(predicted)) }, reasons(unjudged));
  const figures = { ...limit, predicted: most(judged.map(predicted)), measured: most(judged.map(measured)) };
  if (unjudged.length === 0) return decided(figures);
  return decided(
    figures,
    `${name} is judged by ${judged.length} of ${all.length} faults; the others: ${reasons(unjudged)}`,
  );
}

/**
 * False when the drill's proxy or its scale alone would break the limit, while the cloud itself keeps it by the same law:
 * such a fault says nothing about the objective.
 */
export function isFair({ shedPredicted, shedPredictedCloud }: FaultResult, limit: number | undefined): boolean {
  if (limit === undefined || !shedPredicted || !shedPredictedCloud) return true;
  return shedPredicted.worst <= limit || shedPredictedCloud.worst > limit;
}

function shares(findings: Findings): readonly ObjectiveResult[] {
  const { liveShare: limit } = findings.plan.objectives;
  return limit === undefined ? [] : [liveShare(findings, limit)];
}

/** What the loss of a database may cost, where one was promoted. */
function writeLimits({ plan: { objectives, store, summary }, writes }: Findings): readonly ObjectiveResult[] {
  if (!writes || writes.promotions === 0) return [];
  const { rpoSeconds, writeRtoSeconds } = objectives;
  const limit = { unit: 'seconds', better: 'lower' } as const;
  const found: ObjectiveResult[] = [];
  if (rpoSeconds !== undefined) {
    const predicted = store?.rpoSeconds ?? null;
    found.push(
      decided({ ...limit, name: 'lost writes', declared: rpoSeconds, predicted, measured: writes.lostSeconds }),
    );
  }
  if (writeRtoSeconds !== undefined) {
    const predicted = summary.store?.promotionSeconds ?? null;
    const measured = writes.refusedSeconds;
    const figures = { ...limit, name: 'write recovery', declared: writeRtoSeconds, predicted, measured };
    const law = store?.promotion?.law;
    found.push(law ? decided({ ...figures, law }, playsExpected(predicted, law)) : decided(figures));
  }
  return found;
}

const playsExpected = (predicted: number | null, { best, worst }: Range): string =>
  `write recovery: the drill plays the expected promotion${predicted === null ? '' : `, ${predicted.toFixed(0)} s`}; ` +
  `the verdict's law gives the cloud ${best.toFixed(0)} to ${worst.toFixed(0)} s`;
