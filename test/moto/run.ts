import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '../../drill/run/processes/ports.ts';

// `npm run test:moto`: the plan of stack production-aws meets an API that others wrote. Moto runs on this machine, in an
// environment of its own; nothing reaches AWS. What it refuses is a bug of the plan, or a limit that create.py names.

const STACK = 'production-aws';
const READY_SECONDS = 60;

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.tandem/moto');
const plan = path.join(folder, 'plan.json');
const python = path.join(folder, 'venv/bin/python');

/** Installs what requirements.txt names, once. */
function install(): void {
  const requirements = path.join(import.meta.dirname, 'requirements.txt');
  const stamp = path.join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Installing moto and boto3 from the Python package index.\n');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'venv', path.join(folder, 'venv')], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
    stdio: 'inherit',
  });
  writeFileSync(stamp, wanted);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => {
      done(false);
    });
  });

async function ready(server: ChildProcess, port: number): Promise<void> {
  for (const end = Date.now() + READY_SECONDS * 1000; Date.now() < end; await wait(200)) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode} before it listened.`);
    if (await answers(port)) return;
  }
  throw new Error(`moto did not listen within ${READY_SECONDS} s.`);
}

install();
const tandem = path.join(root, 'node_modules/.bin/tandem');
execFileSync(tandem, ['preview', STACK, '--offline', '--out', plan], {
  cwd: root,
  stdio: 'inherit',
});
const [port] = (await freePorts(1)) as [number];
const server = spawn(path.join(folder, 'venv/bin/moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
  stdio: 'ignore',
});
try {
  await ready(server, port);
  const { status } = spawnSync(
    python,
    [path.join(import.meta.dirname, 'create.py'), plan, `http://127.0.0.1:${port}`],
    {
      stdio: 'inherit',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  server.kill();
}
