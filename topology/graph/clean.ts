import type { Properties } from './graph.ts';
import { SECRET, UNKNOWN } from './value.ts';

// The engine's own marks inside property values: secrets and outputs are objects with a signature, unknowns are one of
// a few fixed strings, and bridged providers keep their bookkeeping in keys that begin with two underscores.

const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT_SIGNATURE = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const UNKNOWN_STRINGS = new Set([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** Property values in their plain form, and the dotted paths that the provider filled in by default. */
export function cleanProperties(raw: unknown): { properties: Properties; defaults: ReadonlySet<string> } {
  const defaults = new Set<string>();
  const clean = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return UNKNOWN_STRINGS.has(value) ? UNKNOWN : value;
    if (Array.isArray(value)) return value.map((item, index) => clean(item, `${path}${index}.`));
    if (typeof value !== 'object' || value === null) return value;
    const record = value as Record<string, unknown>;
    if (record[SIGNATURE_KEY] === SECRET_SIGNATURE) return SECRET;
    if (record[SIGNATURE_KEY] === OUTPUT_SIGNATURE) return 'value' in record ? clean(record['value'], path) : UNKNOWN;
    if (Array.isArray(record['__defaults']))
      for (const key of record['__defaults']) defaults.add(`${path}${String(key)}`);
    return Object.fromEntries(
      Object.entries(record)
        .filter(([key]) => !key.startsWith('__'))
        .map(([key, item]) => [key, clean(item, `${path}${key}.`)]),
    );
  };
  const cleaned = clean(raw ?? {}, '');
  const properties = typeof cleaned === 'object' && cleaned !== null ? (cleaned as Properties) : {};
  return { properties, defaults };
}
