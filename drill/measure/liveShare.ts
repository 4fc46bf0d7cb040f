import { minOf } from '../extremes.ts';
import { latestReturn, steadyShare } from '../predict.ts';
import type { ObjectiveResult } from '../report/report.ts';
import type { Played } from '../run/conductor.ts';
import { decided, type Findings, undecided } from './judge.ts';
import { shareIn, type Span, stretch, triesIn } from './movement.ts';

/** Smallest share of the failover region in the calm stretches that are long enough to tell it. */
export function liveShare(findings: Findings, declared: number): ObjectiveResult {
  const { plan, incident, recording } = findings;
  const failover = plan.regions.find(({ role }) => role === 'failover')?.name ?? '';
  const predicted = steadyShare(plan, { name: failover }, incident.load);
  const figures = { name: 'live share', unit: 'ratio', better: 'higher', declared, predicted } as const;
  const needed = stretch(predicted > 0 ? predicted : 1);
  const spans = calmSpans(findings).filter((span) => triesIn(recording.attempts, span) >= needed);
  const measured = spans.flatMap((span) => shareIn(recording.attempts, failover, span) ?? []);
  if (measured.length === 0) return undecided(figures, `no calm stretch holds ${needed} requests`);
  return decided({ ...figures, measured: minOf(measured) });
}

/** What is left of the incident without its faults and the time that a return from each may take. */
export function calmSpans(findings: Findings): readonly Span[] {
  const { startMs, endMs, played } = findings.recording;
  const busy = played
    .map((one) => ({ fromMs: one.fromMs, untilMs: backBy(one, findings) }))
    .sort((a, b) => a.fromMs - b.fromMs);
  const calm: Span[] = [];
  let fromMs = startMs;
  for (const span of busy) {
    if (span.fromMs > fromMs) calm.push({ fromMs, untilMs: span.fromMs });
    fromMs = Math.max(fromMs, span.untilMs);
  }
  return fromMs < endMs ? [...calm, { fromMs, untilMs: endMs }] : calm;
}

/** When every region that a strike took out must be back. A return that the law does not cover counts when it was seen. */
function backBy({ strike, untilMs }: Played, { plan, timeline, faults, recording }: Findings): number {
  const regions = plan.regions.filter(({ name }) => strike.struck.regions.includes(name));
  return regions.reduce((latest, region) => {
    const result = faults.find(
      ({ at, until, target, regions: [name] }) =>
        at === strike.at && until === strike.until && target === strike.target && name === region.name,
    );
    const worst = untilMs + plan.scale.toMs(latestReturn(plan, timeline, strike, region));
    if (result?.returnUnjudged === undefined) return Math.max(latest, worst);
    const seen = result.returnMeasured;
    return Math.max(latest, worst, seen === null ? recording.endMs : untilMs + plan.scale.toMs(seen));
  }, untilMs);
}
