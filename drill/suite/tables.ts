import { maxOf, minOf } from '../extremes.ts';
import type { DrillReport, Range } from '../report/report.ts';
import { judgeLaw, meanTolerance, rangeTolerance } from './law.ts';
import type { Variant } from './variants.ts';

// Reports as Markdown.

/** One drill, by the words of a table's first column. */
export interface Named {
  readonly name: string;
  readonly report: DrillReport;
}

/** What each incident did to a topology. */
export function incidentTable(rows: readonly Named[]): string {
  return table(
    [
      'incident',
      'requests',
      'failed',
      'ratio',
      '429',
      'shed measured / predicted',
      'return measured / predicted',
      'writes lost',
      'refused',
      'promotions',
      'verdict',
    ],
    rows.map(({ name, report }) => [
      name,
      String(report.requests.total),
      String(report.requests.failed),
      percent(report.requests.ratio),
      String(report.requests.limited),
      extremes(report, 'shed'),
      extremes(report, 'return'),
      report.writes ? String(report.writes.lost) : '-',
      report.writes ? seconds(report.writes.refusedSeconds) : '-',
      report.writes ? String(report.writes.promotions) : '-',
      verdict(report),
    ]),
  );
}

/** The same incident on several topologies, with ratios to the one that fared worst. */
export function besideTable(rows: readonly { readonly variant: Variant; readonly report: DrillReport }[]): string {
  const most = maxOf(
    rows.map(({ report }) => report.requests.failed),
    1,
  );
  return table(
    ['topology', 'failed', 'ratio', 'of the worst', '429', 'longest shed', 'longest return', 'p99', 'stands for'],
    rows.map(({ variant, report }) => [
      variant.name,
      `${report.requests.failed} of ${report.requests.total}`,
      percent(report.requests.ratio),
      `${((report.requests.failed / most) * 100).toFixed(1)} %`,
      String(report.requests.limited),
      longest(report, 'shed') ?? 'never',
      longest(report, 'return') ?? 'not in time',
      `${report.latency.p99Ms.toFixed(0)} ms`,
      variant.about,
    ]),
  );
}

/** Measured sheds beside the law, by detection setting and kind. */
export function lawTable(rows: readonly Named[]): string {
  const kinds = [...new Set(rows.flatMap(({ report }) => report.faults.map(({ kind }) => kind)))];
  return table(
    ['detection', 'fault', 'sheds', 'predicted', 'measured, least .. most', 'mean / expected', 'outside'],
    rows.flatMap(({ name, report }) =>
      kinds.map((kind) => {
        const faults = report.faults.filter((fault) => fault.kind === kind);
        const part = judgeLaw([{ ...report, faults }]);
        const sheds = faults.flatMap(({ shedMeasured }) => shedMeasured ?? []);
        return [
          name,
          kind,
          String(part.sheds),
          range(faults[0]?.shedPredicted ?? null),
          `${seconds(minOf(sheds))} .. ${seconds(maxOf(sheds))}`,
          part.meanRatio.toFixed(2),
          String(part.outside.length + part.missed),
        ];
      }),
    ),
  );
}

/** The bar for the law in one line. */
export function lawLine(reports: readonly DrillReport[]): string {
  const { sheds, missed, outside, meanRatio, holds } = judgeLaw(reports);
  return (
    `${sheds} sheds measured, ${outside.length} outside the range widened by ${rangeTolerance * 100} %, ${missed} not seen; ` +
    `mean / expected ${meanRatio.toFixed(3)} (bar: within ${meanTolerance * 100} %): ${holds ? 'holds' : 'MISSED'}`
  );
}

/** The same incident again and again. */
export function repeatLine(reports: readonly DrillReport[]): string {
  const verdicts = reports.map(verdict);
  const same = new Set(verdicts).size === 1;
  const failed = reports.map((report) => report.requests.failed);
  return `${reports.length} times: ${verdicts.join(', ')}; failed requests ${failed.join(', ')}: ${same ? 'the same verdict' : 'DIFFERENT VERDICTS'}`;
}

export function verdict(report: DrillReport): string {
  if (!report.valid) return 'invalid';
  if (report.ok) return 'ok';
  const missed = report.objectives.filter(({ met }) => met === false).map(({ name }) => name);
  return `missed: ${missed.join(', ')}`;
}

function extremes(report: DrillReport, what: 'shed' | 'return'): string {
  const measured = report.faults.flatMap((fault) => fault[`${what}Measured`] ?? []);
  const worst = report.faults.flatMap((fault) => fault[`${what}Predicted`]?.worst ?? []);
  if (worst.length === 0) return '-';
  return `${measured.length > 0 ? seconds(maxOf(measured)) : 'never'} / ${seconds(maxOf(worst))}`;
}

function longest(report: DrillReport, what: 'shed' | 'return'): string | null {
  const values = report.faults.map((fault) => fault[`${what}Measured`]);
  return values.includes(null) ? null : seconds(maxOf(values.map((value) => value ?? 0)));
}

function range(predicted: Range | null): string {
  if (!predicted) return '-';
  return `${seconds(predicted.best)} .. ${seconds(predicted.worst)}`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(3)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
