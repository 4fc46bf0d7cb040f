import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULTS_KEY, isValues, listOf, type Value, type Values } from '../../../offline/providers/kit/values.ts';
import { isPackageName } from '../../../offline/providers/packages.ts';
import { Bench } from './harness.ts';

interface Step {
  urn: string;
  newState: { type: string; custom: boolean; inputs?: Values };
}

const plan = JSON.parse(readFileSync(new URL('../../fixtures/real-plan.json', import.meta.url), 'utf8')) as {
  steps: Step[];
};
const resources = plan.steps.filter(({ newState }) => newState.custom);

/** What the program wrote: the plan's inputs without what the provider filled in. */
function written(value: Value): Value {
  if (Array.isArray(value)) return value.map(written);
  if (!isValues(value)) return value;
  const filled = listOf(value[DEFAULTS_KEY]);
  const own = Object.entries(value).filter(([name]) => name !== DEFAULTS_KEY && !filled.includes(name));
  return Object.fromEntries(own.map(([name, child]) => [name, written(child)]));
}

/** Made-up names differ from run to run; their form does not. */
function withoutChance(inputs: Values): Values {
  const filled = listOf(inputs[DEFAULTS_KEY]);
  const named = Object.entries(inputs).map(([name, value]): [string, Value] => {
    const isMadeUp = filled.includes(name) && ['name', 'accountId', 'secretId'].includes(name);
    return [name, isMadeUp ? String(value).replace(/-[0-9a-f]{7}$/, '-<chance>') : value];
  });
  return Object.fromEntries(named);
}

describe('what the real providers planned for 62 resources', () => {
  it('has every resource of the fixture', () => {
    expect(resources).toHaveLength(61);
  });

  it.each(resources.map((step) => [step.urn.split('::').slice(2).join(' '), step]))(
    'is planned alike: %s',
    async (_name, step) => {
      const { type, inputs = {} } = step.newState;
      const [packageName = ''] = type.split(':');
      if (!isPackageName(packageName)) throw new Error(`no stand-in for ${packageName}`);
      const bench = await Bench.open(packageName, { project: 'acme-prod' });
      const name = step.urn.split('::').at(-1) ?? '';

      const checked = bench.check(type, written(inputs) as Values, {}, name);

      expect(checked.failures).toEqual([]);
      expect(withoutChance(checked.inputs)).toEqual(withoutChance(inputs));
    },
  );
});
