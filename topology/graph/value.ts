// Reading property values that may be unknown, secret or of another shape than expected.

/** What the engine writes in place of a value that only an apply can tell. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What a plan shows in place of a secret. */
export const SECRET = '[secret]';

/** True for the engine's stand-in of a value that is not known yet. */
export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** True for a value that is there and cannot be read: not known yet, or a secret. */
export const isUnreadable = (value: unknown): boolean => isUnknown(value) || value === SECRET;

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted path (`scaling.minInstanceCount`, `rules.0.action`); undefined when absent. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const part of path.split('.')) {
    if (isUnknown(value)) return value;
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isBlock(value)) value = value[part];
    else return undefined;
  }
  return value;
}

/** All values at a dotted path, where every list on the way (and at its end) stands for each of its items. */
export function valuesAt(root: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [root];
  for (const part of path.split('.')) {
    values = values
      .flatMap(itemsOf)
      .map((value) => (isUnknown(value) ? value : isBlock(value) ? value[part] : undefined))
      .filter((value) => value !== undefined && value !== null);
  }
  return values.flatMap(itemsOf);
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

/** The number at a path; numeric text counts, unknown and absent are undefined. */
export function numberAt(root: unknown, path: string): number | undefined {
  const value = valueAt(root, path);
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value !== '' && !isUnknown(value) && Number.isFinite(Number(value))) {
    return Number(value);
  }
  return undefined;
}

/** The text at a path; unknown, secret and absent are undefined. */
export function textAt(root: unknown, path: string): string | undefined {
  const value = valueAt(root, path);
  return typeof value === 'string' && !isUnknown(value) && value !== SECRET ? value : undefined;
}

/** The list of blocks at a path; a single block counts as a list of one. */
export function blocksAt(root: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  const value = valueAt(root, path);
  if (Array.isArray(value)) return value.filter(isBlock);
  return isBlock(value) ? [value] : [];
}

/** True when the argument is present in any way, unknown included. */
export const isSet = (root: unknown, path: string): boolean => {
  const value = valueAt(root, path);
  return value !== undefined && value !== null;
};

/** True when an argument says something: it is set, and neither an empty text nor an empty list. */
export const isGiven = (root: unknown, path: string): boolean => {
  const value = valueAt(root, path);
  return isSet(root, path) && value !== '' && !(Array.isArray(value) && value.length === 0);
};
