import { inCheckout, nodeBinary } from '../places.js';
import { runTool } from '../run.js';
import { readText } from '../stamp.js';
import { isExecutable } from '../which.js';

/** npm packages, exactly as package-lock.json has them, and with them Node 24 (package `node`). */
export const packages = {
  title: 'npm packages',
  group: 'engine',
  needs: () => ['npm'],

  isDone: () => installedAsLocked() && isExecutable(nodeBinary),

  /** @param {AbortSignal} signal */
  async run(signal) {
    await runTool({
      title: this.title,
      command: 'npm',
      args: ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      cwd: inCheckout(),
      remedy: 'see that the npm registry can be reached (`npm ping`) and the disk is not full, then run this again.',
      signal,
    });
    if (!isExecutable(nodeBinary) || !(await nodeRuns(signal))) await fetchNode(signal);
  },
};

function installedAsLocked() {
  const wanted = lockedPackages(inCheckout('package-lock.json'));
  const found = lockedPackages(inCheckout('node_modules', '.package-lock.json'));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const installed = found[path];
    return installed === undefined ? optional === true : installed.version === version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean } | undefined> | undefined}
 */
function lockedPackages(path) {
  try {
    return JSON.parse(readText(path) ?? '').packages;
  } catch {
    return undefined;
  }
}

/** @param {AbortSignal} signal */
async function nodeRuns(signal) {
  try {
    await runTool({ title: 'Node 24', command: nodeBinary, args: ['--version'], remedy: '', signal });
    return true;
  } catch {
    return false;
  }
}

/**
 * The `node` package fetches its binary in an install script, which a person's npm may be set not to run.
 *
 * @param {AbortSignal} signal
 */
const fetchNode = (signal) =>
  runTool({
    title: 'Node 24',
    command: 'npm',
    args: ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'],
    cwd: inCheckout(),
    remedy: 'allow the install script of the npm package `node`, or put a Node of at least 22.18 first on PATH.',
    signal,
  });
