import type { Timeline } from '../incident/timeline.ts';
import type { DrillPlan, RegionPlan } from '../plan/plan.ts';
import { predict, type Prediction } from '../predict.ts';
import type { FaultResult } from '../report/report.ts';
import type { Played } from '../run/conductor.ts';
import type { Recording } from '../run/drill.ts';
import type { IncidentClock } from './clock.ts';
import { returnMs, shareIn, shedMs, type Span } from './movement.ts';
import { failures, type Request } from './requests.ts';

interface Measured {
  readonly shedMs: number | null;
  readonly returnMs: number | null;
}

/**
 * Every strike of the incident, predicted and measured. A strike on several regions is one result a region, because each
 * of them sheds by itself.
 */
export function faultResults(
  plan: DrillPlan,
  timeline: Timeline,
  recording: Recording,
  requests: readonly Request[],
  clock: IncidentClock,
): readonly FaultResult[] {
  return recording.played.flatMap((played) => {
    const regions = plan.regions.filter(({ name }) => played.strike.struck.regions.includes(name));
    if (regions.length === 0) return [result(played, null, null, null, requests, clock)];
    return regions.map((region) => {
      const prediction = predict(plan, timeline, played.strike, region);
      const { shedMs, returnMs } = measure(played, region, plan, recording);
      const measured = { shedMs: prediction.moot ? null : shedMs, returnMs };
      return result(played, region, prediction, measured, requests, clock);
    });
  });
}

function measure(played: Played, region: RegionPlan, plan: DrillPlan, recording: Recording): Measured {
  const steadyShare = calmShare(region, plan, recording);
  if (!steadyShare) return { shedMs: null, returnMs: null };
  const struck = { fromMs: played.fromMs, untilMs: played.untilMs };
  const after = { fromMs: played.untilMs, untilMs: nextStrike(played, region, recording) };
  const { attempts } = recording;
  return {
    shedMs: shedMs(attempts, region.name, steadyShare, struck),
    returnMs: returnMs(attempts, region.name, steadyShare, after),
  };
}

/** Share of the region between the start and the first strike; the planned one when nothing was sent then. */
function calmShare(region: RegionPlan, plan: DrillPlan, recording: Recording): number {
  const planned = plan.entry.streams.find(({ home }) => home === region.name)?.share ?? 0;
  const firstMs = Math.min(...recording.played.map(({ fromMs }) => fromMs));
  return shareIn(recording.attempts, region.name, { fromMs: recording.startMs, untilMs: firstMs }) ?? planned;
}

/** A return is looked for until the region is struck again. */
function nextStrike({ untilMs }: Played, region: RegionPlan, recording: Recording): number {
  const later = recording.played
    .filter((other) => other.strike.struck.regions.includes(region.name) && other.fromMs >= untilMs)
    .map(({ fromMs }) => fromMs);
  return Math.min(recording.endMs, ...later);
}

function result(
  played: Played,
  region: RegionPlan | null,
  prediction: Prediction | null,
  measured: Measured | null,
  requests: readonly Request[],
  clock: IncidentClock,
): FaultResult {
  const { strike } = played;
  const span: Span = { fromMs: played.fromMs, untilMs: played.untilMs + (measured?.returnMs ?? 0) };
  const { failed, total } = failures(requests, span);
  const note = prediction?.note ?? missing(measured);
  return {
    at: clock.at(played.fromMs),
    until: clock.at(played.untilMs),
    kind: strike.kind,
    target: strike.target,
    regions: region ? [region.name] : [],
    shedPredicted: prediction?.shed ?? null,
    shedPredictedCloud: prediction?.shedCloud ?? null,
    shedMeasured: toDeclared(measured?.shedMs, clock),
    returnPredicted: prediction?.back ?? null,
    returnMeasured: toDeclared(measured?.returnMs, clock),
    failed,
    requests: total,
    ...(note && { note }),
  };
}

function missing(measured: Measured | null): string | undefined {
  if (!measured) return 'struck no region; see the writes';
  if (measured.shedMs === null) return 'the region got requests until the fault ended';
  return measured.returnMs === null ? 'not back before the next fault or the end' : undefined;
}

function toDeclared(wallMs: number | null | undefined, clock: IncidentClock): number | null {
  return wallMs === null || wallMs === undefined ? null : clock.lasting(wallMs);
}
