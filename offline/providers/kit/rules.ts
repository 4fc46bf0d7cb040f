import type { Situation } from './description.ts';
import { locate, valueAt, join, type Located } from './paths.ts';
import { isSet, isValues, UNKNOWN, type Value, type Values } from './values.ts';

/** What is wrong, and with which property. */
export interface Problem {
  path: string;
  reason: string;
}

/** Looks at the inputs of a resource and names what the cloud would refuse. Unknown values are never refused. */
export type Rule = (inputs: Values, situation: Situation) => Problem[];

type Test = (value: Value) => string | undefined;

/** A rule about each known value that a path pattern names; the test says what is wrong, or nothing. */
export function each(pattern: string, test: Test): Rule {
  return (inputs) =>
    locate(inputs, pattern).flatMap(({ path, value }) => {
      const reason = value === UNKNOWN ? undefined : test(value);
      return reason === undefined ? [] : [{ path, reason }];
    });
}

/** One of the texts. The empty text means "not set" to the clouds and passes. */
export function oneOf(pattern: string, allowed: readonly (string | number)[]): Rule {
  return each(pattern, (value) =>
    value === '' || allowed.includes(value as string) ? undefined : `expected one of ${list(allowed)}, got ${show(value)}`,
  );
}

/** As {@link oneOf}, without regard to upper and lower case. */
export function oneOfIgnoringCase(pattern: string, allowed: readonly string[]): Rule {
  const upper = allowed.map((item) => item.toUpperCase());
  return each(pattern, (value) =>
    value === '' || upper.includes(String(value).toUpperCase())
      ? undefined
      : `expected one of ${list(allowed)}, got ${show(value)}`,
  );
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
    return `expected a length of ${minimum} to ${maximum} characters, got ${show(value)} (${count})`;
  });
}

/** A list of `minimum` to `maximum` items. */
export function items(pattern: string, minimum: number, maximum = Infinity): Rule {
  const allowed = minimum === maximum ? `exactly ${minimum}` : maximum === Infinity ? `at least ${minimum}` : `${minimum} to ${maximum}`;
  return each(pattern, (value) => {
    if (!Array.isArray(value) || (value.length >= minimum && value.length <= maximum)) return undefined;
    return `expected ${allowed} items, got ${value.length}`;
  });
}

/** Exactly one of the paths is set. */
export function exactlyOne(...paths: string[]): Rule {
  return (inputs) => {
    const set = paths.filter((path) => isPresent(inputs, path));
    if (set.length === 1) return [];
    const given = set.length === 0 ? 'none is set' : `${list(set)} are set`;
    return [{ path: set[0] ?? paths[0] ?? '', reason: `exactly one of ${list(paths)} must be specified: ${given}` }];
  };
}

/** At least one of the paths is set. */
export function atLeastOne(...paths: string[]): Rule {
  return (inputs) =>
    paths.some((path) => isPresent(inputs, path))
      ? []
      : [{ path: paths[0] ?? '', reason: `at least one of ${list(paths)} must be specified` }];
}

/** At most one of the paths is set. */
export function atMostOne(...paths: string[]): Rule {
  return (inputs) => {
    const set = paths.filter((path) => isPresent(inputs, path));
    return set.length <= 1 ? [] : [{ path: set[0] ?? '', reason: `conflicts with ${list(set.slice(1))}: at most one of ${list(paths)} may be set` }];
  };
}

/** When `path` is set, none of `others` may be. */
export function conflicts(path: string, ...others: string[]): Rule {
  return (inputs) => {
    if (!isPresent(inputs, path)) return [];
    const set = others.filter((other) => isPresent(inputs, other));
    return set.length === 0 ? [] : [{ path, reason: `conflicts with ${list(set)}` }];
  };
}

/** When `path` is set, all of `others` must be. */
export function requires(path: string, ...others: string[]): Rule {
  return (inputs) => {
    if (!isPresent(inputs, path)) return [];
    const missing = others.filter((other) => !isPresent(inputs, other));
    return missing.length === 0 ? [] : [{ path, reason: `all of ${list([path, ...others])} must be specified: ${list(missing)} missing` }];
  };
}

/** The path must be set. */
export function required(path: string): Rule {
  return (inputs) => (isPresent(inputs, path) ? [] : [{ path, reason: 'missing required argument: it must be set' }]);
}

/** Rules for every object that a path pattern names; their paths start there. */
export function within(pattern: string, ...rules: Rule[]): Rule {
  return (inputs, situation) =>
    locate(inputs, pattern).flatMap(({ path, value }) => {
      if (!isValues(value)) return [];
      return rules.flatMap((rule) => rule(value, situation)).map((problem) => ({ ...problem, path: join(path, problem.path) }));
    });
}

/** Rules that hold only when the condition does. */
export function when(condition: (inputs: Values, situation: Situation) => boolean, ...rules: Rule[]): Rule {
  return (inputs, situation) => (condition(inputs, situation) ? rules.flatMap((rule) => rule(inputs, situation)) : []);
}

/** Refuses the path, when it is set, for the reason given. */
export function refused(pattern: string, reason: string): Rule {
  return (inputs) => locate(inputs, pattern).map(({ path }) => ({ path, reason }));
}

/** No two of the values that the pattern names are equal. */
export function distinct(pattern: string): Rule {
  return (inputs) => {
    const seen = new Map<string, Located>();
    return locate(inputs, pattern).flatMap((item) => {
      const key = JSON.stringify(item.value);
      const first = seen.get(key);
      if (item.value === UNKNOWN || !first) {
        seen.set(key, item);
        return [];
      }
      return [{ path: item.path, reason: `${show(item.value)} is already used by ${first.path}` }];
    });
  };
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

/** A list of words for a message. */
export function list(words: readonly (string | number)[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** A value for a message. */
export function show(value: Value): string {
  return JSON.stringify(value);
}
