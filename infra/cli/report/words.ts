import type { Objectives } from '../../../topology/model/model.ts';
import { duration, percent } from '../../../topology/picture/units.ts';
import type { LossChange, ObjectiveChange, Sides } from '../../../topology/report/types.ts';
import { type LossVerdict, moves, type Reason, type Span, type Traffic } from '../../../topology/verdict/types.ts';
import type { Report } from './report.ts';

// What a report says, in words and figures, before any markup: the Markdown and the page only lay it out.

/** Stands for what is not there. */
export const NONE = '–';

interface ObjectiveWords {
  readonly name: string;
  readonly limit: '≤' | '≥';
  readonly figure: (value: number) => string;
}

const times = (value: number): string => `${String(Number(value.toPrecision(3)))} x`;

// Rounded to the bad side: what is missed by little must not read as met.
const availability = (value: number): string => `${String(Math.floor(value * 1e7) / 1e5)} %`;
const dollars = (value: number): string => `${Math.ceil(value).toLocaleString('en-US')} USD`;

const OBJECTIVES: Readonly<Record<keyof Objectives, ObjectiveWords>> = {
  shedSeconds: { name: 'shed', limit: '≤', figure: duration },
  returnSeconds: { name: 'return', limit: '≤', figure: duration },
  headroom: { name: 'headroom', limit: '≥', figure: times },
  liveShare: { name: 'live share', limit: '≥', figure: percent },
  rpoSeconds: { name: 'RPO', limit: '≤', figure: duration },
  writeRtoSeconds: { name: 'write RTO', limit: '≤', figure: duration },
  availability: { name: 'availability', limit: '≥', figure: availability },
  monthlyCostUsd: { name: 'monthly cost', limit: '≤', figure: dollars },
};

/** One figure, or `before → after` when it moves. */
const moved = (base: string, head: string): string => (base === head || base === NONE ? head : `${base} → ${head}`);

const spanText = (span: Span | null, figure: (value: number) => string): string => {
  if (span === null) return NONE;
  const text = (value: number | null): string => (value === null ? 'no bound' : figure(value));
  return span.expected === span.worst ? text(span.worst) : `${text(span.expected)}, at worst ${text(span.worst)}`;
};

/** Heads of {@link objectiveRows}. */
export const OBJECTIVE_HEADS = ['objective', 'declared', 'before', 'after', ''];

/** Objectives as the cells of a table. */
export function objectiveRows(objectives: readonly ObjectiveChange[]): readonly (readonly string[])[] {
  const several = new Set(objectives.map(({ topology }) => topology)).size > 1;
  return objectives.map((objective) => {
    const { name, limit, figure } = OBJECTIVES[objective.name];
    const declared = (value: number | null): string => (value === null ? NONE : `${limit} ${figure(value)}`);
    return [
      several ? `${objective.topology} ${name}` : name,
      moved(declared(objective.declared.base), declared(objective.declared.head)),
      spanText(objective.predicted.base, figure),
      spanText(objective.predicted.head, figure),
      objectiveOutcome(objective),
    ];
  });
}

function objectiveOutcome({ met, broken, change }: ObjectiveChange): string {
  if (met.head === null) return broken ? '✗ no longer declared' : 'gone';
  if (met.head) return met.base === false ? '✓ met again' : '✓ met';
  const fix = change
    ? `; set ${change.argument} of ${change.on.map(nameOf).join(' and ')} from ${change.from} to ${change.to}`
    : '';
  return `✗ missed${broken ? ', was met' : ''}${fix}`;
}

/** Heads of {@link lossRow}. */
export const LOSS_HEADS = ['loss', 'verdict', 'shed', 'return', 'headroom', 'reads', 'writes', 'RPO', 'write RTO'];

