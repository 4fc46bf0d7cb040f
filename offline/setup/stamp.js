import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tandemFolder } from './places.js';

// A stamp remembers what a step was made from, so that the step is done again only when that changes.

/** @param {string} name */
const stampFile = (name) => join(tandemFolder, 'stamps', name);

/** @param {string} path */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {...(string | undefined)} inputs
 * @returns {string}
 */
export function fingerprint(...inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input?.length ?? -1}:${input ?? ''}\n`);
  return hash.digest('hex');
}

/**
 * @param {string} name
 * @param {string} print
 */
export const isStamped = (name, print) => readText(stampFile(name)) === print;

/**
 * @param {string} name
 * @param {string} print
 */
export function stamp(name, print) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), print);
}
