import { shortType } from '../../../policy/frame/message.ts';
import type { ResourceChange } from '../../../topology/report/types.ts';
import { BETWEEN, fitted, type Section } from './markdownFit.ts';
import { code, inComment, prose } from './markdownSafe.ts';
import type { Report } from './report.ts';
import { resourceTypes } from './resourceTypes.ts';
import type { ExceptionUse, RuleChange } from './rules.ts';
import {
  counts,
  headline,
  LOSS_HEADS,
  lossRow,
  nameOf,
  OBJECTIVE_HEADS,
  objectiveRows,
  reasonsOf,
  stackText,
} from './words.ts';

/** GitHub takes 65,536 characters in a comment; what posts it may add to it. */
const MOST_CHARACTERS = 60_000;

/**
 * The report as a comment on a pull request, always shorter than 60,000 characters. Its first line is a comment that names
 * the stack: by it the last report on that stack is found and edited.
 */
export function markdownReport(report: Report): string {
  const { head } = report.stack;
  const top = [
    `<!-- tandem report: ${inComment(head ?? '')} -->`,
    `## Tandem: ${code(stackText(report.stack))}`,
    `${report.holds ? '' : '✗ '}**${prose(headline(report))}**`,
    prose(counts(report)),
    ...(report.drill === null ? [] : [`[The drill's page](<${report.drill}>)`]),
  ].join(BETWEEN);
  const sections = fitted(sectionsOf(report), MOST_CHARACTERS - top.length - BETWEEN.length);
  return `${[top, ...sections].join(BETWEEN)}\n`;
}

function sectionsOf(report: Report): readonly Section[] {
  const reasons = report.losses.flatMap((change) =>
    reasonsOf(change).map((reason) => `- ${code(change.loss)} ${prose(reason)}`),
  );
  const sections: readonly Section[] = [
    tableSection('### Losses', LOSS_HEADS, report.losses.map(lossCells), 'losses'),
    { before: 'What decided:\n', rows: reasons, what: 'reasons' },
    tableSection('### Objectives', OBJECTIVE_HEADS, objectiveRows(report.objectives).map(proseCells), 'objectives'),
    { before: '### Rules\n', rows: report.rules.map(ruleItem), what: 'breaches' },
    { before: '### Exceptions\n', rows: report.exceptions.map(exceptionItem), what: 'exceptions' },
    folded('Resources by type', tableSection('', TYPE_HEADS, resourceTypes(report).map(typeCells), 'types')),
    folded('Resources one by one', { before: '', rows: report.resources.map(resourceItem), what: 'resources' }),
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

function tableSection(
  heading: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  what: string,
): Section {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const before = [heading, '', row(heads), `|${heads.map(() => '---|').join('')}`].join('\n').trimStart();
  return { before, rows: rows.map(row), what };
}

const folded = (summary: string, { before, ...section }: Section): Section => ({
  ...section,
  before: `<details><summary>${prose(summary)}</summary>\n${before === '' ? '' : `\n${before}`}`,
  after: '\n\n</details>',
});

const lossCells = (change: Report['losses'][number]): readonly string[] => {
  const [loss = '', ...figures] = lossRow(change);
  return [code(loss), ...figures.map(prose)];
};

const proseCells = (cells: readonly string[]): readonly string[] => cells.map(prose);

function ruleItem({ rule, level, severity, message, source, status, excepted, urn }: RuleChange): string {
  if (status === 'fixed') return `- ✓ fixed: ${code(rule)} by ${code(nameOf(urn))}`;
  const mark = excepted ? 'excepted' : level === 'mandatory' ? `✗ ${status}` : `${status}, advisory`;
  return `- ${mark}: ${code(rule)} (${severity}) ${prose(message)} [Why](<${source}>)`;
}

const exceptionItem = ({ state, says, broken }: ExceptionUse): string =>
  `- ${broken ? '✗ ' : ''}${state.replace('-', ' ')}: ${prose(says)}`;

const TYPE_HEADS = ['type', 'added', 'changed', 'removed', 'an update would'];

const typeCells = (row: ReturnType<typeof resourceTypes>[number]): readonly string[] => {
  const [type = '', ...counts] = row;
  return [code(type), ...counts.map(prose)];
};

/** Paths of arguments that are named; a change of a whole block has many. */
const ARGUMENTS_MOST = 8;

function resourceItem({ type, name, kind, planned, protected: guarded, arguments: paths }: ResourceChange): string {
  const what = kind === 'changed' && planned?.includes('replace') ? 'changed, which **replaces** it' : kind;
  const shown = paths.slice(0, ARGUMENTS_MOST).map(code).join(', ');
  const more = paths.length > ARGUMENTS_MOST ? ` and ${paths.length - ARGUMENTS_MOST} more` : '';
  return `- ${code(name)} (${code(shortType(type))}) ${what}${guarded ? ', protected' : ''}${shown === '' ? '' : `: ${shown}${more}`}`;
}
