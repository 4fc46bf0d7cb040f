import { ResourceGraph, type Properties, type Resource } from '../../topology/graph/graph.ts';
import { UNKNOWN } from '../../topology/graph/value.ts';

// Resource graphs written by hand, as a first preview shows them: links are property dependencies, ids are unknown.

/** What a hand-written resource may say besides its inputs. */
export interface Extra {
  /** Logical names of linked resources, by top-level argument. */
  readonly links?: Readonly<Record<string, readonly string[]>>;
  /** Logical name of the component above. */
  readonly parent?: string;
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly outputs?: Properties;
}

/** One resource of a hand-written plan. */
export interface Draft extends Extra {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/** What the engine shows in place of a value that only an apply can tell. */
export const UNKNOWN_VALUE = UNKNOWN;

export const draft = (type: string, name: string, inputs: Properties, extra: Extra = {}): Draft => ({
  type,
  name,
  inputs,
  ...extra,
});

/** URN that {@link graphFrom} gives a draft. */
export const urnOf = ({ type, name }: Pick<Draft, 'type' | 'name'>): string =>
  `urn:pulumi:test::plan::${type}::${name}`;

/** The graph that the engine would show for these resources. Names must be unique. */
export function graphFrom(drafts: readonly Draft[]): ResourceGraph {
  const byName = new Map(drafts.map((one) => [one.name, one]));
  const urn = (name: string): string => {
    const found = byName.get(name);
    if (!found) throw new Error(`no resource ${name} in this plan`);
    return urnOf(found);
  };
  return new ResourceGraph(
    drafts.map((one): Resource => {
      const links = Object.entries(one.links ?? {}).map(([key, names]) => [key, names.map(urn)] as const);
      return {
        urn: urnOf(one),
        type: one.type,
        name: one.name,
        inputs: one.inputs,
        outputs: one.outputs ?? {},
        custom: !one.type.startsWith('tandem:'),
        ...(one.parent === undefined ? {} : { parent: urn(one.parent) }),
        protect: one.protect ?? false,
        propertyDependencies: Object.fromEntries(links),
        dependencies: [...new Set(links.flatMap(([, urns]) => urns))],
        defaults: new Set(),
        op: 'create',
        ignoreChanges: one.ignoreChanges ?? [],
      };
    }),
  );
}

/** A copy of a plan in which one resource's argument has another value; `undefined` takes the argument away. */
export function change(plan: readonly Draft[], name: string, path: string, value: unknown): readonly Draft[] {
  if (!plan.some((one) => one.name === name)) throw new Error(`no resource ${name} in this plan`);
  return plan.map((one) =>
    one.name === name ? { ...one, inputs: withValue(one.inputs, path.split('.'), value) as Properties } : one,
  );
}

/** A copy of a plan without one resource. Links to it go as well. */
export const without = (plan: readonly Draft[], name: string): readonly Draft[] =>
  plan
    .filter((one) => one.name !== name)
    .map((one) => ({
      ...one,
      links: Object.fromEntries(
        Object.entries(one.links ?? {}).map(([key, names]) => [key, names.filter((linked) => linked !== name)]),
      ),
    }));

/** A copy of a plan in which an argument links to other resources. */
export const relink = (
  plan: readonly Draft[],
  name: string,
  argument: string,
  to: readonly string[],
): readonly Draft[] =>
  plan.map((one) => (one.name === name ? { ...one, links: { ...one.links, [argument]: to } } : one));

function withValue(root: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const next = (inner: unknown): unknown => (rest.length === 0 ? value : withValue(inner, rest, value));
  if (Array.isArray(root)) return root.map((item: unknown, index) => (String(index) === key ? next(item) : item));
  const record = (typeof root === 'object' && root !== null ? root : {}) as Record<string, unknown>;
  const changed = { ...record, [key]: next(record[key]) };
  if (changed[key] === undefined) delete changed[key];
  return changed;
}
