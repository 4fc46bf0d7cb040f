import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Checkout } from './checkout.ts';

// Bad usage and bad input: one clear message, exit 2, no stack trace, nothing half made.

const checkout = new Checkout();

async function refused(args: string, from: Checkout = checkout): Promise<string> {
  const { code, stdout, stderr } = await from.tandem(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(from.path('.tandem/state/.pulumi')), 'nothing is made').toBe(false);
  return stderr;
}

function withConfig(from: string, to: string): Checkout {
  const own = new Checkout();
  own.configure(from, to);
  return own;
}

describe('usage', () => {
  test.each([
    ['an option that does not exist', 'preview local --offlin', "unknown option '--offlin'"],
    ['a command that does not exist', 'previev local', "unknown command 'previev'"],
    ['no stack', 'preview', "missing required argument 'stack'"],
    ['an option without its value', 'preview local --out', 'argument missing'],
  ])('%s', async (_, args, message) => {
    expect(await refused(args)).toContain(message);
  });

  test('a question that nobody can answer', async () => {
    expect(await refused('up local')).toContain('nobody can answer here: add --yes');
    expect(await refused('destroy local --json')).toContain('add --yes');
  });

  test('help is no error', async () => {
    const { code, stdout } = await checkout.tandem('--help');
    expect(code).toBe(0);
    for (const command of ['preview', 'up', 'refresh', 'destroy', 'outputs', 'env'])
      expect(stdout).toContain(`  ${command} `);
  });
});

describe('stacks', () => {
  test.each(['preview', 'refresh --yes', 'destroy --yes', 'outputs', 'env'])(
    '%s of one that does not exist',
    async (command) => {
      const [name = '', ...rest] = command.split(' ');
      const told = await refused([name, 'nowhere', ...rest].join(' '));
      expect(told).toContain("There is no stack 'nowhere'.");
      for (const known of ['local', 'dev', 'staging', 'production', 'stacks/stacks.ts']) expect(told).toContain(known);
    },
  );

  test('a name that is a path', async () => {
    expect(await refused('preview ../local')).toContain("There is no stack '../local'.");
  });
});

describe('configuration', () => {
  test('that is no YAML: where it breaks', async () => {
    const told = await refused('preview local', withConfig('config:', 'config: ['));
    expect(told).toMatch(/stacks\/Pulumi\.local\.yaml is not valid YAML:\n.* at line \d+/);
  });

  test('every problem at once, with what was given', async () => {
    const own = withConfig('failover: us-east4', 'failover: us-central1');
    own.configure('peakRps: 100', 'peakRps: -3');
    const told = await refused('preview local', own);
    expect(told).toContain('tandem:regions');
    expect(told).toContain('us-central1');
    expect(told).toContain('tandem:load.peakRps');
    expect(told).toContain('-3');
  });

  test('a key that does not exist', async () => {
    expect(await refused('preview local', withConfig('tandem:load:', 'tandem:lod:'))).toContain('tandem:lod');
  });
});

describe('folders and files', () => {
  test('a state folder that cannot be written', async () => {
    const own = new Checkout();
    own.write('.tandem/state', 'a file where a folder should be');
    const told = await refused('preview local', own);
    expect(told).toContain(`${own.path('.tandem/state')} cannot be written`);
  });

  test.each([
    ['a folder that does not exist', 'nowhere/plan.json'],
    ['a folder in place of a file', 'stacks'],
  ])('--out into %s', async (_, path) => {
    expect(await refused(`preview local --out ${path}`)).toContain(`--out ${path} cannot be written`);
  });
});
