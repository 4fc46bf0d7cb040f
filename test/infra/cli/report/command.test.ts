import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../../../support/folder.ts';
import { base, head, previewOf } from './plans.ts';

// `tandem report` as a person calls it.

const root = resolve(import.meta.dirname, '../../../..');
const folder = temporaryFolder('report');

const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const baseFile = fileOf('base.json', previewOf(base));
const headFile = fileOf('head.json', previewOf(head));

function report(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'infra/cli/main.ts'), 'report', ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' } },
  );
  return { code: status, stdout, stderr };
}

const refused = (...args: readonly string[]): string => {
  const { code, stdout, stderr } = report(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
};

describe('tandem report', () => {
  it('exits 1 when the change breaks what held before it, and says what', () => {
    const { code, stdout } = report('--base', baseFile, '--head', headFile);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^<!-- tandem report: test -->\n/);
    expect(stdout).toContain('This change breaks what held before it: 2 losses, 1 objective');
  });

  it('exits 0 when nothing gets worse, also where not all is sound', () => {
    expect(report('--base', headFile, '--head', headFile).code).toBe(0);
    expect(report('--base', headFile, '--head', baseFile).code).toBe(0);
    const first = report('--head', headFile);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('There is no plan before this one, and its verdict does not hold.');
  });

  it('prints JSON and HTML as well, each with the link to the drill', () => {
    const drill = ['--drill', 'https://ci.example/a page'];
    const json = report('--base', baseFile, '--head', headFile, '--format', 'json', ...drill);
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, holds: false, drill: 'https://ci.example/a%20page' });
    const html = report('--base', baseFile, '--head', headFile, '--format', 'html', ...drill);
    expect(html.stdout).toMatch(/^<!doctype html>[\s\S]*href="https:\/\/ci\.example\/a%20page"/);
  });

  it('reads the state of a stack as well', () => {
    const { steps } = JSON.parse(previewOf(base)) as { steps: { newState: object }[] };
    const state = fileOf('state.json', JSON.stringify({ deployment: { resources: steps.map((one) => one.newState) } }));
    const { code, stdout } = report('--base', state, '--head', headFile, '--format', 'json');
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { resources: { name: string }[] }).resources.map(({ name }) => name)).toEqual([
      'images',
      'run-us-east1',
      'password',
    ]);
  });

  it('tells all that is wrong with both files at once', () => {
    const told = refused('--base', 'nowhere.json', '--head', fileOf('broken.json', '{"steps": ['));
    expect(told).toContain('--base nowhere.json cannot be read');
    expect(told).toMatch(/--head: .*broken\.json is not JSON .*it may be cut off/);
  });

  it.each([
    ['no head', ['--base', baseFile], "required option '--head <file>' not specified"],
    [
      'a format that does not exist',
      ['--head', headFile, '--format', 'pdf'],
      'Allowed choices are markdown, html, json',
    ],
    ['an address that runs a script', ['--head', headFile, '--drill', 'javascript:alert(1)'], 'begins with https://'],
    ['no address', ['--head', headFile, '--drill', 'page.html'], 'begins with https://'],
  ])('refuses %s', (_name, args, message) => {
    expect(refused(...args)).toContain(message);
  });
});
