import { isUnknown } from '../../../topology/graph/value.ts';
import { nearest } from '../../../topology/shape/nearest.ts';

// Which arguments a provider knows, read from a table with a line for each resource type and block.

type Known = ReadonlyMap<string, string | undefined>;

/** An argument that the provider drops without a word. */
export interface Stray {
  /** Dotted path, list items by index. */
  readonly path: string;
  /** The argument that may have been meant. */
  readonly meant: string | undefined;
  /** True for a whole block that only an apply can tell, so that its arguments cannot be looked at. */
  readonly open: boolean;
}

/** Finds arguments that the table does not know; nothing for a resource type that it does not have. */
export function straysBy(table: string): (type: string, inputs: unknown) => readonly Stray[] {
  let lines: ReadonlyMap<string, string> | undefined;
  const known = new Map<string, Known>();
  const argumentsOf = (name: string): Known | undefined => {
    const before = known.get(name);
    if (before) return before;
    lines ??= new Map(table.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line]));
    const names = lines.get(name)?.split(' ').slice(1);
    if (!names) return undefined;
    const own = new Map(
      names.map((each) => [
        each.split(':')[0] ?? '',
        each.includes(':') ? each.slice(each.indexOf(':') + 1) : undefined,
      ]),
    );
    known.set(name, own);
    return own;
  };
  const look = (value: unknown, block: string, path: string): readonly Stray[] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => look(item, block, `${path}${index}.`));
    const own = argumentsOf(block);
    if (typeof value !== 'object' || value === null || !own) return [];
    return Object.entries(value).flatMap(([key, inner]): readonly Stray[] => {
      if (!own.has(key)) return [{ path: `${path}${key}`, meant: nearest(key, [...own.keys()]), open: false }];
      const inside = own.get(key);
      if (inside !== undefined && isUnknown(inner)) return [{ path: `${path}${key}`, meant: undefined, open: true }];
      return inside === undefined ? [] : look(inner, inside, `${path}${key}.`);
    });
  };
  return (type, inputs) => look(inputs, type, '');
}
