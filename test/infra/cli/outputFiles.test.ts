import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOutputs, writeWhole } from '../../../infra/cli/outputFiles.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder('outputs');
const at = (name: string): string => join(folder, name);
mkdirSync(at('folder'));
writeFileSync(at('plan.json'), 'a plan');
symlinkSync(at('plan.json'), at('link.json'));
linkSync(at('plan.json'), at('twin.json'));
symlinkSync(folder, at('same-folder'));

const json = (path: string) => ({ option: '--json', path });

function problems(...given: Parameters<typeof checkOutputs>): string {
  try {
    checkOutputs(...given);
    return '';
  } catch (error) {
    expect(error).toHaveProperty('name', 'InputProblem');
    return String(error instanceof Error && error.message);
  }
}

test.each([
  ['', '--json names no file'],
  [at('nowhere/x.json'), 'nowhere/x.json cannot be written: its folder is not there, or takes no files. Name a file'],
  [at('folder'), 'folder cannot be written: it is a folder'],
  [at('plan.json/x.json'), 'x.json cannot be written: a part of its path is a file'],
  [at('x'.repeat(300)), 'cannot be written: its name is too long'],
  // Says that it can be written, and cannot.
  ['/proc/x.json', '--json /proc/x.json cannot be written: its folder is not there, or takes no files'],
])('%s', (path, message) => {
  expect(problems([json(path)])).toContain(message);
});

test.each(['plan.json', 'link.json', 'twin.json', 'same-folder/plan.json'])(
  'what is read is not written over: %s',
  (name) => {
    const read = { option: '--from', path: at('plan.json') };
    expect(problems([json(at(name))], [read])).toBe(
      `--json ${at(name)} is the same file as --from ${at('plan.json')}, which would be lost. Name another file.`,
    );
  },
);

test('two outputs are two files, whether they are there or not', () => {
  for (const [one, other] of [
    ['new.x', 'new.x'],
    ['new.x', 'same-folder/new.x'],
    ['plan.json', 'twin.json'],
  ] as const)
    expect(problems([json(at(one)), { option: '--html', path: at(other) }])).toContain(
      `--html ${at(other)} is the same file as --json ${at(one)}, and one would overwrite the other`,
    );
});

test('every problem at once', () => {
  const told = problems([json('/proc/x.json'), { option: '--html', path: at('folder') }]);
  expect(told).toMatch(/^--json .*\n--html .*$/);
});

test('what can be written leaves no trace of having been tried', () => {
  expect(problems([json(at('new.json')), { option: '--html', path: '/dev/null' }])).toBe('');
  expect(problems([json('/dev/null'), { option: '--html', path: '/dev/null' }])).toBe('');
  expect(readdirSync(folder).sort()).toEqual(['folder', 'link.json', 'plan.json', 'same-folder', 'twin.json']);
});

test('a link still leads to its file after that was written', () => {
  writeFileSync(at('target.json'), 'old');
  symlinkSync(at('target.json'), at('way.json'));
  writeWhole(at('way.json'), 'new');
  expect(readFileSync(at('target.json'), 'utf8')).toBe('new');
});

test('a device stays a device', () => {
  writeWhole('/dev/null', 'nothing');
  expect(readFileSync('/dev/null', 'utf8')).toBe('');
});
