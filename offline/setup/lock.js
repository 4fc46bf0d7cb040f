import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tandemFolder } from './places.js';
import { say } from './progress.js';
import { readText } from './stamp.js';

const lockFile = join(tandemFolder, 'setup.lock');
const settleMs = 100;
const waitMs = 500;

/**
 * Runs `work` while no other set-up of this checkout runs. The lock names its owner's process; a lock whose owner has
 * ended is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  mkdirSync(tandemFolder, { recursive: true });
  let told = false;
  while (!(await take())) {
    if (!told) say(`Another set-up is at work in this checkout (process ${owner() ?? 'unknown'}): waiting for it.`);
    told = true;
    await sleep(waitMs);
  }
  const release = () => {
    if (owner() === process.pid) rmSync(lockFile, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

async function take() {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lockFile);
    rmSync(mine);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const holder = owner();
  if (holder !== undefined && isSetup(holder)) {
    rmSync(mine);
    return false;
  }
  // Two that take over a dead owner's lock at once both rename; after a moment only the last one finds itself in it.
  renameSync(mine, lockFile);
  await sleep(settleMs);
  return owner() === process.pid;
}

function owner() {
  const pid = Number(readText(lockFile));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** @param {number} pid */
function isSetup(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    // Process numbers are used again: only a process that runs a set-up can own the lock.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('setup');
  } catch {
    return true;
  }
}
