import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { captureEngine } from './engine.ts';
import { cloudFolder, configFileOf, configFolder, stateFolder } from './environment.ts';
import { tandemFolder } from './places.ts';
import { InputProblem, messageOf } from './problem.ts';
import type { Stack } from './stack.ts';

// What an offline stack needs beside the real ones: its own state, and a copy of its configuration. The engine writes an
// encryption salt into the configuration of a stack that is new to a backend; with a copy, the file in git stays as it is.

const project = 'tandem';

/** Salt of the offline passphrase, so that a copy can be made again at any time and still fit the state. */
const encryptionSalt = 'v1:mXbo4d4tFDw=:v1:p9L4qkNLzsFgBiGH:eMOje0mis0XnlB4S05AijaD5uOyydw==';

/** Stands for a secret of the configuration, which only its own key could open. */
const sealedValue = 'sealed-offline';

const projectFolder = join(tandemFolder, 'project');

/**
 * Makes the stack known to the offline backend, with its configuration as it is now.
 *
 * @throws {InputProblem} when the folders of the checkout cannot be written.
 */
export async function prepareOfflineStack(stack: Stack): Promise<void> {
  for (const folder of [stateFolder, cloudFolder(stack.name), configFolder, projectFolder]) makeWritable(folder);
  replaceFile(configFileOf(stack.name), stringify({ encryptionsalt: encryptionSalt, config: unseal(stack.config) }));
  if (isKnown(stack.name)) return;
  // A project of its own, whose only use is that the engine looks for configuration in the folder of the copies.
  replaceFile(
    join(projectFolder, 'Pulumi.yaml'),
    stringify({ name: project, runtime: 'nodejs', stackConfigDir: '../config' }),
  );
  await makeKnown(stack);
}

/**
 * Makes a stack that is new. Another process may be making it too: then each finds the other's lock, and both may give up.
 * So this one tries again after a while that is another one for each.
 */
async function makeKnown(stack: Stack): Promise<void> {
  const latest = Date.now() + otherMakerMs;
  for (;;) {
    removeDeadLocks(stack.name);
    const made = await captureEngine(stack, ['stack', 'init', stack.name, '--no-select'], { folder: projectFolder });
    if (made.exitCode === 0 || isKnown(stack.name)) return;
    if (!made.stderr.includes('locked') || Date.now() > latest)
      throw new Error(`The offline stack '${stack.name}' cannot be made: ${made.stderr.trim()}`);
    await sleep(Math.random() * longestPauseMs);
    if (isKnown(stack.name)) return;
  }
}

const otherMakerMs = 15_000;
const longestPauseMs = 1_000;

/**
 * Unlocks a stack whose lock an ended process left behind: nobody else will, and the state on disk is whole.
 *
 * @throws {Error} when a process that is still there holds the lock.
 */
export function releaseDeadLocks(stack: Stack): void {
  const [living] = removeDeadLocks(stack.name);
  if (living !== undefined)
    throw new Error(
      `Stack '${stack.name}' is being changed by process ${living}. Wait until it has ended, or end it, and run this again.`,
    );
}

/** Removes the locks of a stack whose processes are gone, and gives the processes that hold the others. */
function removeDeadLocks(stack: string): readonly number[] {
  const folder = join(stateFolder, '.pulumi', 'locks', 'organization', project, stack);
  const locks = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return locks.flatMap((file) => {
    const owner = lockOwner(join(folder, file));
    if (owner !== undefined && isAlive(owner)) return [owner];
    rmSync(join(folder, file), { force: true });
    return [];
  });
}

const isKnown = (stack: string): boolean =>
  existsSync(join(stateFolder, '.pulumi', 'stacks', project, `${stack}.json`));

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new InputProblem(
      `The folder ${folder} cannot be written, where offline stacks are kept: ${messageOf(error)}.\n` +
        'Give yourself the right to write there, or move the checkout to a disk that you can write.',
    );
  }
}

function replaceFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(fresh, text);
  renameSync(fresh, path);
}

function unseal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unseal);
  if (typeof value !== 'object' || value === null) return value;
  if ('secure' in value) return sealedValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unseal(inner)]));
}

function lockOwner(path: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { pid?: number }).pid;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
