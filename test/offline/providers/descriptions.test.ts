import { describe, expect, it } from 'vitest';
import type { Description } from '../../../offline/providers/kit/description.ts';
import type { Package } from '../../../offline/providers/kit/package.ts';
import { propertiesOf } from '../../../offline/providers/kit/shape.ts';
import { loadPackage, packageNames } from '../../../offline/providers/packages.ts';
import { computedOf } from '../../../offline/providers/protocol/outputs.ts';
import type { Properties } from '../../../offline/providers/shapes/shape.ts';

/** The kind at the end of a pattern, or `undefined` when the SDK has no such property. */
function kindAt(pattern: string, properties: Properties, { shapes }: Package): string | undefined {
  let here: Properties | undefined = properties;
  let kind: string | undefined;
  for (const step of pattern.split('.')) {
    kind = here?.[step.replace('[]', '')]?.replace(/!$/, '');
    if (kind === undefined || step.endsWith('[]') !== kind.startsWith('[]')) {
      const isWholeList = kind?.startsWith('[]') && pattern.endsWith(step);
      if (!isWholeList) return undefined;
    }
    here = propertiesOf(kind, shapes);
  }
  return kind;
}

function patternsOf(description: Description): string[] {
  const rules = [description.check, description.plan, description.apply].flatMap((list) => list ?? []);
  return [
    ...rules.flatMap((rule) => rule.patterns ?? []),
    ...Object.keys(description.defaults ?? {}),
    ...(description.computed ?? []),
    ...(description.replaces ?? []).filter((name) => name !== '*'),
    ...(description.inPlace ?? []),
    ...(description.replacesOnCount ?? []),
    ...Object.keys(description.replacesWhen ?? {}),
    ...Object.keys(description.normal ?? {}),
    ...(description.unordered ?? []),
    ...Object.keys(description.references ?? {}),
    ...(description.autoname ? [description.autoname.property] : []),
  ];
}

describe.each(packageNames)('the descriptions of %s', async (name) => {
  const pack = await loadPackage(name);
  const described = [...pack.descriptions.values()];

  it('are more than a handful', () => {
    expect(described.length).toBeGreaterThanOrEqual(name === 'random' ? 5 : 50);
  });

  it.each(described.map((description) => [description.type, description]))(
    '%s names only properties that the SDK has',
    (type, description) => {
      const inputs = pack.shapes.resources[type]?.inputs ?? {};
      const wrong = patternsOf(description).filter((pattern) => kindAt(pattern, inputs, pack) === undefined);
      expect(wrong).toEqual([]);
    },
  );

  it.each(described.map((description) => [description.type, description]))(
    '%s keeps secret only what exists',
    (type, description) => {
      const shape = pack.shapes.resources[type];
      const all = { ...shape?.outputs, ...shape?.inputs };
      const wrong = (description.secrets ?? []).filter((pattern) => kindAt(pattern, all, pack) === undefined);
      expect(wrong).toEqual([]);
    },
  );

  it.each(described.map((description) => [description.type, description]))(
    '%s refers only to described types',
    (_type, description) => {
      const types = Object.values(description.references ?? {}).flat();
      expect(types.filter((type) => !pack.descriptions.has(type))).toEqual([]);
      const unreferenced = (description.holds ?? []).filter((path) => !(path in (description.references ?? {})));
      expect(unreferenced).toEqual([]);
    },
  );

  it.each(described.map((description) => [description.type, description]))(
    '%s computes inputs only where it says so',
    (type, description) => {
      const shape = pack.shapes.resources[type] ?? { inputs: {}, outputs: {} };
      const situation = {
        name: 'x',
        type,
        inputs: {},
        settings: {},
        cloud: { all: () => [], named: () => undefined } as never,
      };
      const made = Object.keys(description.outputs?.(situation, 'a/b/c:d:e') ?? {});
      const allowed = [
        ...Object.keys(shape.outputs),
        ...computedOf({ pack, description, shape }).map((pattern) => pattern.split(/[.[]/)[0]),
      ];
      expect(made.filter((property) => !allowed.includes(property))).toEqual([]);
    },
  );
});
