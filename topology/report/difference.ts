import type { Resource } from '../graph/graph.ts';

/** What identifies a resource in plans of the same program, whichever stack they are of: its URN without the stack. */
export const identityOf = (urn: string): string => urn.slice(urn.indexOf('::') + 2);

/**
 * Dotted paths of what differs between two plans of one resource. A list that got longer or shorter is named as a whole.
 * What the provider filled in on both sides does not count: a name that it made up is another one in each preview.
 */
export function differingArguments(base: Resource, head: Resource): readonly string[] {
  const paths = new Set<string>();
  const compare = (before: unknown, after: unknown, path: string): void => {
    if (base.defaults.has(path) && head.defaults.has(path)) return;
    const keys = keysOf(before, after);
    if (keys === undefined) {
      if (!Object.is(before, after)) paths.add(path);
      return;
    }
    for (const key of keys) compare(partOf(before, key), partOf(after, key), path === '' ? key : `${path}.${key}`);
  };
  compare(base.inputs, head.inputs, '');
  for (const argument of relinked(base, head)) {
    if (![...paths].some((path) => path === argument || path.startsWith(`${argument}.`))) paths.add(argument);
  }
  if (base.protect !== head.protect) paths.add('options.protect');
  if (listed(base.ignoreChanges) !== listed(head.ignoreChanges)) paths.add('options.ignoreChanges');
  return [...paths].sort();
}

/** Keys to go into when both values are blocks, or lists of one length. */
function keysOf(before: unknown, after: unknown): readonly string[] | undefined {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return undefined;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Array.isArray(before) && Object.keys(before).length !== Object.keys(after).length ? undefined : keys;
}

const partOf = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Arguments that lead to other resources than before, although their values are unknown in both plans. */
function relinked(base: Resource, head: Resource): readonly string[] {
  const keys = new Set([...Object.keys(base.propertyDependencies), ...Object.keys(head.propertyDependencies)]);
  return [...keys].filter((key) => linksOf(base.propertyDependencies[key]) !== linksOf(head.propertyDependencies[key]));
}

const linksOf = (urns: readonly string[] = []): string => listed(urns.map(identityOf));

const listed = (texts: readonly string[]): string => [...new Set(texts)].sort().join('\n');
