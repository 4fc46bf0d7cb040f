import type { Kind, Properties, Shapes } from '../shapes/shape.ts';
import { join } from './paths.ts';
import { list, MISSING, show } from './rules.ts';
import type { Problem } from './refusal.ts';
import { DEFAULTS_KEY, isSet, isValues, UNKNOWN, type Value, type Values } from './values.ts';

/**
 * Properties that do not exist, values of the wrong type and missing required ones, at every level. The real providers
 * drop an unknown property in silence; refusing it is the one place where the offline cloud is stricter on purpose.
 */
export function checkShape(values: Values, properties: Properties, shapes: Shapes, path = ''): Problem[] {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name === DEFAULTS_KEY) continue;
    const kind = properties[name];
    if (kind === undefined) problems.push(unknownProperty(name, properties, path));
    else problems.push(...checkValue(value, optional(kind), shapes, join(path, name)));
  }
  for (const [name, kind] of Object.entries(properties)) {
    if (kind.endsWith('!') && !isSet(values[name])) {
      problems.push({ path: join(path, name), reason: MISSING });
    }
  }
  return problems;
}

/** The properties of what a kind holds, for walks over nested objects; `undefined` when it holds no described object. */
export function propertiesOf(kind: Kind | undefined, shapes: Shapes): Properties | undefined {
  return kind === undefined ? undefined : shapes.objects[elementOf(kind)];
}

/** Whether the keys of a value are the program's own (a map), and not property names. */
export function isMap(kind: Kind | undefined): boolean {
  return (
    kind !== undefined && (optional(kind).startsWith('{}') || optional(kind) === 'any' || optional(kind) === 'json')
  );
}

function elementOf(kind: Kind): Kind {
  return optional(kind).replace(/^(\[\])+/, '');
}

function optional(kind: Kind): Kind {
  return kind.replace(/!$/, '');
}

function checkValue(value: Value, kind: Kind, shapes: Shapes, path: string): Problem[] {
  if (value === UNKNOWN || value === null || kind === 'any') return [];
  if (kind.startsWith('[]')) {
    if (!Array.isArray(value)) return [wrongType(path, 'a list', value)];
    return value.flatMap((item, index) => checkValue(item, kind.slice(2), shapes, `${path}[${index}]`));
  }
  if (kind.startsWith('{}')) {
    if (!isValues(value)) return [wrongType(path, 'a map', value)];
    return Object.entries(value).flatMap(([key, item]) => checkValue(item, kind.slice(2), shapes, join(path, key)));
  }
  const properties = shapes.objects[kind];
  if (properties) {
    return isValues(value) ? checkShape(value, properties, shapes, path) : [wrongType(path, 'an object', value)];
  }
  return fits(value, kind) ? [] : [wrongType(path, kind === 'json' ? 'a JSON text or an object' : `a ${kind}`, value)];
}

/** As the real providers do, a number or boolean is taken for a text, and a text that reads as one for it. */
function fits(value: Value, kind: Kind): boolean {
  if (kind === 'json') return typeof value === 'string' || isValues(value);
  if (typeof value === 'object') return false;
  if (kind === 'number') return value !== '' && typeof value !== 'boolean' && Number.isFinite(Number(value));
  if (kind === 'boolean') return typeof value === 'boolean' || value === 'true' || value === 'false';
  return true;
}

function wrongType(path: string, wanted: string, value: Value): Problem {
  return { path, reason: `expected ${wanted}, got ${show(value)}` };
}

function unknownProperty(name: string, properties: Properties, path: string): Problem {
  const near = Object.keys(properties).filter((candidate) => distance(candidate, name) <= 2);
  const hint =
    near.length > 0 ? `did you mean ${list(near)}?` : `known here: ${list(Object.keys(properties).toSorted())}`;
  return { path: join(path, name), reason: `unknown property \`${name}\`: ${hint}` };
}

/** Edits (insert, delete, replace) between two names, without regard to case. */
function distance(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
