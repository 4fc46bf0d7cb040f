import { shortType } from '../../policy/frame/message.ts';
import type { Plan, Planned } from '../support/plan.ts';

// One change of one planned resource.

/** What is done to a plan. */
export interface Mutation {
  readonly plan: string;
  /** Type as a program writes it, `gcp.compute.BackendService`. */
  readonly type: string;
  /** Pattern of the whole logical name. Exactly one resource of the plan has to match. */
  readonly name: string;
  readonly operation: 'drop' | 'change' | 'add';
  /** Dotted path of the argument; `*` stands for the whole resource, `ignoreChanges` for that option of it. */
  readonly argument: string;
  /** What is written there; nothing for a drop. */
  readonly value?: unknown;
  /** Patterns of the resources that a top-level argument is linked to afterwards. Default: as before, or none where it is dropped. */
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** Start of the id of the rule that has to refuse it. Default: any. */
  readonly rule?: string;
  /** What the message has to say besides; needed where it rightly names another resource or argument. */
  readonly says?: string;
}

/** One line that tells a mutation from all others. */
export const titleOf = ({ plan, operation, type, name, argument, value }: Mutation): string =>
  `${plan}: ${operation} ${argument === '*' ? '' : `${argument} of `}${type} ${name}` +
  (operation === 'drop' ? '' : ` to ${JSON.stringify(value)}`);

/**
 * The plan with the mutation applied, and the resource it was applied to.
 *
 * @throws Error when no or several resources match, or the mutation changes nothing
 */
export function apply(mutation: Mutation, plan: Plan): { readonly plan: Plan; readonly target: Planned } {
  const { resources } = plan;
  if (mutation.operation === 'add' && mutation.argument === '*') {
    const target = added(mutation, plan);
    return { plan: { ...plan, resources: [...resources, target] }, target };
  }
  const target = one(resources, mutation.name, mutation.type);
  if (mutation.argument === '*') return { plan: { ...plan, resources: withoutResource(resources, target) }, target };
  if (/^ignoreChanges(\.|$)/.test(mutation.argument)) {
    const { ignoreChanges } = write(target, mutation.argument.split('.'), mutation) as Partial<Planned>;
    const changed = { ...target, ignoreChanges: ignoreChanges ?? [] };
    return { plan: { ...plan, resources: resources.map((each) => (each === target ? changed : each)) }, target };
  }
  const changed: Planned = {
    ...target,
    inputs: write(target.inputs, mutation.argument.split('.'), mutation) as Planned['inputs'],
    links: linksOf(mutation, target, resources),
  };
  return { plan: { ...plan, resources: resources.map((each) => (each === target ? changed : each)) }, target };
}

function added({ type, name, value, links }: Mutation, { resources }: Plan): Planned {
  const [pkg = '', module = '', kind = ''] = type.split('.');
  const token = `${pkg}:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
  const beside = resources.find((resource) => resource.custom && resource.parent !== undefined);
  return {
    urn: `urn:pulumi:test::plan::${token}::${name}`,
    type: token,
    name,
    inputs: value as Planned['inputs'],
    custom: true,
    ...(beside?.parent === undefined ? {} : { parent: rootOf(resources, beside.parent) }),
    protect: false,
    ignoreChanges: [],
    secretOutputs: [],
    links: Object.fromEntries(
      Object.entries(links).map(([argument, names]) => [argument, names.map((each) => one(resources, each).urn)]),
    ),
  };
}

/** The topmost declared component: what a person adds by hand belongs to the same topology. */
function rootOf(resources: readonly Planned[], urn: string): string {
  const parent = resources.find((resource) => resource.urn === urn)?.parent;
  return parent === undefined || !resources.some((resource) => resource.urn === parent)
    ? urn
    : rootOf(resources, parent);
}

function one(resources: readonly Planned[], name: string, type?: string): Planned {
  const pattern = new RegExp(`^(?:${name})$`);
  const found = resources.filter(
    (resource) => pattern.test(resource.name) && (type === undefined || shortType(resource.type) === type),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  const near = resources.filter((resource) => type === undefined || shortType(resource.type) === type);
  throw new Error(
    `${type ?? 'a resource'} ${name} matches ${found.length} resources; there are ${near.map((each) => each.name).join(', ')}`,
  );
}

const withoutResource = (resources: readonly Planned[], gone: Planned): readonly Planned[] =>
  resources.filter((each) => each !== gone).map((each) => (refersTo(each, gone) ? unlinked(each, gone) : each));

const refersTo = ({ links }: Planned, { urn }: Planned): boolean =>
  Object.values(links).some((urns) => urns.includes(urn));

const unlinked = (resource: Planned, gone: Planned): Planned => ({
  ...resource,
  links: Object.fromEntries(
    Object.entries(resource.links).map(([argument, urns]) => [argument, urns.filter((urn) => urn !== gone.urn)]),
  ),
});

function linksOf({ argument, operation, links }: Mutation, target: Planned, resources: readonly Planned[]) {
  const dropped = operation === 'drop' && !argument.includes('.') ? { [argument]: [] } : {};
  const given = Object.entries(links).map(([key, names]) => [key, names.map((name) => one(resources, name).urn)]);
  return { ...target.links, ...dropped, ...(Object.fromEntries(given) as Planned['links']) };
}

function write(root: unknown, [key = '', ...rest]: readonly string[], mutation: Mutation): unknown {
  const { operation, value, argument } = mutation;
  if (Array.isArray(root)) {
    const index = Number(key);
    if (rest.length > 0) return root.map((item: unknown, at) => (at === index ? write(item, rest, mutation) : item));
    const there = index < root.length;
    if (there === (operation === 'add'))
      throw new Error(`${argument} is ${there ? '' : 'not '}there, so there is nothing to ${operation}`);
    if (operation === 'drop') return root.filter((_, at) => at !== index);
    return operation === 'add'
      ? [...(root as unknown[]), value]
      : root.map((item: unknown, at) => (at === index ? value : item));
  }
  const block = (typeof root === 'object' && root !== null ? root : {}) as Readonly<Record<string, unknown>>;
  if (rest.length > 0) {
    if (block[key] === undefined && operation !== 'add') throw new Error(`${argument} is not there`);
    return { ...block, [key]: write(block[key], rest, mutation) };
  }
  // What the provider filled in counts as not written: a change writes it.
  const filled = Array.isArray(block['__defaults']) ? (block['__defaults'] as unknown[]) : [];
  const { [key]: before, ...others } = block;
  const there = before !== undefined && !filled.includes(key);
  if (there === (operation === 'add'))
    throw new Error(`${argument} is ${there ? '' : 'not '}there, so there is nothing to ${operation}`);
  if (operation === 'change' && JSON.stringify(before) === JSON.stringify(value))
    throw new Error(`${argument} is so already`);
  const marks = '__defaults' in block ? { __defaults: filled.filter((each) => each !== key) } : {};
  return operation === 'drop' ? { ...others, ...marks } : { ...others, ...marks, [key]: value };
}
