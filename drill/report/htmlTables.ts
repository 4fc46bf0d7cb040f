import { duration, percent } from '../../topology/picture/units.ts';
import { momentLetter } from './chartTimeline.ts';
import { figure, html, NOTHING, table, type Markup, type Unit } from './htmlParts.ts';
import { timeWords } from './htmlTime.ts';
import type { DrillReport, FaultResult, ObjectiveResult, Point, Range, RegionPoint, Series } from './report.ts';

/** What a cell holds. */
type Piece = string | Markup;

function metWord({ met }: ObjectiveResult): Markup {
  if (met === null) return html`not judged`;
  return met ? html`<span class="met">✓ met</span>` : html`<span class="missed">✗ missed</span>`;
}

const sides: Readonly<Record<ObjectiveResult['better'], string>> = {
  lower: 'at most',
  higher: 'at least',
  equal: 'exactly',
};

/** Declared, predicted and measured, objective by objective. */
export function objectivesTable({ objectives }: DrillReport): Markup {
  if (objectives.length === 0) return html`<p>None was declared.</p>`;
  const rows = objectives.map((objective, index) => {
    const { name, unit, better, declared, predicted, measured, law } = objective;
    const path = (key: string): string => `objectives.${String(index)}.${key}`;
    return [
      name,
      html`${sides[better]} ${figure(path('declared'), declared, unit)}`,
      html`${figure(path('predicted'), predicted, unit)}${
        law ? html` <span class="quiet">the verdict's law: ${rangeCell(path('law'), law)}</span>` : NOTHING
      }`,
      figure(path('measured'), measured, unit),
      metWord(objective),
    ];
  });
  const heads = ['objective', 'declared', 'predicted', 'measured', 'met'];
  return table('Limits that the plan declares or the incident asks for, and what came of them.', heads, rows);
}

function rangeCell(path: string, range: Range | null): Markup {
  if (range === null) return html`–`;
  const part = (key: keyof Range): Markup => figure(`${path}.${key}`, range[key], 'seconds');
  return html`${part('best')} to ${part('worst')} <span class="quiet">expected ${part('expected')}</span>`;
}

/** Requests turned away for want of capacity: prediction, the verdict's own, and measurement. */
function refusedCells(path: string, refused: FaultResult['refused']): readonly Markup[] {
  return (['predicted', 'predictedVerdict', 'measured'] as const).map((key) =>
    refused === null
      ? html`–`
      : html`${figure(`${path}.${key}.requests`, refused[key].requests, 'count')} in
        ${figure(`${path}.${key}.seconds`, refused[key].seconds, 'seconds')}`,
  );
}

/** Every fault: when, what, where, and prediction beside measurement. */
export function faultsTable(report: DrillReport): Markup {
  const { at } = timeWords(report);
  const withCloud = report.faults.some(({ shedPredictedCloud }) => shedPredictedCloud !== null);
  const withRefused = report.faults.some(
    ({ refused }) => refused !== null && Math.max(refused.predictedVerdict.requests, refused.measured.requests) > 0,
  );
  const rows = report.faults.map((fault, index) => {
    const path = `faults.${String(index)}`;
    return [
      `${String(index + 1)}  ${fault.kind}, ${fault.target}`,
      html`${at(fault.at)} <span class="quiet">for ${duration(fault.until - fault.at)}</span>`,
      rangeCell(`${path}.shedPredicted`, fault.shedPredicted),
      ...(withCloud ? [rangeCell(`${path}.shedPredictedCloud`, fault.shedPredictedCloud)] : []),
      figure(`${path}.shedMeasured`, fault.shedMeasured, 'seconds'),
      rangeCell(`${path}.returnPredicted`, fault.returnPredicted),
      figure(`${path}.returnMeasured`, fault.returnMeasured, 'seconds'),
      ...(withRefused ? refusedCells(`${path}.refused`, fault.refused) : []),
      html`${figure(`${path}.failed`, fault.failed, 'count')} of ${figure(`${path}.requests`, fault.requests, 'count')}`,
    ];
  });
  const heads = [
    'fault',
    'from',
    'shed predicted',
    ...(withCloud ? ["shed by the cloud's prober"] : []),
    'shed measured',
    'return predicted',
    'return measured',
    ...(withRefused ? ['refused predicted', "refused by the verdict's count", 'refused measured'] : []),
    'failed',
  ];
  const remarks = report.faults.flatMap(({ note }, index) =>
    note === undefined ? [] : [html`<li>${index + 1}: ${note.replace(/\.$/u, '')}.</li>`],
  );
  return html`${table('Shed: fault starts to last request sent there. Return: fault ends to traffic back.', heads, rows)}
  ${
    remarks.length > 0
      ? html`<ul class="remarks">
          ${remarks}
        </ul>`
      : NOTHING
  }`;
}

/** What else happened, by the letters of the timeline. */
export function momentsTable(report: DrillReport): Markup {
  if (report.moments.length === 0) return NOTHING;
  const { at } = timeWords(report);
  const rows = report.moments.map(({ t, what }, index) => [momentLetter(index), at(t), what]);
  return table('Lettered lines of the timeline.', ['line', 'at', 'what happened'], rows);
}

/** The database's part, or that there was none. */
export function writesTable({ writes, topology }: DrillReport): Markup {
  if (!writes) return html`<p>The plan has no replicated database, so no writes were made.</p>`;
  const { store } = topology;
  const row = (name: string, key: keyof typeof writes, unit: Unit): Piece[] => [
    name,
    figure(`writes.${key}`, writes[key], unit),
  ];
  const about = store
    ? `${store.name}: primary in ${store.primaryRegion}, ${
        store.replicaRegion === null ? 'no replica' : `${store.replication} replica in ${store.replicaRegion}`
      }.`
    : 'Database.';
  return table(
    about,
    ['figure', 'value'],
    [
      row('writes acknowledged', 'acknowledged', 'count'),
      row('acknowledged and lost', 'lost', 'count'),
      row('age of the oldest lost write', 'lostSeconds', 'seconds'),
      row('longest stretch without an acknowledged write', 'refusedSeconds', 'seconds'),
      row('promotions', 'promotions', 'count'),
      row('two servers took writes at once', 'splitBrain', 'yes-no'),
    ],
  );
}

/** Every point of the timeline, one bucket a row, for readers who do not see the chart. */
export function seriesTable(report: DrillReport): Markup {
  const { at } = timeWords(report);
  const { series, share } = report;
  const regions = report.topology.regions.map(({ name }) => name);
  const times = [...new Set(share.map(({ t }) => t))].sort((a, b) => a - b);
  const lookUp = (points: readonly Point[]): Map<number, number> => new Map(points.map(({ t, value }) => [t, value]));
  const ofRegion = (points: readonly RegionPoint[], region: string): Map<number, number> =>
    lookUp(points.filter((point) => point.region === region));
  const shares = share.map(({ t, region, ratio }) => ({ t, region, value: ratio }));
  const single: [string, keyof Series][] = [
    ['failed', 'errors'],
    ['lag, s', 'replicaLag'],
    ['p50, ms', 'p50Ms'],
    ['p99, ms', 'p99Ms'],
    ['writes', 'writes'],
    ['refused', 'refused'],
  ];
  const plain = (value: number): string => String(Number(value.toPrecision(4)));
  const columns: { head: string; values: Map<number, number>; write: (value: number) => string }[] = [
    ...regions.map((region) => ({ head: `share ${region}`, values: ofRegion(shares, region), write: percent })),
    ...regions.map((region) => ({ head: `429 ${region}`, values: ofRegion(series.limited, region), write: plain })),
    ...regions.map((region) => ({
      head: `instances ${region}`,
      values: ofRegion(series.instances, region),
      write: plain,
    })),
    ...single
      .map(([head, key]) => ({ head, values: lookUp(series[key]), write: plain }))
      .filter(({ values }) => values.size > 0),
  ];
  const rows = times.map((t) => [
    at(t),
    ...columns.map(({ values, write }) => {
      const value = values.get(t);
      return value === undefined ? '–' : write(value);
    }),
  ]);
  return html`<details id="series">
    <summary>The timeline in figures</summary>
    ${table(`One row is ${duration(report.bucketSeconds)}.`, ['time', ...columns.map(({ head }) => head)], rows)}
  </details>`;
}
