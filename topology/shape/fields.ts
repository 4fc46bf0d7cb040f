import { z } from 'zod';

// The kinds of field a person may fill in. Each carries what the reference and the error messages need, so that a field
// is described once.

/** What a field says about itself. */
export interface FieldMeaning {
  /** What it means, one sentence. */
  readonly meaning: string;
  readonly unit?: string;
  /** What may be written, when the kind of field does not say it. */
  readonly allowed?: string;
  /** How an absent value is chosen, when that is not a fixed value. */
  readonly otherwise?: string;
  readonly example?: string;
}

/** A field's own description as found on its schema. */
export interface FieldMeta extends FieldMeaning {
  readonly type: 'text' | 'whole number' | 'number' | 'yes or no' | 'list' | 'group' | 'map' | 'groups';
  readonly allowed: string;
}

declare module 'zod' {
  interface GlobalMeta {
    readonly meaning?: FieldMeta['meaning'];
    readonly unit?: FieldMeta['unit'];
    readonly type?: FieldMeta['type'];
    readonly allowed?: FieldMeta['allowed'];
  }
}

// The engine hands top-level scalars over as text, and `pulumi config set` may write a nested number as text.
const fromText = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value;

const yesOrNoFromText = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** The longest that most times may be. */
export const DAY_SECONDS = 86_400;

/** A whole number within limits, both included. */
export const whole = (min: number, max: number, meaning: FieldMeaning) =>
  z
    .preprocess(fromText, z.int().min(min).max(max))
    .meta({ type: 'whole number', allowed: `a whole number from ${min} to ${max}`, ...meaning });

/** A number within limits, both included. */
export const number = (min: number, max: number, meaning: FieldMeaning) =>
  z
    .preprocess(fromText, z.number().min(min).max(max))
    .meta({ type: 'number', allowed: `a number from ${min} to ${max}`, ...meaning });

/** A number of at least zero. */
export const amount = (meaning: FieldMeaning) =>
  z.preprocess(fromText, z.number().min(0)).meta({ type: 'number', allowed: 'a number of at least 0', ...meaning });

/** A part of a whole; 0 and 1 are only allowed where `ends` says so. */
export const part = (ends: 'between' | 'with ends', meaning: FieldMeaning) =>
  z.preprocess(fromText, ends === 'between' ? z.number().gt(0).lt(1) : z.number().min(0).max(1)).meta({
    type: 'number',
    allowed: ends === 'between' ? 'a number above 0 and below 1' : 'a number from 0 to 1',
    ...meaning,
  });

/** A text of one form. */
export const text = (form: RegExp, meaning: FieldMeaning & { allowed: string }) =>
  z
    .string()
    .regex(form)
    .meta({ type: 'text', ...meaning });

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, meaning: FieldMeaning) =>
  z.enum(words).meta({ type: 'text', allowed: words.join(', '), ...meaning });

/** True or false. */
export const yesOrNo = (meaning: FieldMeaning) =>
  z.preprocess(yesOrNoFromText, z.boolean()).meta({ type: 'yes or no', allowed: 'true or false', ...meaning });

/** Several of the same kind. */
export const list = <Item extends z.ZodType>(item: Item, meaning: FieldMeaning & { allowed: string }) =>
  z.array(item).meta({ type: 'list', ...meaning });

/** Named texts. */
export const map = (names: RegExp, meaning: FieldMeaning & { allowed: string }) =>
  z.record(z.string().regex(names), z.string()).meta({ type: 'map', ...meaning });

/** Groups of the same kind by name. */
export const groups = <Member extends z.ZodType>(
  names: RegExp,
  meaning: FieldMeaning & { allowed: string },
  member: Member,
) => z.record(z.string().regex(names), member).meta({ type: 'groups', ...meaning });

/** Fields that belong together. A key that is not among them is a problem. */
export const group = <Shape extends z.ZodRawShape>(meaning: string, shape: Shape) =>
  z.strictObject(shape).meta({ type: 'group', meaning, allowed: `a group of ${Object.keys(shape).join(', ')}` });
