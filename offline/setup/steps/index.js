import { actionlint } from './actionlint.js';
import { command } from './command.js';
import { dataPlane } from './dataPlane.js';
import { engine } from './engine.js';
import { packages } from './packages.js';
import { providers } from './providers.js';

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {'engine' | 'data-plane' | 'tests'} group
 * @property {() => string[]} needs tools that must be on the machine
 * @property {() => boolean} isDone looked up in milliseconds, each time anything is started
 * @property {(signal: AbortSignal) => Promise<unknown>} run
 */

/** Steps of one line wait for each other; the lines run side by side. */
const lines = /** @type {Step[][]} */ ([[packages, providers, command], [engine], [dataPlane], [actionlint]]);

/**
 * @param {string} group `engine`, `data-plane`, `tests`, or `all`: what is needed to use the package, and so not `tests`
 * @returns {Step[][]}
 */
export const stepsOf = (group) =>
  lines.map((line) => line.filter((step) => (group === 'all' ? step.group !== 'tests' : step.group === group)));

/** @param {Step[][]} chosen */
export const missing = (chosen) => chosen.flat().filter((step) => !step.isDone());
