import ansis from 'ansis';
import { errorsOf, type Diagnostic, type Plan, type PlanStep } from './plan.ts';

// A plan for people: each change of something that exists by itself, because each can hurt; new things by type.

const marks: Readonly<Record<string, string>> = {
  update: ansis.yellow('~ update '),
  replace: ansis.magenta('± replace'),
  delete: ansis.red('- delete '),
  read: ansis.cyan('> read   '),
  import: ansis.cyan('= import '),
};

export function changeLines(plan: Plan): string[] {
  const steps = plan.steps ?? [];
  const counts = Object.entries(plan.changeSummary ?? {}).map(([op, count]) => `${count} ${words[op] ?? op}`);
  return [
    ...createdByType(steps),
    ...steps.flatMap((step) => (marks[step.op] ? [`  ${marks[step.op]}  ${nameOf(step)}${properties(step)}`] : [])),
    ...(counts.length > 0 ? ['', ansis.bold(`Plan: ${counts.join(', ')}`)] : []),
    ...diagnosticLines(plan),
  ];
}

const words: Readonly<Record<string, string>> = {
  create: 'to create',
  update: 'to update',
  replace: 'to replace',
  delete: 'to delete',
  same: 'unchanged',
};

function createdByType(steps: readonly PlanStep[]): string[] {
  const names = new Map<string, string[]>();
  for (const step of steps.filter(({ op }) => op === 'create')) {
    const [type, name] = [typeOf(step), logicalName(step)];
    names.set(type, [...(names.get(type) ?? []), name]);
  }
  return [...names].map(
    ([type, created]) => `  ${ansis.green('+ create ')}  ${type}  ${ansis.dim(created.join(', '))}`,
  );
}

function diagnosticLines(plan: Plan): string[] {
  const of = (wanted: string): Diagnostic[] => (plan.diagnostics ?? []).filter(({ severity }) => severity === wanted);
  return [
    ...[...of('info'), ...of('info#err')].map(({ message }) => message.trimEnd()),
    ...of('warning').map((diagnostic) => `${ansis.yellow('warning')}${about(diagnostic)}`),
    ...errorsOf(plan).map((diagnostic) => `${ansis.red('error')}${about(diagnostic)}`),
  ];
}

function about({ message, urn }: Diagnostic): string {
  const resource = urn ? ` ${urn.split('::').slice(-2).join(' ')}` : '';
  return `${resource}: ${message.replace(/^(error|warning): /, '').trim()}`;
}

const typeOf = (step: PlanStep): string => (step.newState ?? step.oldState)?.type ?? step.urn.split('::').at(-2) ?? '';

const logicalName = (step: PlanStep): string => step.urn.split('::').at(-1) ?? step.urn;

const nameOf = (step: PlanStep): string => `${typeOf(step)}  ${logicalName(step)}`;

function properties(step: PlanStep): string {
  const forcing = step.replaceReasons ?? [];
  const changing = (step.diffReasons ?? []).filter((property) => !forcing.includes(property));
  const parts = [...(forcing.length > 0 ? [`forced by ${forcing.join(', ')}`] : []), ...changing];
  return parts.length > 0 ? ansis.dim(`  (${parts.join(', ')})`) : '';
}
