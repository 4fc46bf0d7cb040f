import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DrillError } from '../errors.ts';
import { inconsistencies } from './consistency.ts';
import { durationSeconds } from './duration.ts';
import { type Incident, incidentSchema } from './schema.ts';
import { describe } from './words.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads an incident file.
 * @throws DrillError that lists every problem with its path, what was given and what is allowed.
 */
export function readIncident(file: string): Incident {
  return parseIncident(load(file), file);
}

/** The same for a text that is at hand; `file` only names it. */
export function parseIncident(text: string, file: string): Incident {
  const read = readYaml(text);
  if ('problems' in read) refuse(file, read.problems);
  return checkIncident(read.data, basename(file).replace(/\.ya?ml$/, ''), file);
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
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DrillError(`The incident file ${file} cannot be read (${reasons[code] ?? code}).`, 'input');
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8; save it as UTF-8',
};

function refuse(from: string, problems: readonly string[]): never {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new DrillError(
    `The incident ${from} has ${count}:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    'input',
  );
}
