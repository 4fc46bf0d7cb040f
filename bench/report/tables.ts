import { decimal, mebibytes, seconds, times } from './figures.ts';
import type { Results } from './results.ts';

/** A table in Markdown; every column but the first holds figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** Whole previews beside each other, each figure with its ratio to the raw floor's. */
export function previewTable({ previews }: Results): string {
  const { raw, 'production-empty-pack': emptyPack } = previews;
  return table(
    [
      '`pulumi preview` of',
      'resources',
      'time',
      'by raw',
      'CPU',
      'by raw',
      'program',
      'by raw',
      'pack',
      'by empty',
      'engine',
      'others',
    ],
    Object.values(previews).map(({ title, resources, figures }) => [
      title,
      String(resources),
      seconds(figures.wallSeconds),
      times(figures.wallSeconds, raw.figures.wallSeconds),
      seconds(figures.cpuSeconds),
      times(figures.cpuSeconds, raw.figures.cpuSeconds),
      mebibytes(figures.peakMib.program),
      times(figures.peakMib.program, raw.figures.peakMib.program),
      mebibytes(figures.peakMib.pack),
      times(figures.peakMib.pack, emptyPack.figures.peakMib.pack),
      mebibytes(figures.peakMib.command),
      decimal(figures.foreignCores),
    ]),
  );
}

/** The same topology with more and more services. */
export const serviceTable = ({ services }: Results): string =>
  table(
    ['services', 'resources', 'time', 'CPU', 'program', 'pack', 'engine', 'others'],
    services.map(({ services: count, resources, figures }) => [
      String(count),
      String(resources),
      seconds(figures.wallSeconds),
      seconds(figures.cpuSeconds),
      mebibytes(figures.peakMib.program),
      mebibytes(figures.peakMib.pack),
      mebibytes(figures.peakMib.command),
      decimal(figures.foreignCores),
    ]),
  );

/** Single processes: starts of the pack, and verdicts on kept plans. */
export const startTable = ({ starts }: Results): string =>
  table(
    ['process', 'time', 'CPU', 'memory', 'others'],
    starts.map(({ title, figures }) => [
      title,
      seconds(figures.wallSeconds),
      seconds(figures.cpuSeconds),
      mebibytes(figures.peakMib.command),
      decimal(figures.foreignCores),
    ]),
  );
