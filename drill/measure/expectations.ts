import { maxOf } from '../extremes.ts';
import type { DrillPlan } from '../plan/plan.ts';
import type { ObjectiveResult } from '../report/report.ts';
import { decided, type Findings, reasons, undecided } from './judge.ts';
import { failures, underWayMs } from './requests.ts';

/** What the incident file expects of a sound topology. */
export function expectations(findings: Findings): readonly ObjectiveResult[] {
  return [...requestLimits(findings), ...returns(findings), ...writeCounts(findings)];
}

/** A limit from above that nothing predicts. */
const atMost = (name: string, unit: ObjectiveResult['unit'], declared: number) =>
  ({ name, unit, better: 'lower', declared, predicted: null }) as const;

function requestLimits(findings: Findings): readonly ObjectiveResult[] {
  const { incident, recording, requests, plan } = findings;
  const { failedRatio, failedRatioOutsideFaults, limitedSeconds } = incident.expect;
  const found: ObjectiveResult[] = [];
  const add = (name: string, unit: ObjectiveResult['unit'], limit: number | undefined, measured: () => number) => {
    if (limit !== undefined) found.push(decided({ ...atMost(name, unit, limit), measured: measured() }));
  };
  const whole = () => failures(requests, { fromMs: recording.startMs, untilMs: recording.endMs });
  if (triesElsewhere(plan))
    add('failed requests', 'ratio', failedRatio, () => whole().failed / Math.max(whole().total, 1));
  else add('failed requests once regions are left', 'ratio', failedRatio, () => onceLeft(findings));
  add('failed requests outside faults', 'ratio', failedRatioOutsideFaults, () => outsideFaults(findings));
  add('latest 429 after a fault began', 'seconds', limitedSeconds, () => latestLimited(findings));
  return found;
}

/** True when the entry itself hides failures of a region that is still being left. */
function triesElsewhere({ entry: { steering, retry } }: DrillPlan): boolean {
  return steering === null && retry !== null && retry.leavesFailedRegion;
}

/** A shed may take this part longer than predicted, or {@link shedSlackMs}, on a machine that is busy. */
const shedTolerance = 0.05;
const shedSlackMs = 100;

/**
 * Failures but for the time in which a struck region is being left, which has an objective of its own. A region that is
 * never left has no such time.
 */
function onceLeft({ recording, requests, faults, clock }: Findings): number {
  const leadSeconds = clock.lasting(underWayMs);
  const isLeaving = (t: number): boolean =>
    faults.some(({ startedAt, shedPredicted }) => {
      if (shedPredicted === null || t < startedAt - leadSeconds) return false;
      const { worst } = shedPredicted;
      return t <= startedAt + Math.max(worst * (1 + shedTolerance), worst + clock.lasting(shedSlackMs));
    });
  const counted = requests.filter(({ ms }) => !isLeaving(clock.at(ms)));
  const { failed } = failures(counted, { fromMs: recording.startMs, untilMs: recording.endMs });
  return failed / Math.max(requests.length, 1);
}

/** Failures when neither a fault nor the declared time of a return is going on. */
function outsideFaults({ plan, recording, requests, faults, clock }: Findings): number {
  const returnSeconds = plan.objectives.returnSeconds ?? 0;
  const leadSeconds = clock.lasting(underWayMs);
  const isCalm = (t: number) =>
    !faults.some(({ startedAt, endedAt }) => t >= startedAt - leadSeconds && t <= endedAt + returnSeconds);
  const calm = requests.filter(({ ms }) => isCalm(clock.at(ms)));
  const { failed, total } = failures(calm, { fromMs: recording.startMs, untilMs: recording.endMs });
  return failed / Math.max(total, 1);
}

function latestLimited({ recording, faults, clock }: Findings): number {
  const times = recording.attempts.filter(({ status }) => status === 429).map(({ ms }) => clock.at(ms));
  return maxOf(
    times.map((t) => t - (faults.findLast(({ startedAt }) => startedAt <= t)?.startedAt ?? 0)),
    0,
  );
}

/** Whether traffic comes back after every fault; or, where the file says so, whether after one it does not. */
function returns({ incident: { expect }, faults }: Findings): readonly ObjectiveResult[] {
  if (expect.returns === undefined) return [];
  const name = 'faults without a return';
  const limit = expect.returns
    ? ({ name, unit: 'count', better: 'lower', declared: 0, predicted: 0 } as const)
    : ({ name, unit: 'count', better: 'higher', declared: 1, predicted: null } as const);
  const struck = faults.filter(({ regions }) => regions.length > 0);
  const judged = struck.filter(({ returnUnjudged }) => returnUnjudged === undefined);
  const why = reasons(struck.flatMap(({ returnUnjudged }) => returnUnjudged ?? []));
  if (judged.length === 0) return [undecided(limit, why || 'no fault strikes a region')];
  const measured = judged.filter(({ returnMeasured }) => returnMeasured === null).length;
  if (judged.length === struck.length) return [decided({ ...limit, measured })];
  const note = `${limit.name} are counted among ${judged.length} of ${struck.length} faults; the others: ${why}`;
  return [decided({ ...limit, measured }, note)];
}

function writeCounts({ incident: { expect }, writes }: Findings): readonly ObjectiveResult[] {
  const found: ObjectiveResult[] = [];
  const lost = atMost('acknowledged writes lost', 'count', expect.lostWrites ?? 0);
  const promotions = { ...atMost('promotions', 'count', expect.promotions ?? 0), better: 'equal' } as const;
  const without = 'the plan has no database';
  if (expect.lostWrites !== undefined)
    found.push(writes ? decided({ ...lost, measured: writes.lost }) : undecided(lost, without));
  if (expect.promotions !== undefined)
    found.push(writes ? decided({ ...promotions, measured: writes.promotions }) : undecided(promotions, without));
  if (writes)
    found.push(
      decided({
        ...atMost('servers taking writes at once, beyond one', 'count', 0),
        predicted: 0,
        measured: writes.splitBrain ? 1 : 0,
      }),
    );
  return found;
}
