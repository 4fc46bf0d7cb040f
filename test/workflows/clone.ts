import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { stackNames } from '../../stacks/stacks.ts';
import { root } from './workflows.ts';

// A clean clone of this checkout, as a runner gets it: the change is one commit on top of its base, as a pull request is. The
// base lacks some of the stacks, and what is not committed yet. What takes minutes to install is linked.

const folder = join(root, '.tandem/clone');

/** Makes the clone anew, with some stacks in its base and some that the change adds, and returns where it is. */
export function cleanClone(base: readonly string[], added: readonly string[]): string {
  rmSync(folder, { recursive: true, force: true });
  execFileSync('git', ['clone', '--quiet', root, folder]);
  keepStacks(base);
  commit('The base');
  for (const file of [...base, ...added].map(stackFile)) cpSync(join(root, file), join(folder, file));
  takeOverChange();
  keepStacks([...base, ...added]);
  commit('The change');
  linkPackages();
  linkTools();
  return folder;
}

const stackFile = (stack: string): string => `stacks/Pulumi.${stack}.yaml`;

function keepStacks(kept: readonly string[]): void {
  for (const stack of stackNames) if (!kept.includes(stack)) rmSync(join(folder, stackFile(stack)), { force: true });
}

function takeOverChange(): void {
  const list = (...args: string[]): readonly string[] =>
    execFileSync('git', ['ls-files', '-z', ...args], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter((file) => file !== '');
  for (const file of list('--modified', '--others', '--exclude-standard')) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));
    else rmSync(join(folder, file), { force: true });
  }
}

function commit(message: string): void {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  const options = ['--quiet', '--allow-empty', '--no-verify', '--message', message];
  execFileSync('git', ['add', '--all'], { cwd: folder });
  execFileSync('git', [...author, 'commit', ...options], { cwd: folder });
}

/** Links each package. The commands stay the clone's own: `tandem` has to be the clone's. */
function linkPackages(): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    if (entry === '.bin') copy('node_modules/.bin');
    else link(`node_modules/${entry}`);
  }
}

/** The engine's launcher is copied, because it starts the language host that lies beside it. */
function linkTools(): void {
  for (const tool of ['pulumi', 'actionlint']) link(`.tandem/bin/${tool}`);
  copy('.tandem/bin/pulumi-language-nodejs');
  for (const step of ['engine', 'actionlint']) copy(`.tandem/stamps/${step}`);
  link('.tandem/data-plane');
}

function link(path: string): void {
  if (!existsSync(join(root, path))) return;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(join(root, path), join(folder, path));
}

function copy(path: string): void {
  if (!existsSync(join(root, path))) return;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  cpSync(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
}
