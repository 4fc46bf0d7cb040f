import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stackNamed, stackNames } from '../../stacks/stacks.ts';
import { checkConfig } from '../../topology/shape/anyCloud.ts';
import { configOf } from '../support/stacks.ts';

const told = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing';
};

describe('every stack', () => {
  test('is a file and a composition', () => {
    const files = readdirSync(resolve(import.meta.dirname, '../../stacks')).flatMap(
      (file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [],
    );
    expect([...stackNames].sort()).toEqual(files.sort());
  });

  // The command line goes by the providers that are configured, the program by the name.
  test.each(stackNames)('%s is read alike by the command line and by the program', async (stack) => {
    expect(() => {
      checkConfig(configOf(stack), { stack });
    }).not.toThrow();
    // On AWS a bucket has no such key, and on both clouds there is no bucket of the whole.
    const wrong = { ...configOf(stack), 'tandem:bucket': { turbo: 'perhaps' } };
    const problems = await told(() => checkConfig(wrong, { stack }));
    expect(problems).toContain('tandem:bucket');
    expect(await told(() => stackNamed(stack)?.build(wrong, { stack }))).toBe(problems);
  });
});
