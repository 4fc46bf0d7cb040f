import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// The package as others get it: built, packed, and unpacked into the node_modules of a project of its own.

const root = resolve(import.meta.dirname, '../..');
const home = join(root, '.tandem/consumer');

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** A project with the packed package in it. */
export interface Consumer {
  readonly folder: string;
  /** Path of the package's own command. */
  readonly command: string;
  /** Writes a file of the project and returns its path. */
  write(name: string, text: string): string;
}

/** Builds and packs the package and unpacks it into an empty project. Dependencies are those of the checkout. */
export function consume(): Consumer {
  rmSync(home, { recursive: true, force: true });
  const installed = join(home, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { filename } = fileOf(packed);
  execFileSync('tar', ['-xzf', join(home, filename), '--strip-components', '1', '-C', installed]);
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(home, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
  }
  cpSync(join(root, 'tsconfig.json'), join(home, 'tsconfig.base.json'));
  return {
    folder: home,
    command: join(installed, manifest.bin['tandem'] ?? ''),
    write(name, text) {
      writeFileSync(join(home, name), text);
      return join(home, name);
    },
  };
}

/** npm prints what a script of the package prints before its own JSON. */
function fileOf(output: string): { readonly filename: string } {
  const listed = JSON.parse(output.slice(output.search(/^[[{]/m))) as unknown;
  const first = Array.isArray(listed) ? listed[0] : Object.values(listed as object)[0];
  return first as { filename: string };
}
