import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { argumentsTable, requiredTable, type Shapes } from '../../policy/arguments.ts';

it.each(['aws', 'gcp'])(
  'the tables of arguments are those of the provider %s: run `node policy/writeArguments.ts`',
  (cloud) => {
    const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const shapes = JSON.parse(read(`offline/providers/shapes/${cloud}.json`)) as Shapes;
    expect(read(`policy/rules/${cloud}/arguments.json`)).toBe(argumentsTable(shapes));
    if (cloud === 'aws') expect(read(`policy/rules/${cloud}/required.json`)).toBe(requiredTable(shapes));
  },
);
