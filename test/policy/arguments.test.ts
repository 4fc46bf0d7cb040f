import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { argumentsTable, requiredTable, type Shapes } from '../../policy/arguments.ts';
import { wordsTable } from '../../policy/words.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const shapesOf = (cloud: string): Shapes => JSON.parse(read(`offline/providers/shapes/${cloud}.json`)) as Shapes;

it.each(['aws', 'gcp'])(
  'the tables of arguments are those of the provider %s: run `node policy/writeArguments.ts`',
  (cloud) => {
    const shapes = shapesOf(cloud);
    expect(read(`policy/rules/${cloud}/arguments.json`)).toBe(argumentsTable(shapes));
    expect(read(`policy/rules/${cloud}/required.json`)).toBe(requiredTable(shapes));
  },
);

it('the table of words is that of the provider: run `node policy/writeArguments.ts`', () => {
  expect(read('policy/rules/gcp/words.json')).toBe(wordsTable(shapesOf('gcp'), 'gcp'));
});
