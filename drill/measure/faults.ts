import type { Timeline } from '../incident/timeline.ts';
import { worldAt } from '../incident/world.ts';
import type { DrillPlan, RegionPlan } from '../plan/plan.ts';
import { minOf } from '../extremes.ts';
import { isNoticed, latestReturn, predict, type Prediction, steadyShare } from '../predict.ts';
import { predictRefusals } from '../refusals.ts';
import type { FaultResult } from '../report/report.ts';
import type { Played } from '../run/conductor.ts';
import type { Recording } from '../run/drill.ts';
import { whyNotJudged } from './chance.ts';
import type { IncidentClock } from './clock.ts';
import { isOut, returnMs, shareIn, shedMs, type Span, triesIn } from './movement.ts';
import { failures, type Request } from './requests.ts';

interface Measured {
  readonly shedMs: number | null;
  readonly returnMs: number | null;
  /** Why they say nothing about an objective; undefined = they do. */
  readonly shedUnjudged: string | undefined;
  readonly returnUnjudged: string | undefined;
}

/** What a strike on a region is measured with. */
interface Around {
  readonly plan: DrillPlan;
  readonly timeline: Timeline;
  readonly recording: Recording;
  readonly clock: IncidentClock;
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
    const refused = refusals(played, plan, timeline, recording, clock);
    if (regions.length === 0)
      return [result({ played, region: null, prediction: null, measured: null, refused }, requests, clock)];
    return regions.map((region) => {
      const prediction = predict(plan, timeline, played.strike, region);
      const found = measure(played, region, prediction, { plan, timeline, recording, clock });
      const measured = { ...found, shedMs: prediction.moot ? null : found.shedMs };
      return result({ played, region, prediction, measured, refused }, requests, clock);
    });
  });
}

function measure(played: Played, region: RegionPlan, prediction: Prediction, around: Around): Measured {
  const { plan, timeline, recording, clock } = around;
  const share = calmShare(region, plan, timeline, recording);
  const struck = { fromMs: played.fromMs, untilMs: played.untilMs };
  const after = { fromMs: played.untilMs, untilMs: nextStrike(played, region, recording) };
  const { attempts } = recording;
  const judged = (span: Span, worstSeconds: number, keptOut: boolean): string | undefined =>
    whyNotJudged({
      share,
      wasOut: share > 0 && isOut(attempts, region.name, share, played.fromMs),
      keptOut,
      windowSeconds: clock.lasting(span.untilMs - span.fromMs),
      worstSeconds,
      tries: triesIn(attempts, span),
      triesPerSecond: (plan.rate * worldAt(timeline, plan, clock.at(span.fromMs)).load) / plan.scale.factor,
    });
  const keptOut = isKeptOut(played, region, around);
  return {
    shedMs: share > 0 ? shedMs(attempts, region.name, share, struck) : null,
    returnMs: share > 0 && !keptOut ? returnMs(attempts, region.name, share, after) : null,
    shedUnjudged: prediction.shed ? judged(struck, prediction.shed.worst, false) : undefined,
    returnUnjudged: judged(after, latestReturn(plan, timeline, played.strike, region), keptOut),
  };
}

/** True when another strike that the entry notices was on in the region as this one ended. */
function isKeptOut(played: Played, region: RegionPlan, { plan, timeline, recording }: Around): boolean {
  return recording.played.some(
    ({ strike, fromMs, untilMs }) =>
      strike !== played.strike &&
      fromMs < played.untilMs &&
      untilMs > played.untilMs &&
      strike.struck.regions.includes(region.name) &&
      isNoticed(plan, timeline, strike, region),
  );
}

/** Share of the region between the start and the first strike; the planned one when nothing was sent then. */
function calmShare(region: RegionPlan, plan: DrillPlan, timeline: Timeline, recording: Recording): number {
  const planned = steadyShare(plan, region, timeline.load);
  const firstMs = minOf(recording.played.map(({ fromMs }) => fromMs));
  return shareIn(recording.attempts, region.name, { fromMs: recording.startMs, untilMs: firstMs }) ?? planned;
}

/** A return is looked for until the region is struck again. */
function nextStrike({ untilMs }: Played, region: RegionPlan, recording: Recording): number {
  const later = recording.played
    .filter((other) => other.strike.struck.regions.includes(region.name) && other.fromMs >= untilMs)
    .map(({ fromMs }) => fromMs);
  return minOf(later, recording.endMs);
}

function refusals(
  { strike, fromMs, untilMs }: Played,
  plan: DrillPlan,
  timeline: Timeline,
  recording: Recording,
  clock: IncidentClock,
): FaultResult['refused'] {
  const predicted = predictRefusals(plan, timeline, strike);
  if (!predicted) return null;
  const endMs = Math.min(untilMs + plan.scale.toMs(predicted.untilBackSeconds), recording.endMs);
  const turnedAway = recording.attempts.filter(({ ms, status }) => status === 429 && ms >= fromMs && ms < endMs);
  const [first, last] = [turnedAway[0], turnedAway.at(-1)];
  return {
    predicted: predicted.here,
    predictedVerdict: predicted.verdict,
    measured: { seconds: first && last ? clock.lasting(last.ms - first.ms) : 0, requests: turnedAway.length },
  };
}

/** Everything that is known of a strike on one region, or on none. */
interface Findings {
  readonly played: Played;
  readonly region: RegionPlan | null;
  readonly prediction: Prediction | null;
  readonly measured: Measured | null;
  readonly refused: FaultResult['refused'];
}

function result(
  { played, region, prediction, measured, refused }: Findings,
  requests: readonly Request[],
  clock: IncidentClock,
): FaultResult {
  const { strike } = played;
  const span: Span = { fromMs: played.fromMs, untilMs: played.untilMs + (measured?.returnMs ?? 0) };
  const { failed, total } = failures(requests, span);
  const note = prediction?.note ?? missing(measured);
  return {
    at: strike.at,
    until: strike.until,
    startedAt: clock.at(played.fromMs),
    endedAt: clock.at(played.untilMs),
    kind: strike.kind,
    target: strike.target,
    regions: region ? [region.name] : [],
    shedPredicted: prediction?.shed ?? null,
    shedPredictedCloud: prediction?.shedCloud ?? null,
    shedMeasured: toDeclared(measured?.shedMs, clock),
    returnPredicted: prediction?.back ?? null,
    returnMeasured: toDeclared(measured?.returnMs, clock),
    ...(measured?.shedUnjudged && { shedUnjudged: measured.shedUnjudged }),
    ...(measured?.returnUnjudged && { returnUnjudged: measured.returnUnjudged }),
    refused,
    failed,
    requests: total,
    ...(note && { note }),
  };
}

function missing(measured: Measured | null): string | undefined {
  if (!measured) return 'struck no region; see the writes';
  if (measured.shedMs === null) return measured.shedUnjudged ?? 'the region got requests until the fault ended';
  if (measured.returnMs !== null) return undefined;
  return measured.returnUnjudged ?? 'not back before the next fault or the end';
}

function toDeclared(wallMs: number | null | undefined, clock: IncidentClock): number | null {
  return wallMs === null || wallMs === undefined ? null : clock.lasting(wallMs);
}
