import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { breach, unknownArgument, type Finding } from '../../frame/rule.ts';

// The checks that many rules make of a single value.

/** A number that has to lie between two others; left out it is not judged. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Refuses fractions. */
  readonly whole?: boolean;
}

/** The finding for a number outside its range, or none. `path` may go through lists by index (`rules.0.priority`). */
export function outside(resource: Resource, path: string, range: Range): readonly Finding[] {
  const argument = written(path);
  const { low, high, whole } = range;
  const fix = `set ${argument} to a ${whole ? 'whole ' : ''}number from ${low} to ${high}`;
  const value = valueAt(resource.inputs, path);
  if (value === undefined || value === null) return [];
  if (isUnknown(value)) return [unknownArgument(resource, argument, fix)];
  const number = numberAt(resource.inputs, path);
  if (number !== undefined && number >= low && number <= high && (!whole || Number.isInteger(number))) return [];
  return [
    breach(
      resource,
      argument,
      `is ${String(value)}; allowed is ${whole ? 'a whole number from ' : ''}${low} to ${high}`,
      fix,
    ),
  ];
}

/** The finding for a text that is none of the allowed ones, or none; left out it is not judged. */
export function notOneOf(resource: Resource, path: string, allowed: readonly string[]): readonly Finding[] {
  const argument = written(path);
  const value = valueAt(resource.inputs, path);
  const fix = `set ${argument} to ${allowed.join(' or ')}`;
  if (value === undefined || value === null || value === '') return [];
  if (isUnknown(value)) return [unknownArgument(resource, argument, fix)];
  if (typeof value === 'string' && allowed.includes(value)) return [];
  return [breach(resource, argument, `is ${String(value)}; allowed is ${allowed.join(', ')}`, fix)];
}

/** The finding for a flag that does not have the wanted value, or none. */
export function notSetTo(resource: Resource, path: string, wanted: boolean | string, why: string): readonly Finding[] {
  const argument = written(path);
  const value = valueAt(resource.inputs, path);
  const fix = `set ${argument} to ${String(wanted)}`;
  if (value === wanted) return [];
  if (isUnknown(value)) return [unknownArgument(resource, argument, fix)];
  const given = value === undefined || value === null ? 'is not set' : `is ${String(value)}`;
  return [breach(resource, argument, `${given}, ${why}; allowed is ${String(wanted)}`, fix)];
}

/** The finding for a flag that is not on, or none. */
export const notTrue = (resource: Resource, path: string, why: string): readonly Finding[] =>
  notSetTo(resource, path, true, why);

/** A path as a program writes it: `rules.0.priority` -> `rules[0].priority`. */
export const written = (path: string): string => path.replace(/\.(\d+|\*)(?=\.|$)/g, '[$1]');

/** Path of the first value at any depth that is not known before an apply, as a program writes it. */
export function firstUnknown(value: unknown, path: string): string | undefined {
  if (isUnknown(value)) return written(path);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = firstUnknown(inner, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How many values at any depth are not known before an apply. */
export function unknownsIn(value: unknown): number {
  if (isUnknown(value)) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + unknownsIn(inner), 0);
}
