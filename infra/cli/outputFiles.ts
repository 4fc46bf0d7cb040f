import { accessSync, constants, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputProblem, messageOf } from './problem.ts';

// Files that a command writes. Whether they can be written is known before the work begins, and none of them takes the
// place of what the command reads.

/** A path, and the option that named it. */
export interface NamedPath {
  readonly option: string;
  readonly path: string;
}

/**
 * Tries whether all of these can be written.
 * @param inputs what the command reads
 * @throws InputProblem that lists every one that cannot
 */
export function checkOutputs(outputs: readonly NamedPath[], inputs: readonly NamedPath[] = []): void {
  const problems = outputs.flatMap((output, index) => {
    const taken = [...inputs, ...outputs.slice(0, index)].find(({ path }) => isSameFile(path, output.path));
    return [...(taken ? [takenText(output, taken, inputs.includes(taken))] : []), ...unwritable(output)];
  });
  if (problems.length > 0) throw new InputProblem(problems.join('\n'));
}

function takenText({ option, path }: NamedPath, other: NamedPath, isRead: boolean): string {
  const why = isRead ? 'which would be lost' : 'and one would overwrite the other';
  return `${option} ${path} is the same file as ${other.option} ${other.path}, ${why}. Name another file.`;
}

function unwritable({ option, path }: NamedPath): string[] {
  if (path === '') return [`${option} names no file. Give the path of one.`];
  try {
    const target = targetOf(path);
    const found = statSync(target, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('it is a folder');
    if (found) accessSync(target, constants.W_OK);
    if (found?.isFile() ?? true) tryBeside(target);
    return [];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code] ?? messageOf(error);
    return [`${option} ${path} cannot be written: ${reason}. Name a file in a folder that exists and can be written.`];
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there, or takes no files',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** The only way to know: some folders say that they can be written and cannot. */
function tryBeside(target: string): void {
  const trial = besideOf(target);
  writeFileSync(trial, '', { flag: 'wx' });
  rmSync(trial);
}

/** Writes a file, which is there whole or not at all. A device or a pipe takes the text as it comes. */
export function writeWhole(path: string, text: string): void {
  const target = targetOf(path);
  if (!(statSync(target, { throwIfNoEntry: false })?.isFile() ?? true)) return writeFileSync(target, text);
  const fresh = besideOf(target);
  writeFileSync(fresh, text);
  renameSync(fresh, target);
}

const besideOf = (target: string): string => `${target}.${process.pid}`;

/** Where a path leads, past every link. */
function targetOf(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return realpathSync(full);
  const folder = dirname(full);
  return existsSync(folder) ? join(realpathSync(folder), basename(full)) : full;
}

/** True for one file under two names too. A device, such as /dev/null, can be given twice. */
function isSameFile(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  if (first && second) return first.isFile() && first.dev === second.dev && first.ino === second.ino;
  return targetOf(one) === targetOf(other);
}
