import { figure, html, table, type Markup } from './htmlParts.ts';
import { outcomeOf, slowest } from './htmlVerdict.ts';
import type { DrillReport } from './report.ts';

/** Another drill of the same incident and load, to stand beside this one. */
export interface Beside {
  /** What was different, for instance "one region" or "DNS failover with TTL 60". */
  readonly label: string;
  readonly report: DrillReport;
}

/** How often as many requests failed; 0 failures have no ratio, so words take its place. */
function against(failed: number, own: number): string {
  if (failed === own) return 'as many';
  if (own === 0) return 'none failed here';
  return `${String(Number((failed / own).toPrecision(3)))} ×`;
}

/** This drill as the first row, every other one below it. Figures of the others are found by `beside.N.` and their path. */
export function besideTable(report: DrillReport, others: readonly Beside[]): Markup {
  const rows = [{ label: 'this drill', report }, ...others].map(({ label, report: one }, index) => {
    const path = (rest: string): string => (index === 0 ? rest : `beside.${String(index - 1)}.${rest}`);
    const shed = slowest(one.faults, 'shedMeasured');
    const back = slowest(one.faults, 'returnMeasured');
    return [
      label,
      one.profile,
      outcomeOf(one),
      figure(path('requests.failed'), one.requests.failed, 'count'),
      figure(path('requests.ratio'), one.requests.ratio, 'ratio'),
      index === 0 ? '1 ×' : against(one.requests.ratio, report.requests.ratio),
      shed ? figure(path(shed.path), shed.seconds, 'seconds') : '–',
      back ? figure(path(back.path), back.seconds, 'seconds') : '–',
      figure(path('latency.p99Ms'), one.latency.p99Ms, 'milliseconds'),
      one.writes ? figure(path('writes.lost'), one.writes.lost, 'count') : '–',
    ];
  });
  const heads = [
    'set-up',
    'profile',
    'outcome',
    'failed',
    'part failed',
    'against this drill',
    'slowest shed',
    'slowest return',
    'latency, 99 % below',
    'writes lost',
  ];
  return html`${table('The same incident and the same load.', heads, rows)}`;
}
