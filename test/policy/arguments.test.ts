import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { argumentsTable, type Shapes } from '../../policy/arguments.ts';

it.each(['aws', 'gcp'])(
  'the table of argument names is that of the provider %s: run `node policy/writeArguments.ts`',
  (cloud) => {
    const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const shapes = JSON.parse(read(`offline/providers/shapes/${cloud}.json`)) as Shapes;
    expect(read(`policy/rules/${cloud}/arguments.json`)).toBe(argumentsTable(shapes));
  },
);
