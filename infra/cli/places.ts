import { join, relative, resolve } from 'node:path';

export const checkoutFolder = resolve(import.meta.dirname, '../..');

export const stacksFolder = join(checkoutFolder, 'stacks');

export const policyFolder = join(checkoutFolder, 'policy');

export const tandemFolder = join(checkoutFolder, '.tandem');

export const engineFolder = join(tandemFolder, 'bin');

/** Where the engine looks for provider plugins when it runs offline. */
export const pulumiHome = join(tandemFolder, 'pulumi-home');

/** First on PATH, so that programs run on the checkout's own Node. */
export const nodeFolder = join(checkoutFolder, 'node_modules', '.bin');

/** Where Node keeps compiled code: a program that loads a cloud's SDK starts in two thirds of the time. */
export const compileCacheFolder = join(tandemFolder, 'compile-cache');

/** Loaded before the SDK: keeps it from loading what few programs need. */
export const lateHook = join(checkoutFolder, 'infra/late.cjs');

/** A path as people are told it: from where they are, or the whole of it when it leads out of there. */
export function shownPath(path: string, from = process.cwd()): string {
  const short = relative(from, path);
  return short === '' || short.startsWith('..') ? resolve(from, path) : short;
}
