#!/usr/bin/env node
// Starts the `tandem` command: makes sure that the checkout is set up, and that a Node runs it which knows TypeScript.

import { spawnSync } from 'node:child_process';
import module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missing, stepsOf } from '../../offline/setup/steps/index.js';

const oldestNode = [22, 18];
const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const ownNode = join(checkout, 'node_modules', '.bin', 'node');

if (missing(stepsOf('engine')).length > 0) {
  const setup = spawnSync(process.execPath, [join(checkout, 'offline/setup/setup.js'), '--only', 'engine'], {
    stdio: ['ignore', 2, 2],
  });
  if (setup.status !== 0) process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  const { relay } = await import('./relay.js');
  relay(ownNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
} else {
  module.enableCompileCache?.(join(checkout, '.tandem', 'compile-cache'));
  await import('./main.ts');
}
