import type { Autoname, Description, RemovalRule } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import { each, matches, type Rule } from '../kit/rules.ts';
import { isValues, textOf, type Value, type Values } from '../kit/values.ts';

/** The one account the offline cloud has. */
export const ACCOUNT = '123456789012';

/** Most names: up to 255 characters, case kept. */
export const named: Autoname = { property: 'name', maximum: 255, unless: 'namePrefix' };

/** The region of a resource: its own, or the provider's. */
export function regionOf({ inputs, settings }: Situation): string {
  return textOf(inputs['region']) ?? textOf(settings['region']) ?? '';
}

/** The name of a resource; empty when it has none. */
export function nameOf({ inputs }: Situation): string {
  return textOf(inputs['name']) ?? '';
}

/** An ARN of a regional service. */
export function arn(service: string, situation: Situation, resource: string): string {
  return `arn:aws:${service}:${regionOf(situation)}:${ACCOUNT}:${resource}`;
}

/** An ARN of a service that has no regions. */
export function globalArn(service: string, resource: string): string {
  return `arn:aws:${service}::${ACCOUNT}:${resource}`;
}

/** The text must be an ARN. */
export function isArn(pattern: string): Rule {
  return matches(pattern, /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws|):.+$/, 'an ARN');
}

/** A policy or other document: valid JSON, as a text or as the object it stands for. */
export function isJson(pattern: string): Rule {
  return each(pattern, (value) => (parsedJson(value) !== undefined ? undefined : 'expected valid JSON'));
}

/** JSON without regard to the order of keys, or to a list of one item against the item. */
export function byMeaning(value: Value): Value {
  const document = parsedJson(value);
  return document === undefined ? value : canonical(document);
}

/** Identifiers of RDS. */
export function rdsIdentifier(pattern: string): Rule {
  return matches(
    pattern,
    /^(?!.*--)[a-z][a-z0-9-]*(?<!-)$/,
    'lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen',
  );
}

/** Daily and weekly windows, as in `03:00-04:00` and `sun:03:00-sun:04:00`. */
export function windows(daily: string, weekly: string): Rule[] {
  const day = '(mon|tue|wed|thu|fri|sat|sun)';
  return [
    matches(daily, /^\d\d:\d\d-\d\d:\d\d$/, 'a window hh:mm-hh:mm'),
    matches(weekly, new RegExp(`^${day}:\\d\\d:\\d\\d-${day}:\\d\\d:\\d\\d$`, 'i'), 'a window ddd:hh:mm-ddd:hh:mm'),
  ];
}

/** Deletion is refused while the flag is true. */
export function protectedBy(flag: string): RemovalRule {
  return (state) =>
    state[flag] === true
      ? [{ path: flag, reason: 'is true: set it to false and update before deleting or replacing' }]
      : [];
}

/** A name that may exist once in an account and region, for types whose id is something else. */
export function unique(property: string): Rule {
  return (inputs, { cloud, type, old }) => {
    const taken = cloud
      .all(type)
      .find(
        ({ state }) =>
          state[property] === inputs[property] && state['region'] === inputs['region'] && state['arn'] !== old?.['arn'],
      );
    const name = textOf(inputs[property]);
    return taken && name !== undefined ? [{ path: property, reason: `${name} already exists: ${taken.id}` }] : [];
  };
}

/** Parts shared by types whose id is their ARN. */
export function identifiedByArn(make: (situation: Situation) => string): Pick<Description, 'id' | 'outputs'> {
  return { id: make, outputs: (_situation, id): Values => ({ arn: id }) };
}

/** The last part of an ARN or path. */
export function lastPart(value: Value | undefined): string {
  return textOf(value)?.split(/[/:]/).at(-1) ?? '';
}

/** What a JSON text says; an object or list is taken as it is; `undefined` for anything else. */
export function parsedJson(value: Value): Value | undefined {
  if (typeof value !== 'string') return isValues(value) || Array.isArray(value) ? value : undefined;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

function canonical(value: Value): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items.length === 1 ? (items[0] ?? '') : `[${items.toSorted().join()}]`;
  }
  if (!isValues(value)) return JSON.stringify(String(value));
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, child]) => `${name}:${canonical(child)}`).join()}}`;
}
