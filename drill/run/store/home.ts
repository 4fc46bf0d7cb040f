import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { postgresFolder } from '../../binaries.ts';

/** Postgres refuses to run as root; every system has this user. */
const nobody = 65_534;

/** Where the database servers live, and as whom. */
export interface PostgresHome {
  readonly folder: string;
  /** Folder of the Postgres programs. */
  readonly programs: string;
  readonly uid?: number;
  readonly gid?: number;
  /** A folder outside the drill's own that has to be removed at the end. */
  readonly borrowed?: string;
}

/**
 * A home below `folder`. As root, the servers run as nobody; where nobody cannot reach the checkout (it lies below a
 * private folder), programs and data move to the system's temporary folder for the time of the drill.
 */
export function postgresHome(folder: string): PostgresHome {
  const programs = postgresFolder();
  if (process.getuid?.() !== 0) return { folder: own(join(folder, 'database')), programs };
  const ids = { uid: nobody, gid: nobody };
  if (reachable(programs) && reachable(folder)) return { folder: own(join(folder, 'database'), ids), programs, ...ids };
  const borrowed = own(mkdtempSync(join(tmpdir(), 'tandem-drill-')), ids);
  return { folder: own(join(borrowed, 'database'), ids), programs: copyPrograms(programs, borrowed), ...ids, borrowed };
}

function own(path: string, ids?: { readonly uid: number; readonly gid: number }): string {
  mkdirSync(path, { recursive: true });
  if (ids) chownSync(path, ids.uid, ids.gid);
  return path;
}

/** True when every folder on the way may be passed by anybody. */
function reachable(path: string): boolean {
  const mayPass = (statSync(path).mode & 0o001) !== 0;
  return mayPass && (path === dirname(path) || reachable(dirname(path)));
}

/** The programs find their libraries two folders up, so that part of the tree is kept. */
function copyPrograms(programs: string, to: string): string {
  const install = dirname(programs);
  const libraries = join(install, '..', '..', 'embedded_postgres.libs');
  cpSync(install, join(to, 'embedded_postgres', 'pginstall'), { recursive: true });
  if (existsSync(libraries)) cpSync(libraries, join(to, 'embedded_postgres.libs'), { recursive: true });
  return join(to, 'embedded_postgres', 'pginstall', 'bin');
}
