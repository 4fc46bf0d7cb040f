import type { Autoname, Description, RemovalRule } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import { matches, type Rule } from '../kit/rules.ts';
import { textOf, type Value } from '../kit/values.ts';

/** A name of Compute Engine. */
export const GCE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A name made of lower-case letters, digits and hyphens, up to 63 characters. */
export const gceName: Rule = matches('name', GCE_NAME, 'a name of lower-case letters, digits and hyphens, up to 63');

/** Most names: up to 255 characters, case kept. */
export const named: Autoname = { property: 'name', maximum: 255 };

/** The names that Compute Engine wants short and in lower case. */
export const namedLower: Autoname = { property: 'name', maximum: 63, lowerCase: true };

/** The number of the one project the offline cloud has. */
export const PROJECT_NUMBER = '100000000001';

/** The project of a resource: its own, or the provider's. */
export function projectOf({ inputs, settings }: Situation): string {
  return textOf(inputs['project']) ?? textOf(settings['project']) ?? '';
}

/** The region of a resource: its own, or the provider's. */
export function regionOf({ inputs, settings }: Situation): string {
  return lastPart(inputs['region'] ?? settings['region']) ?? '';
}

/** The zone of a resource: its own, or the provider's. */
export function zoneOf({ inputs, settings }: Situation): string {
  return lastPart(inputs['zone'] ?? settings['zone']) ?? '';
}

/** The name of a resource; empty when it has none. */
export function nameOf({ inputs }: Situation): string {
  return textOf(inputs['name']) ?? '';
}

/** The last part of a link, which is the name it ends in. */
export function lastPart(link: Value | undefined): string | undefined {
  return textOf(link)?.split('/').at(-1);
}

type Identity = Pick<Description, 'id'>;

/** `projects/P/global/<collection>/N`. */
export function globalResource(collection: string): Identity {
  return { id: (situation) => `projects/${projectOf(situation)}/global/${collection}/${nameOf(situation)}` };
}

/** `projects/P/regions/R/<collection>/N`. */
export function regionalResource(collection: string): Identity {
  return {
    id: (situation) =>
      `projects/${projectOf(situation)}/regions/${regionOf(situation)}/${collection}/${nameOf(situation)}`,
  };
}

/** `projects/P/zones/Z/<collection>/N`. */
export function zonalResource(collection: string): Identity {
  return {
    id: (situation) => `projects/${projectOf(situation)}/zones/${zoneOf(situation)}/${collection}/${nameOf(situation)}`,
  };
}

/** `projects/P/locations/L/<collection>/N`; the location is the resource's own, its region, or `global`. */
export function locatedResource(collection: string, nameProperty = 'name'): Identity {
  return {
    id: (situation) => {
      const location = textOf(situation.inputs['location']) ?? textOf(situation.inputs['region']) ?? 'global';
      return `projects/${projectOf(situation)}/locations/${location}/${collection}/${textOf(situation.inputs[nameProperty])}`;
    },
  };
}

/** Deletion is refused while the flag is true. */
export function protectedBy(flag: string): RemovalRule {
  return (state) =>
    state[flag] === true
      ? [{ path: flag, reason: 'is true: set it to false and update before deleting or replacing' }]
      : [];
}

/** Whom a permission may be granted to. */
export function isIamMember(pattern: string): Rule {
  const format = /^(?!deleted:)(allUsers|allAuthenticatedUsers|projectOwners|projectReaders|projectWriters|[^:]+:.+)$/;
  return matches(pattern, format, 'a member such as `serviceAccount:<email>`, `user:<email>` or `allUsers`');
}

/** The id of an IAM binding on the resource given. */
export function bindingId(resource: string, { inputs }: Situation): string {
  return `${resource}/${String(inputs['role'])}/${String(inputs['member'])}`;
}

/** Links compare by what they end in: a name, an id and a self link are the same. */
export function byLastPart(value: Value): Value {
  return lastPart(value) ?? value;
}

/** Links compare without host and API version. */
export function byPath(value: Value): Value {
  return textOf(value)?.replace(/^.*?(?=projects\/)/, '') ?? value;
}
