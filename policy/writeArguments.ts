import { readFileSync, writeFileSync } from 'node:fs';

import { argumentsTable, type Shapes } from './arguments.ts';

// Writes the tables of argument names. A test says when one is out of date.

for (const cloud of ['aws', 'gcp']) {
  const shapes = JSON.parse(
    readFileSync(new URL(`../offline/providers/shapes/${cloud}.json`, import.meta.url), 'utf8'),
  ) as Shapes;
  writeFileSync(new URL(`./rules/${cloud}/arguments.json`, import.meta.url), argumentsTable(shapes));
}
