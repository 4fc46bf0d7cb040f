import { duration } from '../../topology/picture/units.ts';
import { figure, html, NOTHING, type Markup } from './htmlParts.ts';
import type { DrillReport, FaultResult } from './report.ts';

// The verdict in words: what happened, what failed, and whether what was declared held.

/** How a drill ended, as the page says it. */
export function outcomeOf({ valid, ok }: DrillReport): 'passed' | 'failed' | 'invalid' {
  if (!valid) return 'invalid';
  return ok ? 'passed' : 'failed';
}

const plural = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

function ruling(report: DrillReport): string {
  if (!report.valid) return 'Not valid: the figures of this run cannot be trusted. The notes say why.';
  const judged = report.objectives.filter(({ met }) => met !== null);
  const missed = judged.filter(({ met }) => met === false).map(({ name }) => name);
  if (missed.length > 0)
    return `Failed: ${String(missed.length)} of ${plural(judged.length, 'objective')} missed (${missed.join(', ')}).`;
  if (!report.ok) return 'Failed. The notes say why.';
  if (judged.length === 0) return 'Passed, with no objective to judge.';
  return judged.length === 1
    ? 'Passed: the one objective is met.'
    : `Passed: all ${String(judged.length)} objectives are met.`;
}

/** The largest measured value of a kind and where it stands in the report; undefined when nothing was measured. */
export function slowest(
  faults: readonly FaultResult[],
  key: 'shedMeasured' | 'returnMeasured',
): { readonly path: string; readonly seconds: number } | undefined {
  let found: { path: string; seconds: number } | undefined;
  for (const [index, fault] of faults.entries()) {
    const seconds = fault[key];
    if (seconds !== null && (found === undefined || seconds > found.seconds))
      found = { path: `faults.${String(index)}.${key}`, seconds };
  }
  return found;
}

function whatHappened({ incident, faults, topology, profile, stack }: DrillReport): Markup {
  const targets = [...new Set(faults.map(({ kind, target }) => `${kind} of ${target}`))];
  const listed = targets.length > 6 ? `${targets.slice(0, 6).join(', ')} and more` : targets.join(', ');
  const regions = topology.regions.map(({ name, role }) => `${name} (${role})`).join(' and ');
  return html`<p>
    The incident brought ${plural(faults.length, 'fault')} in ${duration(incident.seconds)}: ${listed}. It was replayed
    against stack <b>${stack}</b>, service ${topology.service} in ${regions}, with the abilities of profile
    <b>${profile}</b>.
  </p>`;
}

function whatFailed({ requests }: DrillReport): Markup {
  return html`<p>
    Of ${figure('requests.total', requests.total, 'count')} requests, clients saw
    <b>${figure('requests.failed', requests.failed, 'count')}</b> fail
    (${figure('requests.ratio', requests.ratio, 'ratio')}). The entry tried
    ${figure('requests.retried', requests.retried, 'count')} again by itself;
    ${figure('requests.limited', requests.limited, 'count')} answers of the regions were 429.
  </p>`;
}

function howFast({ faults }: DrillReport): Markup {
  const shed = slowest(faults, 'shedMeasured');
  const back = slowest(faults, 'returnMeasured');
  if (!shed) return NOTHING;
  const returned = back
    ? html` Traffic was back ${figure(back.path, back.seconds, 'seconds')} after the fault at the latest.`
    : NOTHING;
  return html`<p>
    A struck region got its last request ${figure(shed.path, shed.seconds, 'seconds')} after the fault began at the
    latest.${returned}
  </p>`;
}

function whatWasLost({ writes }: DrillReport): Markup {
  if (!writes) return NOTHING;
  const split = writes.splitBrain ? html` <b class="missed">Two servers took writes at once.</b>` : NOTHING;
  return html`<p>
    Of ${figure('writes.acknowledged', writes.acknowledged, 'count')} acknowledged writes
    <b>${figure('writes.lost', writes.lost, 'count')}</b> were lost. The longest stretch without one took
    ${figure('writes.refusedSeconds', writes.refusedSeconds, 'seconds')}; replicas promoted:
    ${figure('writes.promotions', writes.promotions, 'count')}.${split}
  </p>`;
}

/** The box at the top of the page. */
export const verdictBox = (report: DrillReport): Markup =>
  html`<div class="verdict ${outcomeOf(report)}" data-outcome="${outcomeOf(report)}">
    <p class="word">${ruling(report)}</p>
    ${[whatHappened(report), whatFailed(report), howFast(report), whatWasLost(report)]}
  </div>`;

/** The figures that a reader looks for first. */
export function keyFigures({ requests, faults, latency, writes, share, topology }: DrillReport): Markup {
  const shed = slowest(faults, 'shedMeasured');
  const back = slowest(faults, 'returnMeasured');
  const failover = topology.regions.find(({ role }) => role === 'failover')?.name;
  const shares = share.flatMap(({ region, ratio }, index) => (region === failover ? [{ ratio, index }] : []));
  const least = shares.length > 0 ? shares.reduce((low, one) => (one.ratio < low.ratio ? one : low)) : undefined;
  const entry = (term: string, value: Markup): Markup =>
    html`<div>
      <dt>${term}</dt>
      <dd>${value}</dd>
    </div> `;
  return html`<dl class="figures">
    ${[
      entry('requests failed', figure('requests.ratio', requests.ratio, 'ratio')),
      shed ? entry('slowest shed', figure(shed.path, shed.seconds, 'seconds')) : NOTHING,
      back ? entry('slowest return', figure(back.path, back.seconds, 'seconds')) : NOTHING,
      writes ? entry('writes lost', figure('writes.lost', writes.lost, 'count')) : NOTHING,
      least
        ? entry('least failover share', figure(`share.${String(least.index)}.ratio`, least.ratio, 'ratio'))
        : NOTHING,
      entry('latency, 99 % below', figure('latency.p99Ms', latency.p99Ms, 'milliseconds')),
    ]}
  </dl>`;
}
