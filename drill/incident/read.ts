import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { DrillError } from '../errors.ts';
import { durationSeconds } from './duration.ts';
import {
  eventKinds,
  eventSchema,
  faultKinds,
  faultSchema,
  incidentSchema,
  type FaultEntry,
  type IncidentFile,
} from './schema.ts';

/** An incident that can be played: every field is filled in and every span makes sense. */
export interface Incident extends IncidentFile {
  /** File name without its ending. */
  readonly name: string;
  readonly seconds: number;
}

/** Calm needed before the first fault: a drill that is not steady then is not valid. */
const leastCalmSeconds = 60;

/** Path of an incident that comes with the package, for instance `2025-08-06`. */
export function shippedIncident(name: string): string {
  return fileURLToPath(new URL(`../incidents/${name}.yaml`, import.meta.url));
}

/**
 * Reads an incident file.
 * @throws DrillError that lists every problem with its path, what was given and what is allowed.
 */
export function readIncident(file: string): Incident {
  return parseIncident(load(file), file);
}

/** The same for a text that is at hand; `file` only names it. */
export function parseIncident(text: string, file: string): Incident {
  const document = parseDocument(text);
  if (document.errors.length > 0)
    refuse(
      file,
      document.errors.map(({ message }) => message.split('\n')[0] ?? message),
    );
  return checkIncident(document.toJS(), basename(file).replace(/\.ya?ml$/, ''), file);
}

/** The same for data that never was a file. */
export function checkIncident(given: unknown, name: string, from = name): Incident {
  const parsed = incidentSchema.safeParse(given);
  const misshapen = parsed.error?.issues.flatMap((issue) => describe(issue, given)) ?? [];
  const problems = [...misshapen, ...inconsistencies(given)];
  if (!parsed.success || problems.length > 0) refuse(from, problems);
  return { ...parsed.data, name, seconds: durationSeconds(parsed.data.duration) };
}

function load(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DrillError(`The incident file ${file} cannot be read (${reason}).`);
  }
}

function refuse(from: string, problems: readonly string[]): never {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new DrillError(`The incident ${from} has ${count}:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
}

function describe(issue: z.core.$ZodIssue, given: unknown): string[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${pathText([...issue.path, key])}: not known here; remove it or check its spelling`,
    );
  const value = valueAt(given, issue.path);
  const said = value === undefined ? 'missing' : `given ${JSON.stringify(value)}`;
  return [`${path || 'the file'}: ${said}; allowed: ${allowed(issue)}`];
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_type':
      return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}${issue.origin === 'array' ? ' entry' : ''}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    case 'invalid_union':
      return `one of ${(issue.path[0] === 'faults' ? faultKinds : eventKinds).join(', ')}`;
    default:
      return issue.message;
  }
}

/** What is wrong with the times and targets of those faults and events that are well-formed, whatever the others are. */
function inconsistencies(given: unknown): string[] {
  const duration = incidentSchema.shape.duration.safeParse(valueAt(given, ['duration']));
  const faults = wellFormed(given, 'faults', faultSchema);
  const spans = [
    ...faults,
    ...wellFormed(given, 'events', eventSchema).map(({ path, entry }) => ({
      path,
      entry: { until: entry.at, ...entry },
    })),
  ];
  const misplaced = spans.flatMap(({ path, entry: { at, until, kind } }) => {
    const found: string[] = [];
    const isSpan = kind !== 'load';
    if (isSpan && durationSeconds(until) <= durationSeconds(at))
      found.push(`${path}.until: given ${until}; allowed: later than its start at ${at}`);
    if (duration.success && durationSeconds(until) > durationSeconds(duration.data))
      found.push(`${path}: ends at ${until}; allowed: within the duration of ${duration.data}`);
    return found;
  });
  return [...misplaced, ...faults.flatMap(({ path, entry }) => faultProblems(entry, path))];
}

/** The entries of a list that are well-formed, each with its path. */
function wellFormed<S extends z.ZodType>(
  given: unknown,
  list: string,
  schema: S,
): { path: string; entry: z.infer<S> }[] {
  const entries = valueAt(given, [list]);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((one, index) => {
    const { success, data } = schema.safeParse(one);
    return success ? [{ path: `${list}[${index}]`, entry: data }] : [];
  });
}

function faultProblems(fault: FaultEntry, path: string): string[] {
  const found: string[] = [];
  if (durationSeconds(fault.at) < leastCalmSeconds)
    found.push(
      `${path}.at: given ${fault.at}; allowed: ${leastCalmSeconds}s or later, so that the drill is steady before it`,
    );
  const storeKinds = ['crash', 'hang', 'slow'];
  if (fault.target.startsWith('database') && !storeKinds.includes(fault.kind))
    found.push(`${path}.kind: given ${fault.kind} on ${fault.target}; allowed there: ${storeKinds.join(', ')}`);
  return found;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    given,
  );
}
