import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { ancestorsOf, declaredExceptions, type Exception } from './exceptions.ts';
import { ExceptionLedger } from './ledger.ts';
import { messageOf } from './message.ts';
import type { Finding, Rule } from './rule.ts';

/** A breach, with the rule it breaks and the sentence for a person. */
export interface Broken {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly message: string;
  /** True when an exception in force covers it. */
  readonly excepted: boolean;
}

export interface RunReport {
  readonly broken: readonly Broken[];
  /** Sentences: exceptions in force, exceptions without a breach, exceptions that ended or cannot be read. */
  readonly exceptions: {
    readonly inForce: readonly string[];
    readonly unused: readonly string[];
    readonly refused: readonly string[];
  };
  /** False when a mandatory rule is broken without an exception, or an exception is refused. */
  readonly ok: boolean;
}

export interface RunOptions {
  /** The day to judge exceptions by, YYYY-MM-DD. */
  readonly today: string;
  /** Exceptions besides those that components in the graph declare. */
  readonly exceptions?: readonly Exception[];
  /** Settings by rule id. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Runs rules over a graph without an engine, with the meaning they have in the pack. */
export function runRules(graph: ResourceGraph, rules: readonly Rule[], options: RunOptions): RunReport {
  const ledger = new ExceptionLedger(options.today);
  ledger.add({ exceptions: options.exceptions ?? [], problems: [] });
  for (const resource of graph.all) ledger.add(declaredExceptions(resource));
  const broken = rules.flatMap((rule) =>
    rule.check(graph, options.settings?.[rule.id]).map((finding) => ({
      rule,
      finding,
      message: messageOf(finding, graph.get(finding.urn)),
      excepted: ledger.covers(rule.id, finding.urn, ancestorsOf(graph, finding.urn)),
    })),
  );
  const refused = ledger.refused();
  const open = broken.filter(({ rule, excepted }) => rule.level === 'mandatory' && !excepted);
  return {
    broken,
    exceptions: { inForce: ledger.inForce(), unused: ledger.unused(), refused },
    ok: open.length === 0 && refused.length === 0,
  };
}
