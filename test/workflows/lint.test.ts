import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { root, textOf, workflow, workflowFiles, type Job } from './workflows.ts';

const ACTION = '.github/actions/cloud/action.yml';
const texts: readonly (readonly [string, string])[] = [
  ...workflowFiles.map((file) => [file, textOf(file)] as const),
  [ACTION, readFileSync(join(root, ACTION), 'utf8')],
];

const jobs: readonly (readonly [string, Job])[] = workflowFiles.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
);

describe('actionlint', () => {
  const binary = join(root, '.tandem/bin/actionlint');

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'offline/setup/setup.js'), '--only', 'tests', '--quiet']);
  }, 300_000);

  // Without helpers that the machine may have or not: what it says must be the same everywhere.
  const lint = (input?: string): { code: number | null; said: string } => {
    const helpers = ['-shellcheck=', '-pyflakes='];
    const { status, stdout, stderr } = spawnSync(binary, [...helpers, ...(input === undefined ? [] : ['-'])], {
      cwd: root,
      encoding: 'utf8',
      input: input ?? '',
    });
    return { code: status, said: stdout + stderr };
  };

  it('finds nothing wrong with the workflows', () => {
    expect(lint()).toEqual({ code: 0, said: '' });
  });

  it('would find a fault', () => {
    const { code, said } = lint(textOf('check.yml').replace('runner.temp', 'runner.tmp'));
    expect(code).toBe(1);
    expect(said).toContain('property "tmp" is not defined');
  });
});

describe('the workflows', () => {
  it('are those that are written about', () => {
    expect(workflowFiles).toEqual(['check.yml', 'preview.yml', 'up-stack.yml', 'up.yml']);
  });

  it.each(texts)('%s pins each action by its commit, with the version beside it', (_file, text) => {
    const uses = [...text.matchAll(/uses: (.*)/g)]
      .map(([, used = '']) => used)
      .filter((used) => !used.startsWith('./'));
    expect(uses.filter((used) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
    expect(text).not.toMatch(/\bdocker:\/\//);
  });

  it('pin one commit an action', () => {
    const uses = texts.flatMap(([, text]) => [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)@(.*)/g)]);
    const pins = Map.groupBy(uses, ([, action]) => action);
    for (const [action, found] of pins) expect(new Set(found.map(([, , pin]) => pin)).size, action).toBe(1);
    expect(pins.size).toBe(7);
  });

  it.each(texts)(
    '%s uses no stored secret, and never runs for a fork with the rights of this repository',
    (_, text) => {
      expect(text).not.toMatch(/\bsecrets\b|pull_request_target|workflow_run|credentials_json|aws-secret-access-key/);
    },
  );

  it.each(texts)('%s puts no expression into a script: what a pull request names stays data', (_file, text) => {
    const scripts = [...text.matchAll(/^( *)(?:- )?run: (?:\|\n((?:\1 +.*\n|\n)+)|(.*)\n)/gm)];
    expect(scripts.length).toBe([...text.matchAll(/\brun: /g)].length);
    for (const [script] of scripts) expect(script).not.toContain('${{');
  });

  it('have the least rights: none by default, and in a job only what it needs', () => {
    expect(workflow('check.yml').permissions).toEqual({ contents: 'read' });
    for (const file of ['preview.yml', 'up.yml', 'up-stack.yml']) expect(workflow(file).permissions).toEqual({});
    const cloud = { contents: 'read', 'id-token': 'write' };
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      'check.yml check': undefined,
      'preview.yml preview': cloud,
      'preview.yml comment': { 'pull-requests': 'write' },
      'up.yml staging': cloud,
      'up.yml production': cloud,
      'up-stack.yml plan': cloud,
      'up-stack.yml up': cloud,
      'up-stack.yml verify': cloud,
    });
  });

  it('let no job hang for hours', () => {
    const limits = jobs
      .filter(([, job]) => job.uses === undefined)
      .map(([, job]) => job['timeout-minutes'] ?? Infinity);
    expect(Math.max(...limits)).toBeLessThanOrEqual(120);
  });

  it('keep runs on one stack apart', () => {
    const groups = Object.fromEntries(jobs.map(([name, { concurrency }]) => [name, concurrency?.group]));
    expect(groups['up.yml staging']).toBe('up-staging');
    expect(groups['up.yml production']).toBe('up-production');
    expect(groups['preview.yml preview']).toContain('${{ matrix.stack }}');
    expect(workflow('check.yml').concurrency?.group).toContain('${{ github.ref }}');
  });

  it('leave no token of the repository in a checkout', () => {
    const checkouts = jobs.flatMap(([, { steps = [] }]) => steps.filter(({ uses }) => uses?.includes('/checkout@')));
    expect(checkouts.length).toBe(5);
    for (const step of checkouts) expect(step.with?.['persist-credentials']).toBe(false);
  });

  it('preview and update the stacks that are there, and ask before production is updated', () => {
    const { preview, comment } = workflow('preview.yml').jobs;
    const stacks = preview?.strategy?.matrix.stack ?? [];
    expect(stacks).toEqual(['staging', 'production']);
    expect(comment?.strategy?.matrix.stack).toEqual(stacks);
    expect(Object.keys(workflow('up.yml').jobs)).toEqual(stacks);
    for (const stack of stacks) expect(() => readFileSync(join(root, `stacks/Pulumi.${stack}.yaml`))).not.toThrow();
    expect(workflow('up-stack.yml').jobs['up']?.environment).toBe('${{ inputs.stack }}');
    expect(preview?.environment).toBe('preview-${{ matrix.stack }}');
  });

  it('install the version of the command line that the set-up builds', () => {
    const built = /pulumi\/pkg\/v3 v([\d.]+)/.exec(readFileSync(join(root, 'offline/cli/go.mod'), 'utf8'))?.[1];
    const installed = texts.flatMap(([, text]) =>
      [...text.matchAll(/pulumi-version: (.*)/g)].map(([, version]) => version),
    );
    expect(installed).toEqual([built, built]);
  });
});