/** A loss as the cells of a table. */
export function lossRow(change: LossChange): readonly string[] {
  const { base, head } = change.verdict;
  const cell = (text: (loss: LossVerdict) => string): string =>
    moved(base ? text(base) : NONE, head ? text(head) : NONE);
  return [
    change.loss,
    lossOutcome(change),
    cell(({ shedSeconds }) => (moves(shedSeconds) ? spanText(shedSeconds, duration) : NONE)),
    cell(({ returnSeconds }) => (moves(returnSeconds) ? spanText(returnSeconds, duration) : NONE)),
    cell(({ headroom }) => (headroom === null ? NONE : times(headroom))),
    cell(({ reads }) => TRAFFIC[reads]),
    cell(({ writes }) => TRAFFIC[writes]),
    cell(({ rpoSeconds }) => (rpoSeconds === null ? 'all' : duration(rpoSeconds))),
    cell(({ writeRtoSeconds }) => (writeRtoSeconds === null ? 'never' : duration(writeRtoSeconds))),
  ];
}

const TRAFFIC: Readonly<Record<Traffic, string>> = {
  served: 'served',
  'briefly-fail': 'brief errors',
  'fail-until-promotion': 'fail until promotion',
  fail: 'fail',
};

function lossOutcome({ verdict: { base, head }, broken }: LossChange): string {
  if (head === null) return 'gone';
  if (head.survives === 'yes') return base && base.survives !== 'yes' ? '✓ survived again' : '✓ survived';
  if (!head.required) return 'lost, as one provider';
  return `✗ ${head.survives === 'no' ? 'lost' : 'undecided'}${broken && base ? ', was survived' : ''}`;
}

/** What decided that a loss is not survived; empty when it is, or need not be. */
export function reasonsOf({ verdict: { head } }: LossChange): readonly string[] {
  if (head === null || head.survives === 'yes' || !head.required) return [];
  return head.why.filter(({ against }) => against).map(reasonText);
}

const reasonText = ({ urn, argument, says }: Reason): string =>
  `${nameOf(urn)}${argument === undefined ? '' : ` ${argument}`}: ${says}`;

/** Logical name in a URN; what is no URN stays as it is. */
export const nameOf = (urn: string): string => (urn.includes('::') ? urn.slice(urn.lastIndexOf('::') + 2) : urn);

/** `production`, or `staging → production` when the plans are of two stacks. */
export const stackText = ({ base, head }: Sides<string>): string => moved(base ?? NONE, head ?? NONE);

/** The first sentence: whether the change breaks what held, and what it breaks. */
export function headline(report: Report): string {
  if (report.stack.base === null) {
    return report.ok.head ? 'There is no plan before this one; its verdict holds.' : NEW_AND_NOT_SOUND;
  }
  if (report.holds) return report.ok.head ? SOUND : STILL_NOT_SOUND;
  const broken = brokenCounts(report);
  const what = broken.length > 0 ? broken.join(', ') : 'the verdict';
  return `This change breaks what held before it: ${what}.`;
}

const SOUND = 'Everything that held before still holds, and the verdict does.';
const STILL_NOT_SOUND = 'This change breaks nothing that held before, but the verdict does not hold, as before.';
const NEW_AND_NOT_SOUND = 'There is no plan before this one, and its verdict does not hold.';

function brokenCounts({ losses, objectives, rules, exceptions }: Report): readonly string[] {
  const count = (list: readonly { readonly broken: boolean }[], one: string, many: string): readonly string[] => {
    const found = list.filter(({ broken }) => broken).length;
    return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
  };
  return [
    ...count(losses, 'loss', 'losses'),
    ...count(objectives, 'objective', 'objectives'),
    ...count(rules, 'breach of a rule', 'breaches of rules'),
    ...count(exceptions, 'exception', 'exceptions'),
  ];
}

/** What changes in numbers, in one line. */
export function counts({ resources, rules }: Report): string {
  const kinds = (['added', 'changed', 'removed'] as const).map(
    (wanted) => `${resources.filter(({ kind }) => kind === wanted).length} ${wanted}`,
  );
  const states = (['new', 'standing', 'fixed'] as const).map(
    (wanted) => `${rules.filter(({ status, excepted }) => status === wanted && !excepted).length} ${wanted}`,
  );
  return `Resources: ${kinds.join(', ')}. Breaches of rules: ${states.join(', ')}.`;
}
