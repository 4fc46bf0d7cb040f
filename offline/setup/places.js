import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Where things are. Everything the set-up makes lies in node_modules/ and .tandem/ of the checkout.

export const checkoutFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @param {string[]} parts */
export const inCheckout = (...parts) => join(checkoutFolder, ...parts);

export const tandemFolder = inCheckout('.tandem');
export const engineFolder = join(tandemFolder, 'bin');
export const pulumiHome = join(tandemFolder, 'pulumi-home');
export const dataPlaneFolder = join(tandemFolder, 'data-plane');
export const nodeBinary = inCheckout('node_modules', '.bin', 'node');
