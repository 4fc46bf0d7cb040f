import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { argumentsModule, type Shapes } from '../../policy/arguments.ts';

it('the table of argument names is that of the provider: run `node policy/writeArguments.ts`', () => {
  const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const shapes = JSON.parse(read('offline/providers/shapes/gcp.json')) as Shapes;
  expect(read('policy/rules/gcp/support/arguments.ts')).toBe(argumentsModule(shapes));
});
