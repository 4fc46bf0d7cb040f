import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { envoyBinary, postgresFolder } from '../../drill/binaries.ts';
import { runDrill } from '../../drill/index.ts';
import { model } from './models.ts';
import { incident, rate, scale } from './support.ts';

// Whatever ends a drill, nothing of it stays.

const runner = fileURLToPath(new URL('./runner.ts', import.meta.url));
const nobody = 65_534;
const asRoot = process.getuid?.() === 0;

const homes: string[] = [];

/** A folder of its own for each drill, that any user may write to. */
function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'drill-test-'));
  chmodSync(home, 0o777);
  homes.push(home);
  return home;
}

afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));

interface Running {
  readonly home: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when traffic flows. */
  readonly runs: Promise<void>;
}

function start(options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'> = {}): Running {
  const home = newHome();
  const child = spawn(process.execPath, [runner, home], { ...options, stdio: ['ignore', 'pipe', 'pipe'], cwd: home });
  let text = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('runs')) resolve();
    });
  return { home, child, output: () => text, runs: Promise.race([promise, once(child, 'close').then(() => {})]) };
}

/** Those that still live; one that has ended and is not collected yet does not. */
function living(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0);
      return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
        .toString()
        .startsWith('Z');
    } catch {
      return false;
    }
  });
}

/** The drill's own processes, and theirs. */
function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=']).toString().trim().split('\n');
  const pairs = table.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const children = (of: number): number[] => pairs.filter(([, parent]) => parent === of).map(([child]) => child);
  const all = (of: number): number[] => children(of).flatMap((child) => [child, ...all(child)]);
  return all(pid);
}

const named = (pids: readonly number[], word: string): number => {
  const found = pids.find((pid) =>
    execFileSync('ps', ['-o', 'args=', '-p', String(pid)])
      .toString()
      .includes(word),
  );
  if (found === undefined) throw new Error(`No process of the drill is called ${word}`);
  return found;
};

async function expectNothingLeft(home: string, pids: readonly number[]): Promise<void> {
  for (let waited = 0; waited < 100 && (living(pids).length > 0 || readdirSync(home).length > 0); waited++)
    await sleep(100);
  expect(living(pids)).toEqual([]);
  expect(readdirSync(home)).toEqual([]);
}

test('a drill that goes to its end leaves nothing, and answers', async () => {
  const drill = start();
  await drill.runs;
  const pids = descendants(drill.child.pid!);
  expect(pids.length).toBeGreaterThan(8);
  await once(drill.child, 'close');
  expect(drill.output()).toContain('failed 0, lost 0');
  await expectNothingLeft(drill.home, pids);
});

test.runIf(asRoot)('an ordinary user can drill too', async () => {
  const drill = start({ uid: nobody, gid: nobody });
  await once(drill.child, 'close');
  expect(drill.output()).toContain('failed 0, lost 0');
  expect(readdirSync(drill.home)).toEqual([]);
});

test.each(['SIGINT', 'SIGKILL'] as const)('a drill that gets a %s takes everything with it', async (signal) => {
  const drill = start();
  await drill.runs;
  const pids = descendants(drill.child.pid!);
  drill.child.kill(signal);
  await once(drill.child, 'close');
  await expectNothingLeft(drill.home, pids);
});

/** Postgres programs, of which the first one waits instead of making a database, and lets another one wait. */
function waitingPrograms(): string {
  const folder = newHome();
  for (const program of ['initdb', 'postgres', 'pg_basebackup', 'pg_rewind'])
    writeFileSync(join(folder, program), '#!/bin/sh\nsleep 301 & wait\n', { mode: 0o755 });
  return folder;
}

test.each(['SIGINT', 'SIGKILL'] as const)('one that gets a %s while it is set up does so too', async (signal) => {
  const programs = waitingPrograms();
  const drill = start({ env: { ...process.env, PG_BIN: programs } });
  const child = drill.child.pid!;
  const waiting = (): boolean => {
    const pids = descendants(child).join(',');
    return pids !== '' && execFileSync('ps', ['-o', 'args=', '-p', pids]).toString().includes('sleep 301');
  };
  while (drill.child.exitCode === null && !waiting()) await sleep(20);
  const pids = descendants(child);
  expect(() => named(pids, `${programs}/initdb`)).not.toThrow();
  drill.child.kill(signal);
  await once(drill.child, 'close');
  await expectNothingLeft(drill.home, pids);
});

test.each([
  ['envoy -c', 'Envoy was killed from outside (SIGKILL)'],
  ['region/server.ts', 'The server of region'],
  ['load/generator.ts', 'The load generator was killed from outside (SIGKILL)'],
  ['postgres -D', 'Postgres of'],
  ['guard.ts', 'The guard process was killed from outside (SIGKILL)'],
])('when its %s is killed, the drill says so and ends', async (word, message) => {
  const drill = start();
  await drill.runs;
  const pids = descendants(drill.child.pid!);
  process.kill(named(pids, word), 'SIGKILL');
  await once(drill.child, 'close');
  expect(drill.output()).toContain(`DrillError: ${message}`);
  expect(drill.output()).toContain('so the drill was ended');
  expect(drill.child.exitCode).toBe(1);
  await expectNothingLeft(drill.home, pids);
});

const short = () => incident([{ kind: 'crash', at: '60s', until: '80s', target: 'primary' }], '90s');

test('an abort ends it with a message', async () => {
  const home = newHome();
  const abort = new AbortController();
  const drill = runDrill({
    stack: 'test',
    model: model(),
    incident: short(),
    rate,
    scale,
    home,
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(drill).rejects.toThrow('The drill was stopped before its end.');
  expect(readdirSync(home)).toEqual([]);
});

test('binaries that are not there are named with the way to get them', () => {
  expect(() => envoyBinary({ ENVOY_BIN: '/nowhere/envoy' })).toThrow(
    /Envoy is missing: \/nowhere\/envoy .*\n.*node offline\/setup\/setup\.js --only data-plane\n.*ENVOY_BIN/,
  );
  expect(() => postgresFolder({ PG_BIN: '/nowhere' })).toThrow(/Postgres is missing: \/nowhere\/initdb/);
});

test('a home that cannot be written is told', async () => {
  const file = join(newHome(), 'file');
  writeFileSync(file, '');
  await expect(runDrill({ stack: 'test', model: model(), incident: short(), rate, scale, home: file })).rejects.toThrow(
    `The drill cannot write to ${file}`,
  );
});
