import ansis from 'ansis';

import {
  type LossVerdict,
  moves,
  type ObjectiveVerdict,
  type Reason,
  type Span,
  type Survival,
  type Traffic,
  type Verdict,
} from '../../../topology/verdict/types.ts';
import { columns, wrap } from './columns.ts';

// The verdict for people: one line a loss, then what decided where it is not survived, then the objectives.

/** The whole verdict as text, at most `width` columns wide where words allow. */
export function verdictText(verdict: Verdict, width: number): string {
  const parts = [
    ...(verdict.losses.length > 0 ? [lossTable(verdict.losses)] : []),
    ...refusals(verdict.losses),
    ...reasons(verdict.losses.filter(needsReason), width),
    ...unread(verdict, width),
  ];
  if (verdict.objectives.length > 0) parts.push(objectiveTable(verdict.objectives));
  parts.push(closing(verdict));
  return `${parts.join('\n\n')}\n`;
}

const MARKS: Readonly<Record<Survival, string>> = {
  yes: ansis.green('survives'),
  no: ansis.red('LOST'),
  undecided: ansis.yellow('undecided'),
};

function lossTable(losses: readonly LossVerdict[]): string {
  const head = ['loss', 'verdict', 'shed', 'return', 'headroom', 'reads', 'writes', 'RPO', 'write RTO', 'acts'];
  const rows = losses.map((loss) => [
    loss.loss,
    loss.survives === 'no' && !loss.required ? ansis.dim('lost, as one provider') : MARKS[loss.survives],
    span(loss.shedSeconds),
    span(loss.returnSeconds),
    loss.headroom === null ? '-' : `${loss.headroom} x`,
    TRAFFIC[loss.reads],
    TRAFFIC[loss.writes],
    loss.rpoSeconds === null ? 'all' : seconds(loss.rpoSeconds),
    loss.writeRtoSeconds === null ? 'never' : seconds(loss.writeRtoSeconds),
    loss.acts === 'nobody' ? '-' : loss.acts,
  ]);
  return columns([head.map((word) => ansis.dim(word)), ...rows]).join('\n');
}

const TRAFFIC: Readonly<Record<Traffic, string>> = {
  served: 'served',
  'briefly-fail': 'brief errors',
  'fail-until-promotion': 'until promotion',
  fail: ansis.red('fail'),
};

/** What is refused while the rest grows, for losses where that is anything. */
function refusals(losses: readonly LossVerdict[]): readonly string[] {
  const rows = losses
    .filter(({ refusedSeconds }) => (refusedSeconds ?? 0) > 0)
    .map(({ loss, headroomAtOnce, headroom, refusedSeconds, refusedRequests }) => [
      loss,
      `${headroomAtOnce} x`,
      `${headroom} x`,
      `${figure(refusedSeconds ?? 0)} s`,
      `${figure(refusedRequests ?? 0)}`,
    ]);
  if (rows.length === 0) return [];
  const head = ['refused at peak load', 'at once', 'grown', 'for', 'requests'].map((word) => ansis.dim(word));
  return [columns([head, ...rows]).join('\n')];
}

const needsReason = ({ survives, required }: LossVerdict): boolean => survives !== 'yes' && required;

/** What decided each loss; losses with the same reasons together. */
function reasons(losses: readonly LossVerdict[], width: number): readonly string[] {
  const deciding = ({ why }: LossVerdict): readonly Reason[] => why.filter(({ against }) => against);
  const alike = Map.groupBy(losses, (loss) => JSON.stringify(deciding(loss)));
  return [...alike.values()].map((some) =>
    list(wrap(some.map(({ loss }) => loss).join(', '), width, ''), some[0] ? deciding(some[0]) : [], width),
  );
}

/** What could not be read, where no loss of a region says it. */
function unread({ losses, undecided }: Verdict, width: number): readonly string[] {
  const told = losses.some(({ loss }) => loss.startsWith('region:'));
  return told || undecided.length === 0 ? [] : [list('could not be read', undecided, width)];
}

function list(title: string, reasons: readonly Reason[], width: number): string {
  const lines = reasons.map((reason) => wrap(`- ${place(reason)} ${reason.says}`, width - 2, '    '));
  return `${ansis.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

const place = ({ urn, argument, service }: Reason): string => {
  const name = urn.slice(urn.lastIndexOf('::') + (urn.includes('::') ? 2 : 1));
  return `${service === undefined || service === name ? '' : `service ${service}, `}${ansis.cyan(name)}${argument ? ` ${argument}` : ''}:`;
};

/** Declared beside predicted, and the one setting that would do where an objective is missed. */
export function objectiveTable(objectives: readonly ObjectiveVerdict[]): string {
  const head = ['objective', 'declared', 'predicted', ''].map((word) => ansis.dim(word));
  const several = new Set(objectives.map(({ topology }) => topology)).size > 1;
  const rows = objectives.map((objective) => [
    several ? `${objective.topology} ${objective.name}` : objective.name,
    figure(objective.declared),
    objective.predicted === null ? 'no bound' : figure(objective.predicted),
    objective.met ? ansis.green('met') : ansis.red(missed(objective)),
  ]);
  return columns([head, ...rows]).join('\n');
}

function missed({ missedBy, change }: ObjectiveVerdict): string {
  const by = missedBy === null ? 'missed' : `missed by ${figure(missedBy)}`;
  if (!change) return by;
  const names = change.on.map((urn) => urn.slice(urn.lastIndexOf('::') + 2));
  return `${by}; set ${change.argument} of ${names.join(' and ')} from ${change.from} to ${change.to}`;
}

const closing = ({ ok, losses, objectives }: Verdict): string => {
  const required = losses.filter((loss) => loss.required);
  const survived = required.filter(({ survives }) => survives === 'yes').length;
  const count = `${survived} of ${required.length} losses are survived`;
  if (losses.length === 0)
    return ansis.red('Nothing in this plan is a service or a store that can be judged: it does not hold.');
  if (!ok) return ansis.red(`${count}; this plan does not hold.`);
  return ansis.green(
    `${count}; ${objectives.length === 0 ? 'no objective is declared.' : 'every declared objective is met.'}`,
  );
};

const span = (times: Span): string => {
  const { expected, worst } = times;
  if (!moves(times)) return '-';
  if (expected === null) return 'no bound';
  if (worst === null) return `${figure(expected)} s..no bound`;
  return worst === expected ? `${figure(worst)} s` : `${figure(expected)}..${figure(worst)} s`;
};

const seconds = (value: number): string => (value === 0 ? '0' : `${figure(value)} s`);

/** Four significant digits at most, without an exponent, but never rounded to the other side of a whole 9s availability. */
export const figure = (value: number): string =>
  value > 0.99 && value < 1 ? String(Math.floor(value * 1e7) / 1e7) : String(Number(value.toPrecision(4)));
