// A comment has room for so many characters. Each section gets the same part of it; what one does not need goes to the
// others. Rows come with the worst first, so that a cut takes the least.

/** A part of the report: a frame around rows, of which some may have to go. */
export interface Section {
  /** Heading, and the head of the table. */
  readonly before: string;
  readonly rows: readonly string[];
  readonly after?: string;
  /** What the rows are, in the plural. */
  readonly what: string;
}

/** The sections as text, all together in less than `most` characters, as long as their frames are. */
export function fitted(sections: readonly Section[], most: number): readonly string[] {
  const frames = sections.map((section) => textOf(section, 0).length + BETWEEN.length);
  const needs = sections.map(({ rows }) => rows.reduce((sum, row) => sum + row.length + 1, 0));
  const parts = partsOf(needs, most - sumOf(frames));
  return sections.map((section, index) => textOf(section, fittingRows(section.rows, parts[index] ?? 0)));
}

/** What stands between two sections. */
export const BETWEEN = '\n\n';

/** The room for each: all it needs, or the same as every other that does not get what it needs. */
function partsOf(needs: readonly number[], room: number): readonly number[] {
  const parts = needs.map(() => 0);
  let left = room;
  [...needs.keys()]
    .sort((one, other) => (needs[one] ?? 0) - (needs[other] ?? 0))
    .forEach((index, position) => {
      const part = Math.min(needs[index] ?? 0, Math.max(0, Math.floor(left / (needs.length - position))));
      parts[index] = part;
      left -= part;
    });
  return parts;
}

function fittingRows(rows: readonly string[], room: number): number {
  let used = 0;
  let count = 0;
  for (const row of rows) {
    used += row.length + 1;
    if (used > room) break;
    count += 1;
  }
  return count;
}

function textOf({ before, rows, after = '', what }: Section, shown: number): string {
  const hidden = rows.length - shown;
  const note = hidden === 0 ? '' : `${BETWEEN}_${hidden} more ${what} left out here; the report as JSON has them all._`;
  return [before, ...rows.slice(0, shown)].join('\n') + note + after;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, next) => sum + next, 0);
