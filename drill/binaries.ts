import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DrillError } from './errors.ts';

const dataPlane = fileURLToPath(new URL('../.tandem/data-plane', import.meta.url));

/** Folder under which every drill keeps its temporary data. */
export const drillHome = fileURLToPath(new URL('../.tandem/drill', import.meta.url));

/**
 * Path of the Envoy binary: `ENVOY_BIN`, or the one that the set-up installed.
 * @throws DrillError when it is not there or may not be run.
 */
export function envoyBinary(env: NodeJS.ProcessEnv = process.env): string {
  const path = env['ENVOY_BIN'] ?? join(dataPlane, 'envoy/_bin/envoy');
  return runnable(path, 'Envoy', 'ENVOY_BIN');
}

/**
 * Folder with the Postgres programs: `PG_BIN`, or the one that the set-up installed.
 * @throws DrillError when its programs are not there or may not be run.
 */
export function postgresFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = env['PG_BIN'] ?? join(dataPlane, 'embedded_postgres/pginstall/bin');
  for (const program of ['initdb', 'postgres', 'pg_basebackup', 'pg_rewind'])
    runnable(join(folder, program), 'Postgres', 'PG_BIN');
  return folder;
}

function runnable(path: string, what: string, variable: string): string {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    throw new DrillError(
      `${what} is missing: ${path} is not there or may not be run.\n` +
        `Install it with: node offline/setup/setup.js --only data-plane\n` +
        `or point ${variable} to one of your own.`,
    );
  }
}
