import { readExceptions } from '../../../policy/frame/exceptions.ts';
import { runRules, type Broken, type RunReport } from '../../../policy/frame/run.ts';
import type { Level, Rule, Severity } from '../../../policy/frame/rule.ts';
import { rules as allRules } from '../../../policy/rules/index.ts';
import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import { identityOf } from '../../../topology/report/difference.ts';
import { EXCEPTIONS, type PackConfig } from './packConfig.ts';

// What the rules say about base and head, with the levels, settings and exceptions that the pack has for the stack.

/** A breach in the head, or one that the base had and the head has no more. */
export interface RuleChange {
  readonly rule: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly urn: string;
  readonly argument: string;
  /** For a person: argument, resource, what is wrong, what to write instead. */
  readonly message: string;
  /** Page that states the behaviour behind the rule. */
  readonly source: string;
  readonly status: 'new' | 'standing' | 'fixed';
  /** True when an exception in force covers it. */
  readonly excepted: boolean;
  /** True when the base kept the rule, the head does not, and the rule is mandatory. */
  readonly broken: boolean;
}

/** An agreed breach, as the run of the rules over the head found it. */
export interface ExceptionUse {
  /** `unused` ones cover nothing, `refused` ones have ended or cannot be read. */
  readonly state: 'in-force' | 'unused' | 'refused';
  readonly says: string;
  /** True when the head's exception is refused and the base had no such one. */
  readonly broken: boolean;
}

/** What the rules say, the worst first. */
export interface RuleComparison {
  readonly rules: readonly RuleChange[];
  readonly exceptions: readonly ExceptionUse[];
}

/**
 * Runs the rules over both plans.
 *
 * @param today the day to judge exceptions by, YYYY-MM-DD
 */
export function compareRules(
  base: ResourceGraph,
  head: ResourceGraph,
  config: PackConfig,
  today: string,
): RuleComparison {
  const before = run(base, config, today);
  const after = run(head, config, today);
  const isNew = base.all.length === 0;
  const inBase = new Set(before.broken.map(keyOf));
  const openInBase = new Set(before.broken.filter(({ excepted }) => !excepted).map(keyOf));
  const inHead = new Set(after.broken.map(keyOf));
  const broken = (one: Broken): boolean =>
    !isNew && !one.excepted && one.rule.level === 'mandatory' && !openInBase.has(keyOf(one));
  return {
    rules: [
      ...after.broken.map((one) => changeOf(one, inBase.has(keyOf(one)) ? 'standing' : 'new', broken(one))),
      ...before.broken.filter((one) => !inHead.has(keyOf(one))).map((one) => changeOf(one, 'fixed', false)),
    ].sort((one, other) => weightOf(one) - weightOf(other) || SEVERITIES[one.severity] - SEVERITIES[other.severity]),
    exceptions: [
      ...after.exceptions.refused.map((says) => ({
        state: 'refused' as const,
        says,
        broken: !isNew && !before.exceptions.refused.includes(says),
      })),
      ...after.exceptions.unused.map((says) => ({ state: 'unused' as const, says, broken: false })),
      ...after.exceptions.inForce.map((says) => ({ state: 'in-force' as const, says, broken: false })),
    ],
  };
}

function run(graph: ResourceGraph, config: PackConfig, today: string): RunReport {
  const { exceptions, problems } = readExceptions(config.exceptions, `${config.file}: ${EXCEPTIONS}.exceptions`);
  const report = runRules(graph, rulesAt(config), { today, exceptions, settings: config.settings });
  return { ...report, exceptions: { ...report.exceptions, refused: [...problems, ...report.exceptions.refused] } };
}

/** The rules at the levels that hold for the stack. The engine lets `all` stand for those that are not named. */
const rulesAt = ({ levels }: PackConfig): readonly Rule[] =>
  allRules.flatMap((rule) => {
    const level = levels.get(rule.id) ?? levels.get('all') ?? rule.level;
    return level === 'disabled' ? [] : [{ ...rule, level }];
  });

/** The problem is left out: it holds figures, and the same breach with another figure is no new one. */
const keyOf = ({ rule, finding }: Broken): string => `${rule.id} ${identityOf(finding.urn)} ${finding.argument}`;

const changeOf = (
  { rule, finding, message, excepted }: Broken,
  status: RuleChange['status'],
  broken: boolean,
): RuleChange => ({
  rule: rule.id,
  level: rule.level,
  severity: rule.severity,
  urn: finding.urn,
  argument: finding.argument,
  message,
  source: rule.source,
  status,
  excepted,
  broken,
});

const SEVERITIES: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

function weightOf({ broken, status, excepted, level }: RuleChange): number {
  if (broken) return 0;
  if (status === 'fixed') return 5;
  if (excepted) return 4;
  if (level === 'mandatory') return 1;
  return status === 'new' ? 2 : 3;
}
