import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

// What the SDK does with functions, in processes of their own, with and without the hook.

const root = resolve(import.meta.dirname, '../..');

const script = `
import { createRequire } from 'node:module';
import * as pulumi from '@pulumi/pulumi';
const { cache } = createRequire(import.meta.url);
const loaded = () => ['typescript/lib/typescript.js', '@npmcli/arborist/lib/index.js']
  .filter((end) => Object.keys(cache).some((file) => file.startsWith('/') && file.endsWith(end)));
const before = loaded();
const answer = 42;
const { text } = await pulumi.runtime.serializeFunction(() => answer);
const paths = await pulumi.runtime.computeCodePaths({ extraIncludePackages: ['ansis'] });
console.log(JSON.stringify({ before, text, paths: [...paths.keys()].sort(), after: loaded() }));
`;

function run(...options: string[]): unknown {
  const args = [...options, '--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

test('the SDK loads its compiler when a function needs it, and makes the same of the function', () => {
  const both = ['typescript/lib/typescript.js', '@npmcli/arborist/lib/index.js'];
  const usual = run();
  expect(usual).toMatchObject({ before: both, text: expect.stringContaining('42') as string });
  expect(run('--require', './infra/late.cjs')).toEqual({ ...(usual as object), before: [] });
});
