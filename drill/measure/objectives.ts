import { durationSeconds } from '../incident/duration.ts';
import type { Incident } from '../incident/read.ts';
import type { DrillPlan } from '../plan/plan.ts';
import { steadyShare } from '../predict.ts';
import type { DrillReport, FaultResult, ObjectiveResult } from '../report/report.ts';
import type { Recording } from '../run/drill.ts';
import type { IncidentClock } from './clock.ts';
import { shareIn } from './movement.ts';
import { failures, type Request, underWayMs } from './requests.ts';

/** Everything that objectives are judged by. */
export interface Findings {
  readonly plan: DrillPlan;
  readonly incident: Incident;
  readonly recording: Recording;
  readonly requests: readonly Request[];
  readonly faults: readonly FaultResult[];
  readonly writes: DrillReport['writes'];
  readonly clock: IncidentClock;
}

/** Declared objectives of the plan, then what the incident file expects of a sound one. */
export function objectiveResults(findings: Findings): readonly ObjectiveResult[] {
  return [...declared(findings), ...expected(findings)];
}

function declared(findings: Findings): ObjectiveResult[] {
  const { objectives } = findings.plan;
  const { writes } = findings;
  const results: ObjectiveResult[] = [];
  const sheds = findings.faults.filter(
    ({ shedPredicted, at, until }) => shedPredicted && until - at > shedPredicted.worst,
  );
  const fair = sheds.filter((fault) => isFair(fault, objectives.shedSeconds));
  if (objectives.shedSeconds !== undefined && fair.length > 0)
    results.push(
      lower('shed', 'seconds', objectives.shedSeconds, {
        predicted: most(fair.map(({ shedPredicted }) => shedPredicted!.worst)),
        measured: most(fair.map(({ shedMeasured }) => shedMeasured)),
      }),
    );
  const returns = sheds.filter((fault) => calmAfter(fault, findings) > (fault.returnPredicted?.worst ?? 0));
  if (objectives.returnSeconds !== undefined && returns.length > 0)
    results.push(
      lower('return', 'seconds', objectives.returnSeconds, {
        predicted: most(returns.map(({ returnPredicted }) => returnPredicted?.worst ?? null)),
        measured: most(returns.map(({ returnMeasured }) => returnMeasured)),
      }),
    );
  if (objectives.liveShare !== undefined) results.push(liveShare(findings, objectives.liveShare));
  if (writes && writes.promotions > 0) {
    if (objectives.rpoSeconds !== undefined)
      results.push(
        lower('lost writes', 'seconds', objectives.rpoSeconds, {
          predicted: findings.plan.store?.rpoSeconds ?? null,
          measured: writes.lostSeconds,
        }),
      );
    if (objectives.writeRtoSeconds !== undefined)
      results.push(
        lower('write recovery', 'seconds', objectives.writeRtoSeconds, {
          predicted: findings.plan.summary.store?.promotionSeconds ?? null,
          measured: writes.refusedSeconds,
        }),
      );
  }
  return results;
}

/**
 * False when the drill's proxy or its scale alone would break the limit, while the cloud itself keeps it by the same law:
 * such a fault says nothing about the objective.
 */
export function isFair({ shedPredicted, shedPredictedCloud }: FaultResult, limit: number | undefined): boolean {
  if (limit === undefined || !shedPredicted || !shedPredictedCloud) return true;
  return shedPredicted.worst <= limit || shedPredictedCloud.worst > limit;
}

function expected(findings: Findings): ObjectiveResult[] {
  const { incident, recording, requests, faults, writes } = findings;
  const { expect } = incident;
  const results: ObjectiveResult[] = [];
  const whole = failures(requests, { fromMs: recording.startMs, untilMs: recording.endMs });
  const add = (name: string, unit: ObjectiveResult['unit'], limit: number | undefined, measured: number | null) => {
    if (limit !== undefined) results.push(lower(name, unit, limit, { predicted: null, measured }));
  };
  if (triesElsewhere(findings.plan))
    add('failed requests', 'ratio', expect.failedRatio, whole.failed / Math.max(whole.total, 1));
  else add('failed requests once regions are left', 'ratio', expect.failedRatio, onceLeft(findings));
  add('failed requests outside faults', 'ratio', expect.failedRatioOutsideFaults, outsideFaults(findings));
  add('latest 429 after a fault began', 'seconds', expect.limitedSeconds, latestLimited(findings));
  if (expect.returns)
    results.push({
      ...lower('faults without a return', 'count', 0, { predicted: 0, measured: withoutReturn(faults, findings) }),
    });
  if (writes) {
    add('acknowledged writes lost', 'count', expect.lostWrites, writes.lost);
    if (expect.promotions !== undefined)
      results.push({
        ...lower('promotions', 'count', expect.promotions, { predicted: null, measured: writes.promotions }),
      });
    results.push(
      lower('servers taking writes at once, beyond one', 'count', 0, {
        predicted: 0,
        measured: writes.splitBrain ? 1 : 0,
      }),
    );
  }
  return results;
}

