import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

// The workflows as data.

export const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');

export interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly 'working-directory'?: string;
}

export interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly stack: readonly string[] } };
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** File names of all workflows. */
export const workflowFiles: readonly string[] = readdirSync(folder).sort();

export const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

export const workflow = (file: string): Workflow => parse(textOf(file)) as Workflow;

/** A workflow's only step of that name. */
export function stepOf(file: string, name: string): Step {
  const steps = Object.values(workflow(file).jobs).flatMap((job) => job.steps ?? []);
  const [found, another] = steps.filter((step) => step.name === name);
  if (found === undefined || another !== undefined) throw new Error(`${file} must have one step '${name}'`);
  return found;
}
