import { beforeAll, describe, expect, test } from 'vitest';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { COMPONENTS, forms } from './forms.ts';

describe('every component, minimal and with everything', () => {
  let stack: TestStack;
  let created: Step[];

  beforeAll(async () => {
    stack = await newStack('gcp-forms');
    created = (await stack.up(forms)).steps;
  }, 120_000);

  test.each(COMPONENTS.flatMap((component) => [`${component}-minimal`, `${component}-everything`]))(
    'builds %s as the inventory lists it',
    async (form) => {
      const own = created.filter(({ name }) => name === form || name.startsWith(`${form}-`));
      expect(own.length).toBeGreaterThan(1);
      await expect(inventory(own)).toMatchFileSnapshot(`inventories/${form}.json`);
    },
  );

  test('builds nothing besides', () => {
    const listed = new RegExp(`^(${COMPONENTS.join('|')})-(minimal|everything)(-|$)`);
    expect(created.filter(({ name }) => !listed.test(name)).map(({ urn }) => urn)).toEqual([]);
  });

  test('puts every child below its component', async () => {
    const loose = (await stack.held()).filter(
      ({ urn, type }) => !urn.includes('tandem:index:') && !type.startsWith('pulumi:'),
    );
    expect(loose.map(({ urn }) => urn)).toEqual([]);
  });

  test('changes nothing on the second run', async () => {
    expect(changing(await stack.preview(forms)).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);

  test('leaves nothing behind', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});
