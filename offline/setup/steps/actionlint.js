import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineFolder, inCheckout } from '../places.js';
import { runTool } from '../run.js';
import { fingerprint, isStamped, readText, stamp } from '../stamp.js';
import { isExecutable } from '../which.js';

const binary = join(engineFolder, 'actionlint');

/** The linter of the workflows, built from its Go module. Only tests ask for it: nobody needs it to use the package. */
export const actionlint = {
  title: 'actionlint',
  group: 'tests',
  needs: () => ['go'],

  isDone: () => isStamped('actionlint', print()) && isExecutable(binary),

  /** @param {AbortSignal} signal */
  async run(signal) {
    const fresh = `${binary}.${process.pid}`;
    mkdirSync(engineFolder, { recursive: true });
    try {
      await runTool({
        title: this.title,
        command: 'go',
        args: ['build', '-trimpath', '-buildvcs=false', '-o', fresh, 'github.com/rhysd/actionlint/cmd/actionlint'],
        cwd: inCheckout('offline', 'tools'),
        remedy: 'see that the Go module proxy can be reached (`go env GOPROXY`), then run this again.',
        signal,
      });
      renameSync(fresh, binary);
      stamp('actionlint', print());
    } finally {
      rmSync(fresh, { force: true });
    }
  },
};

/** @param {string} file */
const goModule = (file) => readText(inCheckout('offline', 'tools', file));

const print = () => fingerprint(goModule('go.mod'), goModule('go.sum'));
