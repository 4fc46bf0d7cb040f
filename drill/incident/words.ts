import type { z } from 'zod';
import { eventKinds, faultKinds } from './schema.ts';

// What a schema found, for people: the path, what was given there, and what is allowed.

/** Characters of a given value that are shown. */
const longestShown = 80;

/** Lines for one finding of a schema. */
export function describe(issue: z.core.$ZodIssue, given: unknown): string[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${pathText([...issue.path, key])}: not known here; remove it or check its spelling`,
    );
  const value = valueAt(given, issue.path);
  const said = value === undefined ? 'missing' : `given ${shown(value)}`;
  return [`${path || 'the file'}: ${said}; allowed: ${allowed(issue)}`];
}

/** A value as it was written, cut where it is long. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_type':
      return hasOwnWords(issue) ? issue.message : (typeWords[issue.expected] ?? `a ${issue.expected}`);
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}${issue.origin === 'array' ? ' entry' : ''}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}`;
    case 'invalid_union':
      return `one of ${(issue.path[0] === 'faults' ? faultKinds : eventKinds).join(', ')}`;
    default:
      return issue.message;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  object: 'fields, each as name: value',
};

/** True when the schema says itself what is allowed, and not the library. */
const hasOwnWords = ({ message }: z.core.$ZodIssue): boolean => !message.startsWith('Invalid input');

/** A path as it is written: `faults[0].at`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** What is at a path; undefined where there is nothing. */
export function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    given,
  );
}
