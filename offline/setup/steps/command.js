import { chmodSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { inCheckout } from '../places.js';
import { isExecutable } from '../which.js';

const link = inCheckout('node_modules', '.bin', 'tandem');
const target = '../../infra/cli/tandem.js';

/** `npx tandem` runs this checkout's command and never fetches a package of that name. */
export const command = {
  title: 'command npx tandem',
  group: 'engine',
  needs: () => [],

  isDone() {
    try {
      return readlinkSync(link) === target && isExecutable(link);
    } catch {
      return false;
    }
  },

  async run() {
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(target, link);
    chmodSync(link, 0o755);
  },
};
