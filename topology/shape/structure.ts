import { z } from 'zod';
import { fieldAt, fieldsOf, type Field } from './describe.ts';
import { nearest } from './nearest.ts';
import { type Problem, show } from './problems.ts';
import { type Config, configSchema } from './schema.ts';

// Form of the configuration, key by key. What spans several keys is looked at afterwards by checks/, so a wrong key is
// reported and then left out: one mistake must not hide the others.

type Path = readonly PropertyKey[];

/** What a configuration may hold. */
type Fields = readonly Field[];

/** `alertEmails[0]` for a person. */
const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );

/** `alertEmails[]` and `services.*` for the list of fields. */
const generic = (fields: Fields, path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[]`;
    if (fieldAt(text, fields)?.type === 'groups') return `${text}.*`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

/** The named group in which a path lies, `services.billing`; undefined outside of such groups. */
const memberOf = (fields: Fields, path: Path): Path | undefined => {
  const depth = path.findIndex((_, index) => generic(fields, path.slice(0, index + 1)).endsWith('.*'));
  return depth < 0 ? undefined : path.slice(0, depth + 1);
};

/** What stands there, or undefined where nothing does. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

const leafOf = (path: string): string => path.split('.').at(-1) ?? path;

/** Where a mistyped or misplaced key probably belongs. A key that exists elsewhere as it is written was not mistyped. */
const suggestion = (fields: Fields, path: Path, key: string): string => {
  const parent = generic(fields, path);
  const named = fields.filter((field) => leafOf(field.path) === key);
  // Nearest first: what belongs to a named group is looked for in that one, and nothing else is sent there.
  const inside = parent === '' ? undefined : named.find((field) => field.path.startsWith(`${parent}.`));
  const elsewhere = inside ?? named.find(({ path: home }) => !home.includes('.*')) ?? named[0];
  if (elsewhere) {
    const member = memberOf(fields, path);
    const below = member && `${generic(fields, member)}.`;
    const where =
      member && below && elsewhere.path.startsWith(below)
        ? `${dotted(member)}.${elsewhere.path.slice(below.length)}`
        : elsewhere.path.replace('.*', '.<name>');
    return `Move it to '${where}', where this key belongs.`;
  }
  const siblings = fields.filter(
    ({ path }) => path === (parent === '' ? leafOf(path) : `${parent}.${leafOf(path)}`) && !path.endsWith('[]'),
  );
  const sibling = nearest(
    key,
    siblings.map(({ path }) => leafOf(path)),
  );
  return sibling === undefined
    ? `Remove the key, or see docs/config.md for the keys that exist.`
    : `Write '${sibling}' if that was meant, or remove the key.`;
};

const unknownKeys = (fields: Fields, path: Path, keys: readonly string[], config: unknown): Problem[] =>
  keys.map((key) => ({
    path: dotted([...path, key]),
    given: show(valueAt(config, [...path, key])),
    allowed: 'no such key exists',
    fix: suggestion(fields, path, key),
  }));

const howToMend = (field: Field | undefined, given: unknown): string => {
  const example = field?.example === undefined ? '' : `, for example ${field.example}`;
  return given === undefined || given === null ? `Set this key${example}.` : `Change the value${example}.`;
};

/** The nearest enclosing field that says what is allowed: a map's members are described by the map. */
const describedBy = (fields: Fields, path: Path): Field | undefined =>
  path.length === 0 ? undefined : (fieldAt(generic(fields, path), fields) ?? describedBy(fields, path.slice(0, -1)));

const toProblems = (fields: Fields, issue: z.core.$ZodIssue, config: unknown): Problem[] => {
  if (issue.code === 'unrecognized_keys') return unknownKeys(fields, issue.path, issue.keys, config);
  const given = valueAt(config, issue.path);
  // A wrong name is described by what holds the names.
  const field = describedBy(fields, issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path);
  return [
    {
      path: dotted(issue.path),
      given: issue.code === 'invalid_key' ? `the name '${dotted(issue.path.slice(-1))}'` : show(given),
      allowed: field?.allowed ?? 'a group of keys',
      fix: issue.code === 'invalid_key' ? 'Change the name.' : howToMend(field, given),
    },
  ];
};

const without = (value: unknown, path: Path): unknown => {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const members: readonly unknown[] = value;
    return rest.length === 0
      ? members.filter((_, index) => index !== key)
      : members.map((member, index) => (index === key ? without(member, rest) : member));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      name !== String(key) ? [[name, member]] : rest.length === 0 ? [] : [[name, without(member, rest)]],
    ),
  );
};

/** What of a value is sound: the whole, or of a group the members that are. */
const soundPart = (schema: z.ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodObject || inner instanceof z.ZodRecord)) return undefined;
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  // Of named members, those that are sound as a whole: half of one would look like a mistake of another kind.
  if (inner instanceof z.ZodRecord)
    return Object.entries(given).reduce<object>((sound, entry) => {
      const one = inner.safeParse(Object.fromEntries([entry]));
      return one.success ? { ...sound, ...one.data } : sound;
    }, {});
  return Object.fromEntries(
    Object.entries(inner.shape as Record<string, z.ZodType>).map(([key, member]) => [
      key,
      soundPart(member, given[key]),
    ]),
  );
};

/** What can be said of a configuration's form. */
export interface Structure<C = Config> {
  readonly problems: readonly Problem[];
  /** What is sound; where a problem is, the default stands, or nothing when there is none. */
  readonly config: C;
}

const wrongPaths = (issues: readonly z.core.$ZodIssue[]): Path[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );

/** Without one member of a list, a wrong host say, a named group would seem to claim more than was meant, so it is left out as a whole. */
const leftOut = (fields: Fields, path: Path): Path =>
  (path.some((key) => typeof key === 'number') ? memberOf(fields, path) : undefined) ?? path;

/** Later members of a list first, so that leaving one out does not move the others. */
const lastFirst = (a: Path, b: Path): number => dotted(b).localeCompare(dotted(a), 'en', { numeric: true });

/** Reads the form of a configuration: every problem of single keys, and what is left when those are put aside. */
export const readStructureOf = <Schema extends z.ZodType>(
  schema: Schema,
  raw: Readonly<Record<string, unknown>>,
): Structure<z.output<Schema>> => {
  const whole = schema.safeParse(raw);
  if (whole.success) return { problems: [], config: whole.data };
  const { issues } = whole.error;
  const fields = fieldsOf(schema);
  const rest = wrongPaths(issues)
    .map((path) => leftOut(fields, path))
    .sort(lastFirst)
    .reduce<unknown>(without, raw);
  return {
    problems: issues.flatMap((issue) => toProblems(fields, issue, raw)),
    config: soundPart(schema, rest) as z.output<Schema>,
  };
};

/** {@link readStructureOf} a configuration on Google Cloud. */
export const readStructure = (raw: Readonly<Record<string, unknown>>): Structure => readStructureOf(configSchema, raw);
