import { existsSync } from 'node:fs';
import { readIncident, shippedIncident, shippedIncidents, type Incident } from '../../drill/index.ts';
import { rateLimits, scaleLimits, type Limits } from '../../drill/limits.ts';
import type { DrillReport } from '../../drill/report/report.ts';
import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { checkOutputs, type NamedPath } from './outputFiles.ts';
import { openSource, type PlanSource } from './planSource.ts';
import { InputProblem, readAll } from './problem.ts';
import { stackFile } from './stack.ts';

// What `tandem drill` is given: read and tried before anything is previewed or built, all problems at once.

/** Options of `tandem drill`, as they are given. */
export interface DrillCommandOptions extends PlanSource {
  readonly incident: string;
  readonly json?: string;
  readonly html?: string;
  readonly rate: string;
  readonly scale: string;
  readonly profile?: DrillReport['profile'];
}

/** The same, read. */
export interface DrillInput {
  readonly incident: Incident;
  readonly rate: number;
  readonly scale: number;
  /** The plan's resources; previews a stack. */
  readonly source: () => Promise<ResourceGraph>;
}

/** @throws InputProblem that tells everything that is wrong */
export function readDrillInput(stack: string | undefined, options: DrillCommandOptions): DrillInput {
  return readAll({
    incident: () => namedIncident(options.incident),
    rate: () => numberWithin('--rate', options.rate, rateLimits),
    scale: () => numberWithin('--scale', options.scale, scaleLimits),
    source: () => openSource(stack, options),
    outputs: () => checkOutputs(outputsOf(options), inputsOf(stack, options)),
  });
}

function namedIncident(given: string): Incident {
  const path = incidentPath(given);
  if (given !== '' && existsSync(path)) return readIncident(path);
  const tried = given === '' ? '' : ` (${path} is not there)`;
  throw new InputProblem(
    `--incident: given '${given}'${tried}; allowed: the path of an incident file, or one of ${shippedIncidents().join(', ')}`,
  );
}

/** A name with a dot or a slash is a path. */
const incidentPath = (given: string): string => (/[./]/.test(given) ? given : shippedIncident(given));

function numberWithin(option: string, given: string, { least, most }: Limits): number {
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (value >= least && value <= most) return value;
  throw new InputProblem(`${option}: given '${given}'; allowed: a number from ${least} to ${most}`);
}

function outputsOf({ json, html }: DrillCommandOptions): NamedPath[] {
  return named({ '--json': json, '--html': html });
}

/** Files that a drill reads, and must not be written over. */
function inputsOf(stack: string | undefined, { from, incident }: DrillCommandOptions): NamedPath[] {
  return named({
    '--from': from,
    '--incident': incidentPath(incident),
    stack: stack === undefined ? undefined : stackFile(stack),
  });
}

const named = (paths: Readonly<Record<string, string | undefined>>): NamedPath[] =>
  Object.entries(paths).flatMap(([option, path]) => (path === undefined ? [] : [{ option, path }]));
