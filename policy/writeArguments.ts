import { readFileSync, writeFileSync } from 'node:fs';

import { argumentsModule, type Shapes } from './arguments.ts';

// Writes the table of argument names. A test says when it is out of date.

const shapes = JSON.parse(
  readFileSync(new URL('../offline/providers/shapes/gcp.json', import.meta.url), 'utf8'),
) as Shapes;
writeFileSync(new URL('./rules/gcp/support/arguments.ts', import.meta.url), argumentsModule(shapes));
