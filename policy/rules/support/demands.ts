import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown } from '../../../topology/graph/value.ts';
import { breach, unknownArgument, type Finding } from '../../frame/rule.ts';
import { written } from './values.ts';

/** What a single value may be, and how to say it. */
export interface Demand {
  readonly holds: (value: unknown) => boolean;
  readonly allowed: string;
  /** True when a value that only an apply can tell is let pass. Default: it is undecided. */
  readonly mayBeOpen?: boolean;
  /** True when an empty text is judged like any other. Default: it is a value left out. */
  readonly judgesEmpty?: boolean;
}

/** Paths with what their values may be. `*` stands for each item of a list, `**` for any depth. */
export type Demands = Readonly<Record<string, Demand>>;

export const range = (low: number, high: number, { whole = true } = {}): Demand => ({
  holds: (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && number >= low && number <= high && (!whole || Number.isInteger(number));
  },
  allowed: `a ${whole ? 'whole ' : ''}number from ${low} to ${high}`,
});

export const oneOf = (...values: readonly string[]): Demand => ({
  holds: (value) => values.includes(String(value)),
  allowed: values.join(', '),
});

export const shaped = (shape: RegExp, allowed: string): Demand => ({
  holds: (value) => shape.test(String(value)),
  allowed,
});

/** A duration as the API writes it, `60s`, within bounds. */
export const seconds = (low: number, high: number, step = 0): Demand => ({
  holds: (value) => {
    const [, digits] = /^(\d+(?:\.\d+)?)s$/.exec(String(value)) ?? [];
    const number = Number(digits);
    return digits !== undefined && number >= low && number <= high && (step === 0 || number % step === 0);
  },
  allowed: `'${low}s' to '${high}s'${step === 0 ? '' : ` in steps of ${step}s`}`,
});

/** Findings for values that are given and not allowed. */
export function notAllowed(resource: Resource, demands: Demands): readonly Finding[] {
  return Object.entries(demands).flatMap(([path, { holds, allowed, mayBeOpen, judgesEmpty }]) =>
    valuesOn(resource.inputs, path.split('.')).flatMap(({ at, value }): readonly Finding[] => {
      const fix = `use ${allowed}`;
      if (value === undefined || value === null || (value === '' && !judgesEmpty)) return [];
      if (isUnknown(value)) return mayBeOpen ? [] : [unknownArgument(resource, written(at), fix)];
      if (holds(value)) return [];
      return [breach(resource, written(at), `is ${JSON.stringify(value)}; allowed is ${allowed}`, fix)];
    }),
  );
}

/** A value and the dotted path to it. */
interface Place {
  readonly at: string;
  readonly value: unknown;
}

/**
 * Every value that a path with `*` leads to, with where it stands. A block on the way that only an apply can tell stands for
 * all that it may hold.
 */
export function valuesOn(root: unknown, [part, ...rest]: readonly string[], at = ''): readonly Place[] {
  if (part === undefined) return [{ at, value: root }];
  const below = (key: string, value: unknown, on: readonly string[]): readonly Place[] =>
    valuesOn(value, on, at === '' ? key : `${at}.${key}`);
  if (isUnknown(root) && part !== '**') return [{ at: [at, part, ...rest].join('.'), value: root }];
  if (typeof root !== 'object' || root === null) return [];
  const block = root as Readonly<Record<string, unknown>>;
  if (part !== '*' && part !== '**') return Object.hasOwn(block, part) ? below(part, block[part], rest) : [];
  const entries = Object.entries(block);
  if (part === '*') return Array.isArray(root) ? entries.flatMap(([key, value]) => below(key, value, rest)) : [];
  const deeper = entries.flatMap(([key, value]) => below(key, value, ['**', ...rest]));
  return [...valuesOn(root, rest, at), ...deeper];
}
