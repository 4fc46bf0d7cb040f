import { readFileSync, writeFileSync } from 'node:fs';

import { argumentsTable, requiredTable, type Shapes } from './arguments.ts';
import { wordsTable } from './words.ts';

// Writes the tables of argument names, of those that have to be given, and of the words that those of Google Cloud take. A test
// says when one is out of date.

for (const cloud of ['aws', 'gcp']) {
  const shapes = JSON.parse(
    readFileSync(new URL(`../offline/providers/shapes/${cloud}.json`, import.meta.url), 'utf8'),
  ) as Shapes;
  const write = (file: string, table: string): void =>
    writeFileSync(new URL(`./rules/${cloud}/${file}.json`, import.meta.url), table);
  write('arguments', argumentsTable(shapes));
  write('required', requiredTable(shapes));
  if (cloud === 'gcp') write('words', wordsTable(shapes, cloud));
}
