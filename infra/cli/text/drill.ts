import ansis from 'ansis';

import type { DrillReport, ObjectiveResult } from '../../../drill/report/report.ts';
import { columns } from './columns.ts';
import { faultTable } from './drillFaults.ts';
import { figure } from './verdict.ts';

// What a drill found, for people: what clients saw, predicted beside measured, and where the page is.

/** The report as text. `page` is the path of the page, as people are told it. */
export function drillText(report: DrillReport, page: string): string {
  const { requests, writes, incident } = report;
  const parts = [
    `${ansis.bold(incident.title)}, profile ${report.profile}, ${Math.round(report.wallSeconds)} s`,
    `Requests  ${requests.failed} of ${requests.total} failed (${percent(requests.ratio)}), ${requests.retried} tried again, ${requests.limited} answers 429`,
  ];
  if (writes) {
    parts.push(
      `Writes    ${writes.lost} of ${writes.acknowledged} acknowledged ones lost, refused for at most ${figure(writes.refusedSeconds)} s, ${writes.promotions} promotions`,
    );
  }
  if (report.faults.length > 0) parts.push(faultTable(report.faults));
  if (report.objectives.length > 0) parts.push(objectiveTable(report.objectives));
  const remarks = [...new Set(report.objectives.flatMap(({ note }) => note ?? []))];
  if (remarks.length > 0) parts.push(remarks.map((note) => `- ${note}`).join('\n'));
  if (!report.valid) parts.push([ansis.red('This run does not count:'), ...report.notes].join('\n  '));
  parts.push(`${outcome(report)} Page: ${page}`);
  return `${parts.join('\n\n')}\n`;
}

function outcome({ valid, ok }: DrillReport): string {
  if (!valid) return ansis.red('Nothing can be said of the plan.');
  return ok ? ansis.green('The plan held.') : ansis.red('The plan did not hold.');
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(3)} %`;

function objectiveTable(objectives: readonly ObjectiveResult[]): string {
  const rows = objectives.map(({ name, better, declared, predicted, measured, met }) => [
    name,
    better === 'equal' ? `exactly ${figure(declared)}` : figure(declared),
    predicted === null ? '-' : figure(predicted),
    measured === null ? '-' : figure(measured),
    met === null ? ansis.dim('not judged here') : met ? ansis.green('met') : ansis.red('missed'),
  ]);
  const head = ['objective', 'declared', 'predicted', 'measured', ''].map((word) => ansis.dim(word));
  return columns([head, ...rows]).join('\n');
}
