import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Level } from '../../../policy/frame/rule.ts';
import { policyFolder } from '../places.ts';
import { InputProblem, messageOf } from '../problem.ts';

// What `policy/config/<stack>.json` asks of the rules, read as the engine reads it for the pack.

/** Key under which the pack's exceptions are written. */
export const EXCEPTIONS = 'tandem-exceptions';

/** Levels, settings and exceptions that differ from the rules' own. */
export interface PackConfig {
  /** Path of the file inside the checkout, for messages. */
  readonly file: string;
  /** By rule id. */
  readonly levels: ReadonlyMap<string, Level | 'disabled'>;
  /** By rule id. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** As written, to be read by the rules' frame. */
  readonly exceptions: unknown;
}

/**
 * The pack's configuration for a stack; an empty one when the stack has none.
 *
 * @throws InputProblem when the file is not a JSON object
 */
export function readPackConfig(stack: string): PackConfig {
  const name = `${stack}.json`;
  return parsePackConfig(
    /^[\w-]+$/.test(stack) ? textOf(join(policyFolder, 'config', name)) : '{}',
    `policy/config/${name}`,
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '{}';
  }
}

/** The same for a text. */
export function parsePackConfig(text: string, file: string): PackConfig {
  const entries = Object.entries(objectIn(text, file));
  const blocks = entries.flatMap(([rule, value]) => (isObject(value) ? [[rule, value] as const] : []));
  const levels = entries.flatMap(([rule, value]) => {
    const level = isObject(value) ? value['enforcementLevel'] : value;
    return isLevel(level) ? [[rule, level] as const] : [];
  });
  return {
    file,
    levels: new Map(levels),
    settings: Object.fromEntries(blocks),
    exceptions: blocks.find(([rule]) => rule === EXCEPTIONS)?.[1]['exceptions'],
  };
}

function objectIn(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
    throw new Error('it is not an object of rules');
  } catch (error) {
    throw new InputProblem(`${file} cannot be read as the policy pack's configuration: ${messageOf(error)}.`);
  }
}

const isLevel = (value: unknown): value is Level | 'disabled' =>
  value === 'mandatory' || value === 'advisory' || value === 'disabled';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
