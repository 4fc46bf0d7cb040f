import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { Checkout, ended, until } from './checkout.ts';

const plan = resolve(import.meta.dirname, '../../fixtures/real-plan.json');

/** Programs of the data plane that wait instead of doing anything. Each says that it does with a file. */
function waitingPrograms(): string {
  const folder = join(temporaryFolder('waiting'), 'install', 'bin');
  mkdirSync(folder, { recursive: true });
  for (const program of ['envoy', 'initdb', 'postgres', 'pg_basebackup', 'pg_rewind'])
    writeFileSync(join(folder, program), `#!/bin/sh\ntouch ${folder}/../${program}.waits\nexec sleep 302\n`, {
      mode: 0o755,
    });
  return folder;
}

// A signal may reach the whole group of a command or its process alone: it ends in the same way.
test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a drill whose process alone gets a %s ends with %i', async (signal, code) => {
  const checkout = new Checkout();
  const programs = waitingPrograms();
  const variables = { ENVOY_BIN: join(programs, 'envoy'), PG_BIN: programs };
  const child = checkout.start(['drill', '--from', plan, '--json', 'report.json'], variables);
  const end = ended(child);
  await until(() => existsSync(join(programs, '../envoy.waits')) || child.exitCode !== null);
  child.kill(signal);
  const { stderr, ...run } = await end;
  expect(run, stderr).toEqual({ code, stdout: '' });
  expect(stderr).toContain('The drill was stopped before its end.');
  expect(existsSync(checkout.path('report.json'))).toBe(false);
  expect(readdirSync(checkout.path('.tandem/drill'))).toEqual([]);
});
