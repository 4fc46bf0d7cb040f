import type { Resource, ResourceGraph } from '../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../topology/graph/value.ts';

// What a rule is. Rules are plain values that read a resource graph: the same rule judges a preview file, a state and
// what the engine shows to a policy pack.

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** `mandatory` refuses the change, `advisory` only says so. */
export type Level = 'mandatory' | 'advisory';

/** One breach of a rule, in clauses that read on from the argument and the resource's name. */
export interface Finding {
  readonly urn: string;
  /** Dotted path of the argument, in the provider's spelling. */
  readonly argument: string;
  /** What was given and what is allowed, or why it cannot be told. */
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
  /** True when the plan does not tell whether the rule holds. Counts as a breach. */
  readonly undecided: boolean;
}

/** Something a person may set for one rule in the pack's configuration. */
export interface Setting {
  readonly description: string;
  readonly default: number | readonly string[];
}

type Settings = Readonly<Record<string, Setting>>;
type Values<S extends Settings> = { readonly [K in keyof S]: Widened<S[K]['default']> };
type Widened<T> = T extends number ? number : readonly string[];

interface About {
  /** Stable: exceptions and configuration name it. */
  readonly id: string;
  readonly title: string;
  /** What must hold. */
  readonly what: string;
  /** What happens otherwise. */
  readonly why: string;
  /** Page that states the behaviour behind the rule. */
  readonly source: string;
  readonly severity: Severity;
  readonly level: Level;
  /** How to put it right. */
  readonly remediation: string;
  /** Arguments that satisfy the rule. */
  readonly example: string;
}

export interface Rule extends About {
  /** `resource` rules judge one resource at a time and so can stop it before it is touched. */
  readonly scope: 'resource' | 'graph';
  /** Resource types that the rule is about. */
  readonly types: readonly string[];
  readonly settings: Settings;
  /** Values that put an argument right whatever else is set, by argument. Written where a person asks for it by the level `remediate`. */
  readonly repairs: Readonly<Record<string, unknown>>;
  /**
   * Every breach in the graph.
   *
   * @param given values for some of the rule's settings; defaults stand in for the others
   */
  check(graph: ResourceGraph, given?: Readonly<Record<string, unknown>>): readonly Finding[];
}

interface Spec<S extends Settings> extends About {
  readonly types: readonly string[];
  readonly settings?: S;
}

/** A rule about single resources. */
export function resourceRule<const S extends Settings = Record<never, Setting>>(
  spec: Spec<S> & {
    readonly judge: (resource: Resource, settings: Values<S>) => readonly Finding[];
    readonly repairs?: Rule['repairs'];
  },
): Rule {
  const { judge, settings, repairs, ...about } = spec;
  return {
    ...about,
    scope: 'resource',
    settings: settings ?? {},
    repairs: repairs ?? {},
    check: (graph, given) =>
      graph.ofType(...spec.types).flatMap((resource) => judge(resource, valuesOf(settings, given))),
  };
}

/** A rule about how resources go together. */
export function graphRule<const S extends Settings = Record<never, Setting>>(
  spec: Spec<S> & { readonly judge: (graph: ResourceGraph, settings: Values<S>) => readonly Finding[] },
): Rule {
  const { judge, settings, ...about } = spec;
  return {
    ...about,
    scope: 'graph',
    settings: settings ?? {},
    repairs: {},
    check: (graph, given) => judge(graph, valuesOf(settings, given)),
  };
}

function valuesOf<S extends Settings>(
  settings: S | undefined,
  given: Readonly<Record<string, unknown>> | undefined,
): Values<S> {
  const values = Object.entries(settings ?? {}).map(([name, setting]) => [name, given?.[name] ?? setting.default]);
  return Object.fromEntries(values) as Values<S>;
}

/** The rule does not hold. */
export const breach = (resource: Resource, argument: string, problem: string, fix: string): Finding => ({
  urn: resource.urn,
  argument,
  problem,
  fix,
  undecided: false,
});

/** The plan does not tell whether the rule holds. */
export const undecided = (resource: Resource, argument: string, problem: string, fix: string): Finding => ({
  urn: resource.urn,
  argument,
  problem,
  fix,
  undecided: true,
});

/** The finding for an argument whose value only an apply can tell. */
export const unknownArgument = (resource: Resource, argument: string, fix: string): Finding =>
  undecided(resource, argument, 'is not known before an apply', fix);

/** True when the value at a path, or anything on the way to it, is not known before an apply. */
export const unknownAt = (resource: Resource, path: string): boolean => isUnknown(valueAt(resource.inputs, path));
