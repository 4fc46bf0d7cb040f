import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/folder.ts';

// A checkout of one's own, whose engine, packages and stand-ins are those of the real one. Its program and its policy
// pack are small: these tests are about the command, not about what it builds.

const root = resolve(import.meta.dirname, '../../..');

/** Shared with the real checkout, so that not every checkout of a test compiles the SDK anew. */
const compileCache = join(root, '.tandem/compile-cache');

const program = `
import { writeFileSync } from 'node:fs';
import { ComponentResource, RunError } from '@pulumi/pulumi';
class Part extends ComponentResource {
  constructor(name) { super('test:index:Part', name); this.registerOutputs({}); }
}
export default async function program() {
  if (process.env.TEST_PROGRAM === 'fails') throw new RunError('the program cannot go on');
  if (process.env.TEST_PROGRAM === 'waits') {
    writeFileSync('program.pid', String(process.pid));
    await new Promise(() => setInterval(() => {}, 1000));
  }
  for (const name of ['one', 'two']) new Part(name);
  return { url: 'https://api.example', cloud: process.env.TANDEM_OFFLINE_CLOUD ?? 'none' };
}
`;

const pack = `
import { PolicyPack } from '@pulumi/policy';
new PolicyPack('test', { policies: [
  { name: 'no-two', description: 'Nothing is called two.', enforcementLevel: process.env.TEST_LEVEL ?? 'advisory',
    validateResource: ({ name }, report) => { if (name === 'two') report('two is too much'); } },
  { name: 'any-name', description: 'Everything has a name.', validateResource: () => {} },
] });
`;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `tandem report` asks; the pack itself is the small one above. */
const RULES = ['policy/frame', 'policy/rules'];

export class Checkout {
  readonly folder = temporaryFolder('cli');

  constructor() {
    for (const part of ['infra', 'topology', 'stacks', 'drill', 'offline', 'Pulumi.yaml', 'package.json', ...RULES])
      cpSync(join(root, part), join(this.folder, part), { recursive: true });
    mkdirSync(join(this.folder, '.tandem'));
    for (const part of ['node_modules', '.tandem/bin', '.tandem/pulumi-home'])
      symlinkSync(join(root, part), join(this.folder, part));
    this.write('infra/program.ts', program);
    this.write('policy/index.js', pack);
    this.write('policy/package.json', '{"name": "test-pack", "version": "0.1.0", "type": "module"}');
    this.write('policy/PulumiPolicy.yaml', 'runtime: nodejs\nmain: index.js\n');
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, text: string): void {
    mkdirSync(resolve(this.path(path), '..'), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  /** Replaces a part of the configuration of stack local. */
  configure(from: string, to: string): void {
    const file = 'stacks/Pulumi.local.yaml';
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} does not hold '${from}'`);
    this.write(file, before.replace(from, to));
  }

  /** Process of the program, which waits when TEST_PROGRAM says so. Undefined before it runs. */
  programPid(): number | undefined {
    const file = this.path('infra/program.pid');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return text === '' ? undefined : Number(text);
  }

  /** Processes that hold the lock of stack local in a folder of states. */
  lockOwners(state = '.tandem/state'): number[] {
    const folder = this.path(`${state}/.pulumi/locks/organization/tandem/local`);
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    return files.map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { pid: number }).pid);
  }

  start(args: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, [this.path('infra/cli/main.ts'), ...args], {
      cwd: this.folder,
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  tandem(args: string, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    return ended(this.start(args.split(' '), variables));
  }

  /** Runs a shell command in the checkout. */
  shell(command: string): Promise<Run> {
    return ended(this.spawn(command));
  }

  /** Starts a shell command in the checkout. */
  spawn(command: string): ChildProcess {
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
    return spawn('bash', ['-c', command], { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

export function ended(child: ChildProcess): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a condition holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((wake) => setTimeout(wake, 20));
}
