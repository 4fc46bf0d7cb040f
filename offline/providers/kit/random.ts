import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Random lower-case hexadecimal characters. */
export function hex(characters: number): string {
  return randomBytes(Math.ceil(characters / 2))
    .toString('hex')
    .slice(0, characters);
}

/** Random decimal digits, the first not zero. */
export function digits(count: number): string {
  return Array.from({ length: count }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('');
}

/** Random lower-case letters and digits. */
export function alphanumeric(count: number): string {
  return Array.from({ length: count }, () => randomInt(36).toString(36)).join('');
}

/** A random UUID. */
export function uuid(): string {
  return randomUUID();
}

/** Lower-case letters and digits that are always the same for the same text. */
export function hashOf(text: string, characters: number): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .slice(0, characters);
}
