import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Checkout, ended, isAlive, until } from './checkout.ts';

// The command on the real engine, offline.

interface Plan {
  steps: { op: string; urn: string }[];
}

const names = (plan: string): string[] =>
  (JSON.parse(plan) as Plan).steps.map(({ op, urn }) => `${op} ${urn.split('::').at(-1)}`).sort();

const created = ['create one', 'create tandem-local', 'create two'];

describe('preview', () => {
  const checkout = new Checkout();

  test('--json prints the plan alone, and --out keeps the same', async () => {
    const { code, stdout, stderr } = await checkout.tandem('preview local --json --out plan.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(names(stdout)).toEqual(created);
    expect(checkout.read('plan.json')).toBe(stdout);
  });

  test('people see changes, resources by type and what the policies say', async () => {
    const { code, stdout } = await checkout.tandem('preview local');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\+ create {3}test:index:Part {2}(one, two|two, one)/);
    expect(stdout).toContain('Plan: 3 to create');
    expect(stdout).toContain('2  test:index:Part');
    expect(stdout).toContain('Policies: 2 rules, 0 refused, 1 advised');
    expect(stdout).toContain('two is too much');
  });

  test('a policy that refuses makes it exit 1; the plan is kept, because it is whole', async () => {
    const { code, stdout, stderr } = await checkout.tandem('preview local --json --out refused.json', {
      TEST_LEVEL: 'mandatory',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('refused by no-two:');
    expect(names(stdout)).toEqual(created);
    expect(checkout.read('refused.json')).toBe(stdout);
  });

  test('--no-policy leaves the pack out', async () => {
    const { code, stdout } = await checkout.tandem('preview local --no-policy', { TEST_LEVEL: 'mandatory' });
    expect(code).toBe(0);
    expect(stdout).toContain('Policies: none ran');
  });

  test('a program that fails makes it exit 1, and no half plan is kept', async () => {
    const { code, stdout, stderr } = await checkout.tandem('preview local --out half.json', { TEST_PROGRAM: 'fails' });
    expect(code).toBe(1);
    expect(stdout).toContain('the program cannot go on');
    expect(stdout).not.toMatch(/^\s+at /m);
    expect(stderr).toContain('half.json is not written');
    expect(existsSync(checkout.path('half.json'))).toBe(false);
  });

  test('two at once of a stack that is new do not disturb each other', async () => {
    const own = new Checkout();
    const runs = await Promise.all([own.tandem('preview local --json'), own.tandem('preview local --json')]);
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(names(stdout)).toEqual(created);
    }
  });

  test('any stack can be previewed offline, and its configuration in git stays as it is', async () => {
    const before = checkout.read('stacks/Pulumi.production.yaml');
    const { code, stdout } = await checkout.tandem('preview production --offline --json');
    expect(code).toBe(0);
    expect(names(stdout)).toEqual(['create one', 'create tandem-production', 'create two']);
    expect(checkout.read('stacks/Pulumi.production.yaml')).toBe(before);
  });

  test('a signal ends it and everything it started', async () => {
    const own = new Checkout();
    const child = own.start(['preview', 'local', '--no-policy'], { TEST_PROGRAM: 'waits' });
    const run = ended(child);
    await until(() => own.programPid() !== undefined);
    child.kill('SIGTERM');
    expect((await run).code).toBe(143);
    await until(() => !isAlive(own.programPid() ?? 0));
  });
});

describe('a stack from up to destroy', () => {
  const checkout = new Checkout();

  beforeAll(async () => {
    const { code, stderr } = await checkout.tandem('up local --yes --json');
    if (code !== 0) throw new Error(stderr);
  });

  test('up --json prints one document, and changes nothing the second time', async () => {
    const { code, stdout } = await checkout.tandem('up local --yes --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      stack: 'local',
      ok: true,
      outputs: { url: 'https://api.example', cloud: checkout.path('.tandem/cloud/local') },
      policies: { rules: ['any-name', 'no-two'], violations: [{ rule: 'no-two', level: 'advisory' }] },
    });
    const plan = await checkout.tandem('preview local --json --no-policy');
    expect(names(plan.stdout)).toEqual(['same one', 'same tandem-local', 'same two']);
  });

  test('up for people ends with the summary', async () => {
    const { code, stdout } = await checkout.tandem('up local --yes');
    expect(code).toBe(0);
    expect(stdout).toContain('3 unchanged');
    expect(stdout).toContain('2  test:index:Part');
    expect(stdout).toContain('Policies: 2 rules, 0 refused, 1 advised');
  });

  test('up that a policy refuses changes nothing', async () => {
    const own = new Checkout();
    const { code, stdout } = await own.tandem('up local --yes --json', { TEST_LEVEL: 'mandatory' });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      policies: { violations: [{ rule: 'no-two', level: 'mandatory' }] },
    });
    const plan = await own.tandem('preview local --json --no-policy');
    expect(names(plan.stdout)).toEqual(created);
  });

  test('outputs, for people and as JSON', async () => {
    expect((await checkout.tandem('outputs local')).stdout).toContain('url    https://api.example\n');
    const { stdout } = await checkout.tandem('outputs local --json');
    expect(JSON.parse(stdout)).toEqual({ url: 'https://api.example', cloud: checkout.path('.tandem/cloud/local') });
  });

  test('plain pulumi does the same after env, policies included', async () => {
    const { code, stdout } = await checkout.shell(
      `eval "$(${process.execPath} infra/cli/main.ts env local)" && pulumi preview -s local --color never`,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('3 unchanged');
    expect(stdout).toContain('two is too much');
  });

  test('a lock that a killed update left is released', async () => {
    const child = checkout.start(['up', 'local', '--yes', '--json', '--no-policy'], { TEST_PROGRAM: 'waits' });
    const run = ended(child);
    await until(() => checkout.programPid() !== undefined);
    const [engine = 0] = checkout.lockOwners();
    process.kill(engine, 'SIGKILL');
    await run;
    expect(checkout.lockOwners()).toEqual([engine]);
    expect((await checkout.tandem('up local --yes --json --no-policy')).code).toBe(0);
    expect(checkout.lockOwners()).toEqual([]);
  });

  test('refresh and destroy', async () => {
    expect(JSON.parse((await checkout.tandem('refresh local --yes --json')).stdout)).toEqual({
      stack: 'local',
      ok: true,
    });
    expect(JSON.parse((await checkout.tandem('destroy local --yes --json')).stdout)).toEqual({
      stack: 'local',
      ok: true,
    });
    const plan = await checkout.tandem('preview local --json --no-policy');
    expect(names(plan.stdout)).toEqual(created);
  });
});
