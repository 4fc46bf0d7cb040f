import { maxOf, minOf } from '../extremes.ts';
import type { Timeline } from '../incident/timeline.ts';
import type { DrillPlan } from '../plan/plan.ts';
import type { Turn } from '../run/conductor.ts';
import type { Recording } from '../run/drill.ts';
import type { Verdict } from '../run/envoy/envoy.ts';
import type { IncidentClock } from './clock.ts';
import { failures, type Request } from './requests.ts';

/** A drill whose clients stood still for longer than this, in milliseconds, was disturbed by its machine. */
const longestPauseMs = 400;

/** A turn of the incident that comes later than this, in milliseconds, makes it another incident. */
const latestTurnMs = 400;

/** Why a run cannot be trusted; empty = it can. */
export function invalidity(
  recording: Recording,
  requests: readonly Request[],
  clock: IncidentClock,
): readonly string[] {
  const firstMs = minOf(recording.played.map(({ fromMs }) => fromMs));
  const calm = { fromMs: recording.startMs, untilMs: firstMs };
  const early = recording.verdicts.filter(({ ms, out }) => out && ms >= calm.fromMs && ms < calm.untilMs);
  const ended = requests.filter(({ ms, latencyMs }) => ms + latencyMs < firstMs);
  const { failed, total } = failures(ended, calm);
  return [
    ...early.map((verdict) => `${putOut(verdict, clock)}, before the first fault`),
    ...(failed > 0 ? [`${failed} of ${total} requests failed before the first fault`] : []),
    ...late(recording.turns, clock),
  ];
}

/** That this machine fell behind the incident, and by how much at worst. */
function late(turns: Recording['turns'], clock: IncidentClock): readonly string[] {
  const lateMs = ({ dueMs, doneMs }: Turn): number => doneMs - dueMs;
  const found = turns.filter((turn) => lateMs(turn) > latestTurnMs).sort((a, b) => lateMs(b) - lateMs(a));
  const [worst] = found;
  if (!worst) return [];
  const by = lateMs(worst);
  return [
    `${found.length} of ${turns.length} turns of the incident came late: the one at ${clock.at(worst.dueMs).toFixed(0)} s by ` +
      `${by.toFixed(0)} ms (${clock.lasting(by).toFixed(0)} declared s); at most ${latestTurnMs} ms are allowed`,
  ];
}

/** What a reader should know about the machine's part in the figures. */
export function disturbances(
  plan: DrillPlan,
  timeline: Timeline,
  recording: Recording,
  clock: IncidentClock,
): readonly string[] {
  const pauses = recording.attempts.map(({ ms }, index) => ms - (recording.attempts[index - 1]?.ms ?? ms));
  const longest = maxOf(pauses, 0);
  const usualMs = 1000 / (plan.rate * timeline.load);
  const firstMs = minOf(recording.played.map(({ fromMs }) => fromMs));
  const unprovoked = recording.verdicts.filter(
    ({ ms, region, out }) => out && ms > firstMs && !provoked(recording, region, ms),
  );
  const stood = `this machine stood still for ${longest.toFixed(0)} ms (${clock.lasting(longest).toFixed(0)} declared s) at one time`;
  return [
    ...(longest > longestPauseMs + usualMs ? [stood] : []),
    // The clusters of the two streams often agree to the second.
    ...new Set(unprovoked.map((verdict) => `${putOut(verdict, clock)} without a fault there`)),
  ];
}

function putOut({ ms, region, by }: Verdict, clock: IncidentClock): string {
  return `${region} was put out by ${by} at ${clock.at(ms).toFixed(0)} s`;
}

/** A slow database makes regions look bad too, so a strike on it explains a verdict on any of them. */
function provoked({ played }: Recording, region: string, ms: number): boolean {
  return played.some(
    ({ strike, fromMs, untilMs }) =>
      (strike.struck.regions.includes(region) || strike.struck.database) && ms >= fromMs && ms <= untilMs + settleMs,
  );
}

/** A verdict may come this long after the end of its cause. */
const settleMs = 1_000;
