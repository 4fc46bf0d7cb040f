/** A property value on its way between the engine and a provider: plain JSON, with {@link UNKNOWN} for what a preview cannot know. */
export type Value = null | boolean | number | string | Value[] | Values;

/** Properties by name. */
export interface Values {
  [name: string]: Value;
}

/** Stands for a value that is only known after an apply. The engine writes the same text into plans. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** The key under which a provider lists, at every level, which inputs it filled itself. */
export const DEFAULTS_KEY = '__defaults';

/** Whether the value is an object. */
export function isValues(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Present, as far as one can tell: an unknown value counts as present. */
export function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

/** The value when it is a known text, otherwise `undefined`. */
export function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== UNKNOWN ? value : undefined;
}

/** The value when it is a known number, otherwise `undefined`. */
export function numberOf(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The value when it is a known list, otherwise an empty one. */
export function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is an object, otherwise an empty one. */
export function objectOf(value: Value | undefined): Values {
  return isValues(value) ? value : {};
}

/** Whether the value is unknown or holds something unknown at any depth. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isValues(value) && Object.values(value).some(hasUnknown);
}

/** A text made of parts; unknown as soon as one part is unknown or absent. */
export function known(parts: TemplateStringsArray, ...values: (Value | undefined)[]): string {
  if (values.some((value) => !isSet(value) || value === UNKNOWN)) return UNKNOWN;
  return parts.reduce((text, part, index) => text + String(values[index - 1]) + part);
}

/** A copy without the `__defaults` lists: what the cloud is told. */
export function withoutDefaults<T extends Value>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutDefaults) as T;
  if (!isValues(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== DEFAULTS_KEY)
      .map(([name, child]) => [name, withoutDefaults(child)]),
  ) as T;
}
