import { locate, valueAt, join } from './paths.ts';
import type { Problem } from './refusal.ts';
import type { Situation } from './situation.ts';
import { isSet, isValues, UNKNOWN, type Value, type Values } from './values.ts';

/** Looks at the inputs of a resource and names what the cloud would refuse. Unknown values are never refused. */
export interface Rule {
  (inputs: Values, situation: Situation): Problem[];
  /** The properties it speaks of, so that a test can tell that they exist. */
  patterns?: readonly string[];
}

/** Says what is wrong with a known value, or nothing. */
type Test = (value: Value) => string | undefined;

/** A rule about each known value that a path pattern names. */
export function each(pattern: string, test: Test): Rule {
  return about([pattern], (inputs) =>
    locate(inputs, pattern).flatMap(({ path, value }) => {
      const reason = value === UNKNOWN ? undefined : test(value);
      return reason === undefined ? [] : [{ path, reason }];
    }),
  );
}

/** One of the values. The empty text means "not set" to the clouds and passes. */
export function oneOf(pattern: string, allowed: readonly (string | number)[]): Rule {
  return each(pattern, (value) => {
    const isAllowed = value === '' || allowed.some((item) => item === value);
    return isAllowed ? undefined : `expected one of ${list(allowed)}, got ${show(value)}`;
  });
}

/** As {@link oneOf}, without regard to upper and lower case. */
export function oneOfIgnoringCase(pattern: string, allowed: readonly string[]): Rule {
  const upper = allowed.map((item) => item.toUpperCase());
  return each(pattern, (value) => {
    const isAllowed = value === '' || upper.includes(String(value).toUpperCase());
    return isAllowed ? undefined : `expected one of ${list(allowed)}, got ${show(value)}`;
  });
}

/** A text in the format given; `format` says it in words. */
export function matches(pattern: string, expression: RegExp, format: string): Rule {
  return each(pattern, (value) =>
    expression.test(String(value)) ? undefined : `expected ${format} (${expression.source}), got ${show(value)}`,
  );
}

/** A text that is not in the format given. */
export function rejects(pattern: string, expression: RegExp, reason: string): Rule {
  return each(pattern, (value) => (expression.test(String(value)) ? `${reason}, got ${show(value)}` : undefined));
}

/** A number from `minimum` to `maximum`, both included. */
export function range(pattern: string, minimum: number, maximum = Infinity): Rule {
  const allowed = maximum === Infinity ? `at least ${minimum}` : `in the range (${minimum} - ${maximum})`;
  return each(pattern, (value) => {
    const number = Number(value);
    return number >= minimum && number <= maximum ? undefined : `expected to be ${allowed}, got ${show(value)}`;
  });
}

/** A text of `minimum` to `maximum` characters. */
export function length(pattern: string, minimum: number, maximum: number): Rule {
  return each(pattern, (value) => {
    const count = String(value).length;
    if (count >= minimum && count <= maximum) return undefined;
    return `expected a length of ${minimum} to ${maximum} characters (it has ${count}), got ${show(value)}`;
  });
}

/** A list of `minimum` to `maximum` items. */
export function items(pattern: string, minimum: number, maximum = Infinity): Rule {
  const upTo = maximum === Infinity ? `at least ${minimum}` : `${minimum} to ${maximum}`;
  const allowed = minimum === maximum ? `exactly ${minimum}` : upTo;
  return each(pattern, (value) => {
    if (!Array.isArray(value) || (value.length >= minimum && value.length <= maximum)) return undefined;
    return `expected ${allowed} items, got ${value.length}`;
  });
}

/** Exactly one of the paths is set. */
export function exactlyOne(...paths: string[]): Rule {
  return about(paths, (inputs) => {
    const set = paths.filter((path) => isPresent(inputs, path));
    if (set.length === 1) return [];
    const given = set.length === 0 ? 'none is set' : `${list(set)} are set`;
    return [{ path: set[0] ?? paths[0] ?? '', reason: `exactly one of ${list(paths)} must be specified: ${given}` }];
  });
}

