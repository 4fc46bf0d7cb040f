import { spawnSync } from 'node:child_process';
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

  test('people see changes, resources by type and what the policies say', async () => {
    const { code, stdout } = await checkout.tandem('preview local');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\+ create {3}test:index:Part {2}(one, two|two, one)/);
    expect(stdout).toContain('Plan: 3 to create');
    expect(stdout).toContain('2  test:index:Part');
    expect(stdout).toContain('Policies: 2 rules, 0 refused, 1 advised');
    expect(stdout).toContain('two is too much');
  });

  test('a policy that refuses makes it exit 1; --json prints the plan alone, and --out keeps it, because it is whole', async () => {
    const { code, stdout, stderr } = await checkout.tandem('preview local --json --out refused.json', {
      TEST_LEVEL: 'mandatory',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('refused by no-two:');
    expect(names(stdout)).toEqual(created);
    expect(checkout.read('refused.json')).toBe(stdout);
  });

  test('a program that fails makes it exit 1, and no half plan is kept', async () => {
    const { code, stdout, stderr } = await checkout.tandem('preview local --no-policy --out half.json', {
      TEST_PROGRAM: 'fails',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('the program cannot go on');
    expect(stdout).not.toMatch(/^\s+at /m);
    expect(stderr).toContain('half.json is not written');
    expect(existsSync(checkout.path('half.json'))).toBe(false);
  });

  test('two at once of a stack that is new do not disturb each other, and --no-policy leaves the pack out', async () => {
    const own = new Checkout();
    const preview = 'preview local --json --no-policy';
    const runs = await Promise.all([1, 2].map(() => own.tandem(preview, { TEST_LEVEL: 'mandatory' })));
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(names(stdout)).toEqual(created);
    }
  });

  test('a lock that a killed one left while it made the stack is released by the next', async () => {
    const own = new Checkout();
    const { pid } = spawnSync('true');
    own.write('.tandem/state/.pulumi/locks/organization/tandem/local/gone.json', JSON.stringify({ pid }));
    const { code, stderr } = await own.tandem('env local');
    expect({ code, stderr, owners: own.lockOwners() }).toEqual({ code: 0, stderr: '', owners: [] });
  });

  test('any stack can be previewed offline, and its configuration in git stays as it is', async () => {
    const before = checkout.read('stacks/Pulumi.production.yaml');
    const { code, stdout } = await checkout.tandem('preview production --offline --json --no-policy');
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
    expect((await run).code).toBe(1);
    await until(() => !isAlive(own.programPid() ?? 0));
  });
});

describe('a stack from up to destroy', () => {
  const checkout = new Checkout();

  beforeAll(async () => {
    const { code, stderr } = await checkout.tandem('up local --yes --json --no-policy');
    if (code !== 0) throw new Error(stderr);
  });

  test('up again changes nothing, and ends with the summary', async () => {
    const { code, stdout } = await checkout.tandem('up local --yes');
    expect(code).toBe(0);
    expect(stdout).toContain('3 unchanged');
    expect(stdout).toContain('2  test:index:Part');
    expect(stdout).toContain('Policies: 2 rules, 0 refused, 1 advised');
  });

  test('up that a policy refuses exits 1, and --json prints one document', async () => {
    const { code, stdout } = await checkout.tandem('up local --yes --json', { TEST_LEVEL: 'mandatory' });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      stack: 'local',
      ok: false,
      outputs: {},
      policies: { rules: ['any-name', 'no-two'], violations: [{ rule: 'no-two', level: 'mandatory' }] },
    });
  });

  test('outputs, for people and as JSON', async () => {
    expect((await checkout.tandem('outputs local')).stdout).toContain('url    https://api.example\n');
    const { stdout } = await checkout.tandem('outputs local --json');
    expect(JSON.parse(stdout)).toEqual({ url: 'https://api.example', cloud: checkout.path('.tandem/cloud/local') });
  });

  test('plain pulumi does the same after env, policies and their levels included', async () => {
    checkout.write('policy/config/local.json', '{ "no-two": "mandatory" }');
    const { code, stdout } = await checkout.shell(
      `eval "$(${process.execPath} infra/cli/main.ts env local)" && pulumi preview -s local --color never`,
    );
    checkout.write('policy/config/local.json', '{}');
    expect(code).not.toBe(0);
    expect(stdout).toContain('[mandatory]  no-two');
  });

  test('a shell that is prepared for one stack does not lead another astray', async () => {
    const { code, stdout } = await checkout.shell(
      `eval "$(${process.execPath} infra/cli/main.ts env local)" && ${process.execPath} infra/cli/main.ts preview dev --offline --json --no-policy`,
    );
    expect(code).toBe(0);
    expect(names(stdout)).toEqual(['create one', 'create tandem-dev', 'create two']);
  });

  test('an update keeps others out; a lock that a killed one left is released by the next', async () => {
    const child = checkout.start(['up', 'local', '--yes', '--json', '--no-policy'], { TEST_PROGRAM: 'waits' });
    const run = ended(child);
    await until(() => checkout.programPid() !== undefined);
    const [engine = 0] = checkout.lockOwners();
    const second = await checkout.tandem('up local --yes --json --no-policy');
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`changed by process ${engine}`) as unknown,
    });
    process.kill(engine, 'SIGKILL');
    expect((await run).code).toBe(1);
    expect(checkout.lockOwners()).toEqual([engine]);
    const next = await checkout.tandem('up local --yes --json --no-policy');
    expect(next.code).toBe(0);
    expect(JSON.parse(next.stdout)).toMatchObject({ ok: true, outputs: { url: 'https://api.example' } });
    expect(checkout.lockOwners()).toEqual([]);
  });

  test('refresh and destroy, after which nothing is left', async () => {
    const refreshed = await checkout.tandem('refresh local --yes --json');
    expect(JSON.parse(refreshed.stdout)).toEqual({ stack: 'local', ok: true });
    const destroyed = await checkout.tandem('destroy local --yes --json');
    expect(JSON.parse(destroyed.stdout)).toEqual({ stack: 'local', ok: true });
    expect(JSON.parse((await checkout.tandem('outputs local --json')).stdout)).toEqual({});
  });
});
