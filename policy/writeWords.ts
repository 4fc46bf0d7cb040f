import { readFileSync, writeFileSync } from 'node:fs';

import type { Shapes } from './arguments.ts';
import { wordsTable } from './words.ts';

// Writes the table of words that arguments of Google Cloud take. A test says when it is out of date.

const shapes = JSON.parse(
  readFileSync(new URL('../offline/providers/shapes/gcp.json', import.meta.url), 'utf8'),
) as Shapes;
writeFileSync(new URL('./rules/gcp/words.json', import.meta.url), wordsTable(shapes, 'gcp'));