/** At least one of the paths is set. */
export function atLeastOne(...paths: string[]): Rule {
  return about(paths, (inputs) =>
    paths.some((path) => isPresent(inputs, path))
      ? []
      : [{ path: paths[0] ?? '', reason: `at least one of ${list(paths)} must be specified` }],
  );
}

/** At most one of the paths is set. */
export function atMostOne(...paths: string[]): Rule {
  return about(paths, (inputs) => {
    const [first, ...others] = paths.filter((path) => isPresent(inputs, path));
    if (first === undefined || others.length === 0) return [];
    return [{ path: first, reason: `conflicts with ${list(others)}: at most one of ${list(paths)} may be set` }];
  });
}

/** When `path` is set, none of `others` may be. */
export function conflicts(path: string, ...others: string[]): Rule {
  return about([path, ...others], (inputs) => {
    const set = isPresent(inputs, path) ? others.filter((other) => isPresent(inputs, other)) : [];
    return set.length === 0 ? [] : [{ path, reason: `conflicts with ${list(set)}` }];
  });
}

/** When `path` is set, all of `others` must be. */
export function requires(path: string, ...others: string[]): Rule {
  return about([path, ...others], (inputs) => {
    const missing = isPresent(inputs, path) ? others.filter((other) => !isPresent(inputs, other)) : [];
    if (missing.length === 0) return [];
    return [{ path, reason: `all of ${list([path, ...others])} must be specified: ${list(missing)} missing` }];
  });
}

/** The path must be set. */
export function required(path: string): Rule {
  return about([path], (inputs) => (isPresent(inputs, path) ? [] : [{ path, reason: MISSING }]));
}

/** Refuses what the pattern names, when it is set, for the reason given. */
export function refused(pattern: string, reason: string): Rule {
  return about([pattern], (inputs) => locate(inputs, pattern).map(({ path }) => ({ path, reason })));
}

/** No two of the values that the pattern names are equal. */
export function distinct(pattern: string): Rule {
  return about([pattern], (inputs) => {
    const located = locate(inputs, pattern).filter(({ value }) => value !== UNKNOWN);
    return located.flatMap(({ path, value }, index) => {
      const first = located.slice(0, index).find((other) => show(other.value) === show(value));
      return first ? [{ path, reason: `${show(value)} is already used by ${first.path}` }] : [];
    });
  });
}

/** Rules for every object that a path pattern names; their paths start there. */
export function within(pattern: string, ...rules: Rule[]): Rule {
  const patterns = rules.flatMap((rule) => rule.patterns ?? []).map((inner) => join(pattern, inner));
  return about(patterns.length > 0 ? patterns : [pattern], (inputs, situation) =>
    locate(inputs, pattern).flatMap(({ path, value }) => {
      if (!isValues(value)) return [];
      const problems = rules.flatMap((rule) => rule(value, situation));
      return problems.map((problem) => ({ ...problem, path: join(path, problem.path) }));
    }),
  );
}

/** Rules that hold only when the condition does. */
export function when(condition: (inputs: Values, situation: Situation) => boolean, ...rules: Rule[]): Rule {
  const patterns = rules.flatMap((rule) => rule.patterns ?? []);
  return about(patterns, (inputs, situation) =>
    condition(inputs, situation) ? rules.flatMap((rule) => rule(inputs, situation)) : [],
  );
}

/** Set and not an empty list, or inside something that is itself unknown. */
export function isPresent(inputs: Values, path: string): boolean {
  const steps = path.split('.');
  for (let count = 1; count <= steps.length; count += 1) {
    const value = valueAt(inputs, steps.slice(0, count).join('.'));
    if (value === UNKNOWN) return true;
    if (!isSet(value) || (Array.isArray(value) && value.length === 0)) return false;
  }
  return true;
}

/** Why a property that is required and absent is refused. */
export const MISSING = 'missing required argument: it must be set';

/** A list of words for a message. */
export function list(words: readonly (string | number)[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** A value for a message. */
export function show(value: Value): string {
  return JSON.stringify(value);
}

function about(patterns: readonly string[], find: (inputs: Values, situation: Situation) => Problem[]): Rule {
  return Object.assign(find, { patterns });
}
