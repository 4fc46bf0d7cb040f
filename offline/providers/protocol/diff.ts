import type { Change, ChangedResource, Description } from '../kit/description.ts';
import { isWithin, join, patternOf, topLevel } from '../kit/paths.ts';
import { isMap, propertiesOf } from '../kit/shape.ts';
import { DEFAULTS_KEY, isSet, isValues, listOf, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import type { Properties, Shapes } from '../shapes/shape.ts';

/** A changed property and whether it replaces the resource. */
export interface Difference extends Change {
  replaces: boolean;
}

/** What a comparison needs to know of the type. */
export interface Comparison {
  description: Description;
  properties: Properties;
  shapes: Shapes;
  /** Optional inputs the cloud fills: absent from the program, they do not differ. */
  computed: string[];
  /** Inputs every type of the package replaces on. */
  placement: string[];
}

/** How the resource would change, compared with the state it is in. `inputs` hold no `__defaults`. */
export function findDifferences(old: Values, inputs: Values, comparison: Comparison): Difference[] {
  const resource: ChangedResource = { old, inputs };
  return compareObjects(old, inputs, comparison.properties, '', comparison).map((change) => ({
    ...change,
    replaces: leavesOf(change).some((leaf) => isReplaced(leaf, resource, comparison)),
  }));
}

/** Whether a replacement has to delete the old resource before it creates the new one. */
export function deletesFirst(resource: ChangedResource, newInputs: Values, description: Description): boolean {
  if (description.deletesFirst) return true;
  if (!description.autoname) return false;
  const { property } = description.autoname;
  const isFixed = isSet(newInputs[property]) && !listOf(newInputs[DEFAULTS_KEY]).includes(property);
  return isFixed && (description.fixedNameDeletesFirst?.(resource) ?? true);
}

/** Properties of the resource, by name, in which something differs. */
export function topLevelNames(differences: Difference[]): string[] {
  return [...new Set(differences.map(({ path }) => topLevel(path)))].toSorted();
}

function compareObjects(before: Values, after: Values, properties: Properties, path: string, by: Comparison): Change[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before).filter((name) => name in properties)]);
  names.delete(DEFAULTS_KEY);
  return [...names].flatMap((name) => compare(before[name], after[name], properties[name], join(path, name), by));
}

function compare(
  before: Value | undefined,
  after: Value | undefined,
  kind: string | undefined,
  path: string,
  by: Comparison,
): Change[] {
  if (!isSet(after)) return isDropped(before, path, by) ? [{ path, before: before }] : [];
  if (!isSet(before)) return isZero(after) ? [] : [{ path, after: after }];
  if (after === UNKNOWN) return [{ path, before: before, after }];
  const [was, is] = [normalized(before as Value, path, by), normalized(after as Value, path, by)];
  if (Array.isArray(was) && Array.isArray(is)) return compareLists(was, is, kind, path, by);
  if (isValues(was) && isValues(is)) {
    const inner = isMap(kind) ? undefined : propertiesOf(kind, by.shapes);
    return compareObjects(was, is, inner ?? Object.fromEntries(Object.keys(was).map((key) => [key, 'any'])), path, by);
  }
  return String(was) === String(is) ? [] : [{ path, before: before, after: after }];
}

function compareLists(
  before: Value[],
  after: Value[],
  kind: string | undefined,
  path: string,
  by: Comparison,
): Change[] {
  const longest = Math.max(before.length, after.length);
  const element = kind?.replace(/^\[\]/, '');
  return Array.from({ length: longest }, (_, index) =>
    compare(before[index], after[index], element, `${path}[${index}]`, by),
  ).flat();
}

/** The program no longer sets it, and neither the cloud nor a zero value explains that it is there. */
function isDropped(before: Value | undefined, path: string, by: Comparison): boolean {
  return isSet(before) && !isZero(before) && !by.computed.includes(patternOf(path));
}

function normalized(value: Value, path: string, { description }: Comparison): Value {
  const pattern = patternOf(path);
  const normal = description.normal?.[pattern]?.(value) ?? value;
  if (!Array.isArray(normal) || !description.unordered?.includes(pattern)) return normal;
  return normal.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What the bridged providers cannot tell from "not set". */
function isZero(value: Value | undefined): boolean {
  return value === '' || value === false || value === 0 || (Array.isArray(value) && value.length === 0);
}

/** The change and, when a whole object came or went, the change of each value in it. */
function leavesOf(change: Change): Change[] {
  const { path, before, after } = change;
  const whole = before ?? after;
  if (isSet(before) && isSet(after)) return [change];
  const leaf = (name: string, value: Value): Change[] =>
    leavesOf(isSet(before) ? { path: name, before: value } : { path: name, after: value });
  if (Array.isArray(whole)) return [change, ...whole.flatMap((item, index) => leaf(`${path}[${index}]`, item))];
  if (!isValues(whole)) return [change];
  return [change, ...Object.entries(whole).flatMap(([name, value]) => leaf(join(path, name), value))];
}

function isReplaced(change: Change, resource: ChangedResource, { description, placement }: Comparison): boolean {
  const { path } = change;
  const pattern = patternOf(path);
  const comesOrGoes = !isSet(change.before) || !isSet(change.after);
  if (placement.includes(path)) return true;
  if (comesOrGoes && description.replacesOnCount?.some((name) => pattern === name || pattern === `${name}[]`))
    return true;
  for (const [name, rule] of Object.entries(description.replacesWhen ?? {})) {
    if (isWithin(path, name)) return rule(change, resource);
  }
  if (description.inPlace?.some((name) => isWithin(path, name))) return false;
  return description.replaces?.some((name) => name === '*' || isWithin(path, name)) ?? false;
}
