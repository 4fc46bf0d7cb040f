import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown } from '../../../topology/graph/value.ts';
import { breach, type Finding } from '../../frame/rule.ts';
import { argumentsIn, type ArgumentTable } from './arguments.ts';
import { written } from './values.ts';

// Which words an argument takes, read from the tables of a provider.

/** What is known of one argument: the block in it, or the words that it takes. */
interface Known {
  readonly block?: string | undefined;
  readonly words?: readonly string[] | undefined;
}

/**
 * Finds words that an argument does not take. One that only an apply can tell is let pass.
 *
 * @param table arguments with their blocks
 * @param words arguments with the words that they take, as `node policy/writeArguments.ts` writes them
 */
export function wordsBy(table: ArgumentTable, words: ArgumentTable): (resource: Resource) => readonly Finding[] {
  const known = new Map<string, ReadonlyMap<string, Known>>();
  const argumentsOf = (name: string): ReadonlyMap<string, Known> => {
    const own =
      known.get(name) ??
      new Map<string, Known>([
        ...argumentsIn(table[name] ?? '').map(([argument, block]) => [argument, { block }] as const),
        ...argumentsIn(words[name] ?? '').map(([argument, taken]) => [argument, { words: taken?.split('|') }] as const),
      ]);
    known.set(name, own);
    return own;
  };
  const look = (resource: Resource, value: unknown, block: string, path: string): readonly Finding[] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => look(resource, item, block, `${path}${index}.`));
    if (typeof value !== 'object' || value === null) return [];
    const own = argumentsOf(block);
    return Object.entries(value).flatMap(([key, inner]): readonly Finding[] => {
      const { block: inside, words: taken } = own.get(key) ?? {};
      if (inside !== undefined) return look(resource, inner, inside, `${path}${key}.`);
      // The provider takes an empty text for a value left out.
      if (!taken || typeof inner !== 'string' || inner === '' || isUnknown(inner) || taken.includes(inner)) return [];
      const problem = `is ${JSON.stringify(inner)}; allowed is ${taken.join(', ')}`;
      return [breach(resource, written(`${path}${key}`), problem, `use ${taken.join(' or ')}`)];
    });
  };
  return (resource) => look(resource, resource.inputs, resource.type, '');
}
