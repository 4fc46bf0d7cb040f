import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Shapes } from './arguments.ts';

// The table of words that arguments take, read from what the provider's SDK says of them: the preview does not look at most of
// them. One line a resource type or block, as in the table of argument names.

/** Words by argument of one interface of the SDK. */
type Words = ReadonlyMap<string, readonly string[]>;

/** The only form that stands for a closed list; every other sentence leaves something open. */
const CLOSED = /Possible values are: ((?:`[^`]+`(?:, )?)+)\./;

/** The table as JSON: for each resource type and block its arguments, each with its words after a colon. */
export function wordsTable({ resources, objects }: Shapes, packageName: string): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve(`@pulumi/${packageName}/package.json`));
  const blocks = wordsIn(path.join(folder, 'types/input.d.ts'));
  const all = [
    ...Object.keys(resources).map((type) => [type, wordsOf(folder, type)] as const),
    ...Object.keys(objects).map((name) => [name, blocks.get(name)] as const),
  ];
  const lines = all
    .map(
      ([name, words]) => [name, [...(words ?? [])].map(([argument, own]) => `${argument}:${own.join('|')}`)] as const,
    )
    .filter(([, own]) => own.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(lines.map(([name, own]) => [name, own.sort().join(' ')])), null, 1)}\n`;
}

function wordsOf(folder: string, type: string): Words | undefined {
  const [, place = '', name = ''] = type.split(':');
  const file = [place, place.toLowerCase()]
    .map((each) => path.join(folder, `${each}.d.ts`))
    .find((each) => existsSync(each));
  return file === undefined ? undefined : wordsIn(file).get(`${name}Args`);
}

/** Words by interface, which is named with its namespace. */
function wordsIn(file: string): ReadonlyMap<string, Words> {
  const found = new Map<string, Map<string, readonly string[]>>();
  let [space, name, comment] = ['', '', ''];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const text = line.trim();
    space = /^export declare namespace (\w+)/.exec(text)?.[1] ?? space;
    const [, opened] = /^(?:export )?interface (\w+)/.exec(text) ?? [];
    if (opened !== undefined) name = space === '' ? opened : `${space}.${opened}`;
    if (text.startsWith('/**')) comment = '';
    if (text.startsWith('*')) comment += `${text.slice(1).trim()} `;
    const [, argument] = /^"?(\w+)"?\??: /.exec(text) ?? [];
    const words = argument === undefined ? undefined : CLOSED.exec(comment)?.[1];
    if (argument !== undefined && words !== undefined) {
      const own = found.get(name) ?? new Map<string, readonly string[]>();
      found.set(name, own.set(argument, words.match(/[^`, ]+/g) ?? []));
    }
    if (argument !== undefined) comment = '';
  }
  return found;
}
