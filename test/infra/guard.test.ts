import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const entry = resolve(import.meta.dirname, '../../infra/index.js');

/** Loads the program's entry point on a Node that says it has another version. */
function load(version: string): { status: number | null; stderr: string } {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const code = `${pretend} await import('${entry}').catch((error) => { console.error(error.message); process.exit(3); });`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  return { status, stderr };
}

test.each(['20.20.2', '22.17.1'])('Node %s is told in one line what to do', (version) => {
  const { status, stderr } = load(version);
  expect(status).toBe(3);
  expect(stderr.trim().split('\n')).toEqual([
    `This program needs Node 22.18 or later and runs on ${version}. Run \`npm install\`, then put the checkout's own Node ` +
      'first: export PATH="$PWD/node_modules/.bin:$PATH"',
  ]);
});

test.each(['22.18.0', '24.0.0'])('Node %s loads the program', (version) => {
  expect(load(version)).toEqual({ status: 0, stderr: '' });
});
