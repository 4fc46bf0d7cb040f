import { command } from './command.js';
import { dataPlane } from './dataPlane.js';
import { engine } from './engine.js';
import { packages } from './packages.js';
import { providers } from './providers.js';

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {'engine' | 'data-plane'} group
 * @property {() => string[]} needs tools that must be on the machine
 * @property {() => boolean} isDone looked up in milliseconds, each time anything is started
 * @property {(signal: AbortSignal) => Promise<unknown>} run
 */

/** Steps of one line wait for each other; the lines run side by side. */
const lines = /** @type {Step[][]} */ ([[packages, providers, command], [engine], [dataPlane]]);

/**
 * @param {string} group `engine`, `data-plane` or `all`
 * @returns {Step[][]}
 */
export const stepsOf = (group) => lines.map((line) => line.filter((step) => group === 'all' || step.group === group));

/** @param {Step[][]} chosen */
export const missing = (chosen) => chosen.flat().filter((step) => !step.isDone());
