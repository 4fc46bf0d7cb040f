import ansis from 'ansis';

import type { DrillReport, FaultResult, ObjectiveResult } from '../../../drill/report/report.ts';
import { columns } from './columns.ts';
import { figure } from './verdict.ts';

// What a drill found, for people: what clients saw, predicted beside measured, and where the page is.

/** The report as text. `page` is the path of the page. */
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
  if (!report.valid) parts.push([ansis.red('This run does not count:'), ...report.notes].join('\n  '));
  parts.push(`${report.ok ? ansis.green('The plan held.') : ansis.red('The plan did not hold.')} Page: ${page}`);
  return `${parts.join('\n\n')}\n`;
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(3)} %`;

function faultTable(faults: readonly FaultResult[]): string {
  const head = ['fault', 'from', 'shed predicted', 'measured', 'return predicted', 'measured', 'failed'];
  const rows = faults.map((fault) => [
    `${fault.kind} of ${fault.target}`,
    `${figure(fault.at / 60)} min`,
    range(fault.shedPredicted),
    seconds(fault.shedMeasured),
    range(fault.returnPredicted),
    seconds(fault.returnMeasured),
    `${fault.failed} of ${fault.requests}`,
  ]);
  return columns([head.map((word) => ansis.dim(word)), ...rows]).join('\n');
}

const range = (predicted: FaultResult['shedPredicted']): string =>
  predicted === null ? 'unseen' : `${figure(predicted.best)}..${figure(predicted.worst)} s`;

const seconds = (value: number | null): string => (value === null ? '-' : `${figure(value)} s`);

function objectiveTable(objectives: readonly ObjectiveResult[]): string {
  const rows = objectives.map(({ name, declared, predicted, measured, met }) => [
    name,
    figure(declared),
    predicted === null ? '-' : figure(predicted),
    measured === null ? '-' : figure(measured),
    met === null ? ansis.dim('not judged here') : met ? ansis.green('met') : ansis.red('missed'),
  ]);
  const head = ['objective', 'declared', 'predicted', 'measured', ''].map((word) => ansis.dim(word));
  return columns([head, ...rows]).join('\n');
}
