import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goodTools, Machine } from '../../offline/setup/machine.ts';

// infra/cli/tandem.js, on a machine whose tools are stand-ins and with a command that only says that it ran.

const command = `console.log('ran', process.versions.node, ...process.argv.slice(2)); process.exitCode = 5;`;

function launch(
  machine: Machine,
  ...nodeArguments: string[]
): { status: number | null; stdout: string; stderr: string } {
  machine.write('infra/cli/main.ts', command);
  const args = [...nodeArguments, join(machine.checkout, 'infra/cli/tandem.js'), 'preview', 'local'];
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: machine.bin } });
}

describe('a checkout that is not set up', () => {
  test('is set up first, without the data plane, and keeps stdout for the command', () => {
    const machine = new Machine();
    const { status, stdout, stderr } = launch(machine);
    expect({ status, stdout }).toEqual({ status: 5, stdout: `ran ${process.versions.node} preview local\n` });
    expect(stderr).toContain('- npm packages: done');
    expect(
      machine
        .calls()
        .filter((call) => call !== 'go version')
        .sort(),
    ).toEqual(['go build', 'npm ci']);
  });

  test('that cannot be set up does not run the command', () => {
    const { status, stdout, stderr } = launch(new Machine({ ...goodTools, npm: 'process.exitCode = 1' }));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('The set-up stopped.');
  });
});

test('a checkout that is set up just runs the command', () => {
  const machine = new Machine();
  launch(machine);
  const calls = machine.calls();
  expect(launch(machine)).toMatchObject({ status: 5, stderr: '' });
  expect(machine.calls()).toEqual(calls);
});

test("a Node that cannot run TypeScript hands over to the checkout's own, exit code included", () => {
  const machine = new Machine();
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;
  const { status, stdout } = launch(machine, '--import', pretend);
  expect({ status, stdout }).toEqual({ status: 5, stdout: `ran ${process.versions.node} preview local\n` });
});
