import ansis from 'ansis';

import { maxOf, minOf } from '../../../drill/extremes.ts';
import type { FaultResult, Range } from '../../../drill/report/report.ts';
import { columns } from './columns.ts';
import { figure } from './verdict.ts';

// The faults of a drill as a table: predicted beside measured.

/** A fault that failed more often than this is told in one row. */
const mostRows = 3;

/** One row a fault; a flapping one has a row for each time that it failed, or one for all of them. */
export function faultTable(faults: readonly FaultResult[]): string {
  const head = ['fault', 'from', 'shed predicted', 'measured', 'return predicted', 'measured', 'failed'];
  const rows = grouped(faults).flatMap((group) =>
    group.length > mostRows ? [row(group)] : group.map((fault) => row([fault])),
  );
  return columns([head.map((word) => ansis.dim(word)), ...rows]).join('\n');
}

/** Faults that are one fault of the incident file. */
function grouped(faults: readonly FaultResult[]): readonly (readonly FaultResult[])[] {
  const nameOf = ({ kind, target, regions }: FaultResult, index: number): string =>
    kind === 'flap' ? `${target} ${regions.join()}` : String(index);
  return [
    ...Map.groupBy(
      faults.map((fault, index) => ({ fault, name: nameOf(fault, index) })),
      ({ name }) => name,
    ),
  ].map(([, group]) => group.map(({ fault }) => fault));
}

function row(group: readonly FaultResult[]): readonly string[] {
  const [first] = group;
  const { kind, target, at, regions } = first!;
  const times = group.length > 1 ? `, ${group.length} times` : '';
  const sum = (of: (fault: FaultResult) => number): number => group.reduce((total, fault) => total + of(fault), 0);
  const name = [`${kind} of ${target}${times}`, `${figure(at / 60)} min`];
  const failed = `${sum((fault) => fault.failed)} of ${sum((fault) => fault.requests)}`;
  // A store is no region that clients could be sent away from.
  if (regions.length === 0) return [...name, 'no region', '', '', '', failed];
  return [
    ...name,
    range(group.map(({ shedPredicted }) => shedPredicted)),
    seconds(group.map(({ shedMeasured }) => shedMeasured)),
    range(group.map(({ returnPredicted }) => returnPredicted)),
    seconds(group.map(({ returnMeasured }) => returnMeasured)),
    failed,
  ];
}

/** From the least to the greatest of all. */
function range(predicted: readonly (Range | null)[]): string {
  const known = predicted.filter((one) => one !== null);
  if (known.length === 0) return 'unseen';
  return `${figure(minOf(known.map(({ best }) => best)))}..${figure(maxOf(known.map(({ worst }) => worst)))} s`;
}

/** One value, or the least and the greatest; how many have none, where some have. */
function seconds(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '-';
  const [least, greatest] = [figure(minOf(known)), figure(maxOf(known))];
  const span = known.length === 1 ? greatest : `${least}..${greatest}`;
  return known.length < values.length ? `${span} s, ${values.length - known.length} x -` : `${span} s`;
}
