import { createHash, randomBytes } from 'node:crypto';
import type { Autoname } from './description.ts';
import type { Values } from './values.ts';

const RANDOM_CHARACTERS = 7;

/** A made-up name: the logical name, a separator and seven characters drawn from the seed, or from chance without one. */
export function makeName(rule: Autoname, logicalName: string, inputs: Values, seed: Uint8Array): string {
  const separator = rule.separator ?? '-';
  const suffix = rule.suffix?.(inputs) ?? '';
  const room = rule.maximum - separator.length - RANDOM_CHARACTERS - suffix.length;
  const base = rule.lowerCase ? logicalName.toLowerCase() : logicalName;
  return base.slice(0, room) + separator + randomCharacters(seed, logicalName) + suffix;
}

function randomCharacters(seed: Uint8Array, logicalName: string): string {
  const bytes = seed.length === 0 ? randomBytes(4) : createHash('sha256').update(seed).update(logicalName).digest();
  return bytes.toString('hex').slice(0, RANDOM_CHARACTERS);
}
