import { z } from 'zod';
import type { FieldMeta } from './fields.ts';
import { configSchema } from './schema.ts';

// The schema as a flat list of fields: what the reference prints, and where an error message looks up what is allowed.

/** One key that a person may set, at any depth. */
export interface Field extends FieldMeta {
  /** Dotted path; `[]` stands for each member of a list, `*` for each name of groups. */
  readonly path: string;
  /** True when a person has to set it, given that its group is there. */
  readonly required: boolean;
  /** The fixed value that an absent key gets; undefined when it has none. */
  readonly fallback?: unknown;
}

interface Bare {
  readonly schema: z.ZodType;
  readonly required: boolean;
  readonly fallback?: unknown;
}

const bare = (schema: z.ZodType): Bare => {
  if (schema instanceof z.ZodOptional) return { schema: schema.unwrap() as z.ZodType, required: false };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return { schema: schema.unwrap() as z.ZodType, required: false, fallback: schema.def.defaultValue };
  return { schema, required: true };
};

const metaOf = (schema: z.ZodType, path: string): FieldMeta => {
  const { type, meaning, allowed, ...rest } = schema.meta() ?? {};
  if (type === undefined || meaning === undefined || allowed === undefined)
    throw new Error(`The field '${path}' does not say its type, meaning and what is allowed.`);
  return { ...rest, type, meaning, allowed };
};

const walk = (schema: z.ZodType, path: string): Field[] => {
  const { schema: inner, required, fallback } = bare(schema);
  const own = { ...metaOf(inner, path), path, required, ...(fallback === undefined ? {} : { fallback }) };
  if (inner instanceof z.ZodObject)
    return [
      own,
      ...Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([key, child]) =>
        walk(child, path === '' ? key : `${path}.${key}`),
      ),
    ];
  if (inner instanceof z.ZodArray) return [own, ...walk(inner.element as z.ZodType, `${path}[]`)];
  if (inner instanceof z.ZodRecord && own.type === 'groups')
    return [own, ...walk(inner.valueType as z.ZodType, `${path}.*`)];
  return [own];
};

/** Every field of a configuration in the order of its schema; groups and lists come before their members. */
export const fieldsOf = (schema: z.ZodType): readonly Field[] => walk(schema, '').filter(({ path }) => path !== '');

/** Every field on Google Cloud. */
export const fields = fieldsOf(configSchema);

/** The field at a dotted path in which list members are `[]` and names `*`, or undefined when there is none. */
export const fieldAt = (path: string, among = fields): Field | undefined => among.find((field) => field.path === path);
