import { isUnknown } from '../../../topology/graph/value.ts';
import { nearest } from '../../../topology/shape/nearest.ts';

// Which arguments a provider knows, read from the table of a provider.

type Known = ReadonlyMap<string, string | undefined>;

/** An argument that the provider drops without a word. */
interface Stray {
  /** Dotted path, list items by index. */
  readonly path: string;
  /** The argument that may have been meant. */
  readonly meant: string | undefined;
  /** True for a whole block that only an apply can tell, so that its arguments cannot be looked at. */
  readonly open: boolean;
}

/** Arguments by resource type and block, as `node policy/writeArguments.ts` writes them. */
export type ArgumentTable = Readonly<Record<string, string>>;

/** The arguments of one resource type or block, each with what stands after its colon. */
export const argumentsIn = (line: string): readonly (readonly [argument: string, rest: string | undefined])[] =>
  line.split(' ').map((each) => {
    const at = each.indexOf(':');
    return at < 0 ? [each, undefined] : [each.slice(0, at), each.slice(at + 1)];
  });

/** Finds arguments that the table does not know; nothing for a resource type that it does not have. */
export function straysBy(table: ArgumentTable): (type: string, inputs: unknown) => readonly Stray[] {
  const known = new Map<string, Known>();
  const argumentsOf = (name: string): Known | undefined => {
    const before = known.get(name);
    if (before) return before;
    const line = table[name];
    if (line === undefined) return undefined;
    const own = new Map(argumentsIn(line));
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