/** Smallest share of the failover region in the calm stretches. */
function liveShare({ plan, incident, recording }: Findings, limit: number): ObjectiveResult {
  const failover = plan.regions.find(({ role }) => role === 'failover')?.name ?? '';
  const edges = [
    recording.startMs,
    ...recording.played.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    recording.endMs,
  ];
  const calm = edges.flatMap((fromMs, index) => {
    const untilMs = edges[index + 1];
    const struck = recording.played.some((one) => one.fromMs <= fromMs && fromMs < one.untilMs);
    return untilMs === undefined || struck || untilMs <= fromMs ? [] : [{ fromMs, untilMs }];
  });
  const measured = calm.flatMap((span) => shareIn(recording.attempts, failover, span) ?? []);
  return {
    name: 'live share',
    unit: 'ratio',
    better: 'higher',
    declared: limit,
    predicted: steadyShare(plan, { name: failover }, incident.load),
    measured: measured.length === 0 ? null : Math.min(...measured),
    met: measured.length === 0 ? null : Math.min(...measured) >= limit,
  };
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
    faults.some(({ at, shedPredicted }) => {
      if (shedPredicted === null || t < at - leadSeconds) return false;
      const { worst } = shedPredicted;
      return t <= at + Math.max(worst * (1 + shedTolerance), worst + clock.lasting(shedSlackMs));
    });
  const counted = requests.filter(({ ms }) => !isLeaving(clock.at(ms)));
  const { failed } = failures(counted, { fromMs: recording.startMs, untilMs: recording.endMs });
  return failed / Math.max(requests.length, 1);
}

/** Failures when neither a fault nor the declared time of a return is going on. */
function outsideFaults({ plan, recording, requests, faults, clock }: Findings): number {
  const returnSeconds = plan.objectives.returnSeconds ?? 0;
  const leadSeconds = clock.lasting(underWayMs);
  const isCalm = (t: number) => !faults.some(({ at, until }) => t >= at - leadSeconds && t <= until + returnSeconds);
  const calm = requests.filter(({ ms }) => isCalm(clock.at(ms)));
  const { failed, total } = failures(calm, { fromMs: recording.startMs, untilMs: recording.endMs });
  return failed / Math.max(total, 1);
}

function latestLimited({ recording, faults, clock }: Findings): number {
  const times = recording.attempts.filter(({ status }) => status === 429).map(({ ms }) => clock.at(ms));
  return Math.max(0, ...times.map((t) => t - (faults.findLast(({ at }) => at <= t)?.at ?? 0)));
}

function withoutReturn(faults: readonly FaultResult[], findings: Findings): number {
  return faults.filter(
    (fault) =>
      fault.regions.length > 0 &&
      fault.returnMeasured === null &&
      calmAfter(fault, findings) > (fault.returnPredicted?.worst ?? 0),
  ).length;
}

/** Declared seconds from the end of a fault to the next one on the same region, or to the end. */
function calmAfter(fault: FaultResult, { faults, incident }: Findings): number {
  const next = faults.find(
    (other) => other.at >= fault.until && other.regions.some((name) => fault.regions.includes(name)),
  );
  return (next?.at ?? durationSeconds(incident.duration)) - fault.until;
}

/** The greatest; null as soon as one of them has no bound. */
function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : Math.max(...known);
}

function lower(
  name: string,
  unit: ObjectiveResult['unit'],
  limit: number,
  { predicted, measured }: { readonly predicted: number | null; readonly measured: number | null },
): ObjectiveResult {
  return {
    name,
    unit,
    better: 'lower',
    declared: limit,
    predicted,
    measured,
    met: measured !== null && measured <= limit,
  };
}
