import type { Incident } from '../incident/schema.ts';
import type { Timeline } from '../incident/timeline.ts';
import type { DrillPlan } from '../plan/plan.ts';
import { fastestProbe } from '../plan/probe.ts';
import { fineScale } from '../plan/scale.ts';
import type { DrillReport, FaultResult, Moment } from '../report/report.ts';
import type { Recording } from '../run/drill.ts';
import { bucketSeconds } from './buckets.ts';
import { IncidentClock } from './clock.ts';
import { faultResults } from './faults.ts';
import { isFair, objectiveResults } from './objectives.ts';
import { failures, requestsIn } from './requests.ts';
import { latency, series, shares } from './series.ts';
import { disturbances, invalidity } from './validity.ts';
import { storeIn, writeTotals } from './writes.ts';

/** Times in whole milliseconds may differ from the plan's by this factor. */
const rounding = 1.02;

/** What a run was made of, besides its recording. */
export interface Subject {
  readonly plan: DrillPlan;
  readonly incident: Incident;
  readonly timeline: Timeline;
  /** ISO time at which it began, and how long it took on this machine, set-up included. */
  readonly startedAt: string;
  readonly wallSeconds: number;
}

/** Makes the report of a run. Pure. */
export function measure(subject: Subject, recording: Recording): DrillReport {
  const { plan, incident, timeline } = subject;
  const clock = new IncidentClock(recording, plan.scale);
  const whole = { fromMs: recording.startMs, untilMs: recording.endMs };
  const requests = requestsIn(recording.outcomes, whole);
  const faults = faultResults(plan, timeline, recording, requests, clock);
  const store =
    recording.store &&
    storeIn(recording.store, { ...whole, untilMs: recording.startMs + plan.scale.toMs(incident.seconds) });
  const writes = writeTotals({ ...recording, store }, clock);
  const findings = { plan, incident, timeline, recording, requests, faults, writes, clock };
  const objectives = objectiveResults(findings);
  const width = bucketSeconds(incident.seconds, plan.scale.factor);
  const curves = { plan, recording: { ...recording, store }, requests, clock, seconds: incident.seconds, width };
  const doubts = invalidity(recording, requests, clock);
  const readable = readableAt(plan);
  return {
    version: 1,
    stack: plan.stack,
    profile: plan.profile,
    incident: {
      name: incident.name,
      title: incident.title,
      published: incident.published,
      chosen: incident.chosen,
      clock: incident.clock ?? null,
      seconds: incident.seconds,
    },
    scale: plan.scale.factor,
    rate: plan.rate,
    startedAt: subject.startedAt,
    wallSeconds: subject.wallSeconds,
    bucketSeconds: width,
    topology: plan.summary,
    requests: totals(recording, requests, whole),
    latency: { p50Ms: latency(requests, 0.5), p99Ms: latency(requests, 0.99) },
    faults,
    writes,
    share: shares(curves),
    series: series(curves),
    moments: moments(timeline, recording, clock),
    objectives,
    readable,
    valid: doubts.length === 0,
    ok: doubts.length === 0 && objectives.every(({ met }) => met !== false),
    notes: [
      ...doubts,
      ...disturbances(plan, timeline, recording, clock),
      ...objectives.flatMap(({ note }) => note ?? []),
      ...scaleNotes(plan, readable, faults),
      ...plan.notes,
    ],
  };
}

function totals(
  recording: Recording,
  requests: ReturnType<typeof requestsIn>,
  whole: Parameters<typeof failures>[1],
): DrillReport['requests'] {
  const { failed, total } = failures(requests, whole);
  const tries = recording.attempts.filter(({ ms }) => ms >= whole.fromMs && ms < whole.untilMs);
  return {
    total,
    failed,
    ratio: failed / Math.max(total, 1),
    retried: Math.max(tries.length - total, 0),
    limited: tries.filter(({ status }) => status === 429).length,
  };
}

function moments(timeline: Timeline, recording: Recording, clock: IncidentClock): readonly Moment[] {
  const steps = timeline.steps.flatMap((step): Moment[] => {
    if (step.kind === 'load') return [{ t: step.at, what: `load becomes ${step.factor} of the peak` }];
    const where = step.regions.join(' and ');
    const what = step.kind === 'deploy' ? `a deployment in ${where}` : `no new capacity in ${where}`;
    return [
      { t: step.at, what: `${what} begins` },
      { t: step.until, what: `${what} ends` },
    ];
  });
  const deeds = [...(recording.store?.deeds ?? []), ...recording.steered].map(({ ms, what }) => ({
    t: clock.at(ms),
    what,
  }));
  return [...steps, ...deeds].sort((a, b) => a.t - b.t);
}

function readableAt(plan: DrillPlan): DrillReport['readable'] {
  const fine = plan.scale.factor <= fineScale;
  return { detection: probesAsDeclared(plan), latency: fine, database: fine };
}

/**
 * False when the drill probes a region, or a record, more slowly than the plan says: because of a floor, or because all are
 * probed like the slowest of them.
 */
function probesAsDeclared({ signals, recordSignals, asDeclared }: DrillPlan): boolean {
  const isKept = (used: DrillPlan['signals'], declared: DrillPlan['signals']): boolean =>
    [...used].every(([name, own]) => {
      const [mine, plans] = [fastestProbe(own)?.probe, fastestProbe(declared.get(name) ?? [])?.probe];
      if (!mine || !plans) return true;
      return (
        mine.periodSeconds <= plans.periodSeconds * rounding && mine.timeoutSeconds <= plans.timeoutSeconds * rounding
      );
    });
  return isKept(signals, asDeclared.signals) && isKept(recordSignals, asDeclared.recordSignals);
}

function scaleNotes(
  { scale, objectives }: DrillPlan,
  readable: DrillReport['readable'],
  faults: readonly FaultResult[],
): readonly string[] {
  const notes: string[] = [];
  if (!readable.latency)
    notes.push(
      `at scale ${scale.factor}, latencies and the seconds of a promotion include this machine's own time, which does not shrink: read them at scale ${fineScale} or below`,
    );
  const unfair = faults.filter((fault) => !isFair(fault, objectives.shedSeconds));
  if (unfair.length > 0)
    notes.push(
      `${unfair.length} of the faults are not held against the objective for shed: this proxy at this scale needs longer than the cloud would`,
    );
  return notes;
}
