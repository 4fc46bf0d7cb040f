import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { rules } from '../../policy/rules/index.ts';
import { cleanClone } from './clone.ts';
import { workflow, type Step } from './workflows.ts';

// Every script of check.yml is run, in its order, in a clean clone and with the variables that a runner sets. None is left
// out, and nothing of this machine's environment gets in but where tools and caches are.

const root = resolve(import.meta.dirname, '../..');

const steps = workflow('check.yml').jobs['check']?.steps ?? [];
const scripts = steps.filter(({ run }) => run !== undefined);

const KEPT = ['HOME', 'TMPDIR', 'GOPROXY', 'GOFLAGS', 'GOSUMDB', 'GOGC', 'GOMEMLIMIT', 'ENVOY_BIN', 'PG_BIN'];

/** One stack that is there before the change and one that it brings. Every shipped stack is judged in test/mutate. */
const [BASE, ADDED] = ['production', 'dev'];
const stacks = [BASE, ADDED];

class Runner {
  readonly folder = cleanClone([BASE], [ADDED]);
  readonly temporary = join(this.folder, '.tandem/runner');

  constructor() {
    mkdirSync(this.temporary, { recursive: true });
    for (const name of ['path', 'summary']) writeFileSync(join(this.temporary, name), '');
  }

  run(step: Step): { readonly code: number | null; readonly said: string } {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''],
      {
        cwd: join(this.folder, step['working-directory'] ?? '.'),
        encoding: 'utf8',
        env: { ...this.#variables(), ...step.env },
        maxBuffer: 1 << 26,
      },
    );
    return { code: status, said: stdout + stderr };
  }

  read(path: string): string {
    return readFileSync(join(this.temporary, path), 'utf8');
  }

  #variables(): NodeJS.ProcessEnv {
    const added = this.read('path').split('\n').filter(Boolean).reverse();
    return {
      ...Object.fromEntries(KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      // A runner has time to compile the SDK anew; a test run has compiled it already.
      NODE_COMPILE_CACHE: join(root, '.tandem/compile-cache'),
      PATH: [...added, dirname(process.execPath), process.env['PATH']].join(delimiter),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_PATH: join(this.temporary, 'path'),
      GITHUB_STEP_SUMMARY: join(this.temporary, 'summary'),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/infra',
      GITHUB_RUN_ID: '7',
      RUNNER_TEMP: this.temporary,
      NO_COLOR: '1',
    };
  }
}

describe('the scripts of check.yml', () => {
  let runner: Runner;
  const said = new Map<string, string>();

  beforeAll(() => {
    runner = new Runner();
  });

  it.each(scripts.map((step) => [step.name ?? 'a step without a name', step] as const))(
    '%s',
    (name, step) => {
      const run = runner.run(step);
      said.set(name, run.said);
      expect(run.code, run.said).toBe(0);
    },
    180_000,
  );

  it('are all of them', () => {
    expect(scripts.map(({ name }) => name)).toEqual([
      'Set up',
      'Set up the base',
      'Lint the workflows',
      'Preview all stacks of the base',
      'Preview all stacks with the change, with the policies',
      'Drill an incident against production',
      'Judge and report',
    ]);
  });

  it('find no rule broken but the one that dev says it breaks', () => {
    const previews = said.get('Preview all stacks with the change, with the policies') ?? '';
    const judged = [...previews.matchAll(/Policies: (\d+) rules, (.*)/g)];
    expect(judged.map(([, count]) => Number(count) >= rules.length)).toEqual([true, true]);
    expect(judged.map(([, , result]) => result).sort()).toEqual(['0 refused, 0 advised', '0 refused, 1 advised']);
    expect(previews).toContain('tandem-gcp-020-database-survives-a-zone');
    expect(previews).not.toContain('Cannot be decided');
  });

  it('leave a summary with a report on every stack, beside its base where there is one', () => {
    const reports = runner
      .read('summary')
      .split(/^<!-- tandem report: /m)
      .slice(1);
    const said = reports.map((report) => [/.*(?= -->)/.exec(report)?.[0], report.includes('no plan before this one')]);
    expect(said.sort()).toEqual([
      [ADDED, true],
      [BASE, false],
    ]);
  });

  it('leave the pages that are kept', () => {
    for (const stack of stacks)
      expect(runner.read(`check/${stack}.html`)).toContain(`<title>Change to ${stack}</title>`);
    expect(JSON.parse(runner.read('check/drill.json'))).toMatchObject({ ok: true, stack: 'production' });
    expect(runner.read('check/drill.html')).toContain('<!doctype html>');
    expect(runner.read('check/production.html')).toContain(
      'href="https://github.com/acme/infra/actions/runs/7#artifacts"',
    );
  });
});
