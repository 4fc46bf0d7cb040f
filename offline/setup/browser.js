#!/usr/bin/env node
// Finds a Chromium for the test of the report's page, or installs one, and prints where it is. Called by that test and not
// by the set-up: nobody needs a browser to use the package.
//
//   node offline/setup/browser.js

import { SetupProblem } from './problem.js';
import { say } from './progress.js';
import { runTool } from './run.js';
import { isExecutable, which } from './which.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const remedy = 'install Chromium (Debian: `apt-get install chromium` as root), or name one in CHROMIUM_BIN.';

/** @returns {string | undefined} */
const found = () => names.map((name) => which(name)).find((path) => path !== undefined);

/** @returns {Promise<string>} path of the browser */
async function browser() {
  const named = process.env['CHROMIUM_BIN'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new SetupProblem(`CHROMIUM_BIN names ${named}, which is not an executable file.`, { remedy });
  }
  const here = found();
  if (here !== undefined) return here;
  if (process.getuid?.() !== 0 || which('apt-get') === undefined)
    throw new SetupProblem('No Chromium was found on PATH, and it cannot be installed from here.', { remedy });
  await install();
  const installed = found();
  if (installed === undefined) throw new SetupProblem('apt-get installed Chromium, yet it is not on PATH.', { remedy });
  return installed;
}

async function install() {
  say('- Chromium, for the test of the page …');
  const title = 'Chromium';
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runTool({ title, command: 'apt-get', args: ['update', '-qq'], env, remedy });
  const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  await runTool({ title, command: 'apt-get', args, env, remedy });
}

try {
  process.stdout.write(`${await browser()}\n`);
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  process.stderr.write(`${error}\n`);
  process.exit(1);
}
