import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first executable of that name on PATH.
 *
 * @param {string} name
 * @param {{ except?: string }} [options] a folder that does not count
 * @returns {string | undefined}
 */
export function which(name, { except } = {}) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '' && folder !== except);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
