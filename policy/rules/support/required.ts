import type { Resource } from '../../../topology/graph/graph.ts';
import { isGiven, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { breach, resourceRule, unknownArgument, type Finding, type Rule } from '../../frame/rule.ts';
import { argumentsIn, type ArgumentTable } from './arguments.ts';
import { written } from './values.ts';

// Which arguments a resource cannot do without, read from the tables of a provider.

/** What the rule about arguments that are left out has of its own on each cloud. */
interface Requirement {
  readonly id: string;
  readonly cloud: 'aws' | 'gcp';
  readonly example: string;
  /** Arguments by resource type and block. */
  readonly table: ArgumentTable;
  /** Those of them that have to be given. */
  readonly required: ArgumentTable;
  /** Required arguments for which an empty text is an answer. */
  readonly mayBeEmpty: readonly string[];
  /** Arguments that the SDK wants and that the API has a default for. */
  readonly haveDefault?: readonly string[];
}

/** The rule that no argument is left out that the API cannot do without. */
export function requiredRule({ id, cloud, example, table, required, mayBeEmpty, haveDefault = [] }: Requirement): Rule {
  const missing = missingBy(table, required, mayBeEmpty, haveDefault);
  return resourceRule({
    id,
    title: 'No argument is left out that a resource needs',
    what: 'Every argument that the provider requires is given and not empty, at any depth.',
    why: 'The preview lets an empty one pass, and one that was lost on the way to the resource; the API refuses it in the middle of an apply.',
    source: `https://www.pulumi.com/registry/packages/${cloud}/api-docs/`,
    severity: 'high',
    level: 'mandatory',
    remediation: 'Set the argument that the message names.',
    example,
    types: Object.keys(table).filter((name) => name.startsWith(`${cloud}:`)),
    judge: (resource) =>
      missing(resource).map(({ path, open }): Finding => {
        const argument = written(path);
        if (open) return unknownArgument(resource, argument, 'write its arguments out');
        return breach(resource, argument, 'is not set, and the resource needs it', `set ${argument}`);
      }),
  });
}

interface Missing {
  /** Dotted path, list items by index. */
  readonly path: string;
  /** True for a whole block that only an apply can tell, so that its arguments cannot be looked at. */
  readonly open: boolean;
}

function missingBy(
  table: ArgumentTable,
  required: ArgumentTable,
  mayBeEmpty: readonly string[],
  haveDefault: readonly string[],
): (resource: Resource) => readonly Missing[] {
  const blocks = new Map<string, readonly (readonly [argument: string, block: string])[]>();
  const blocksOf = (name: string): readonly (readonly [string, string])[] => {
    const known = blocks.get(name);
    if (known) return known;
    const found = argumentsIn(table[name] ?? '').flatMap(([argument, block]) =>
      block === undefined ? [] : [[argument, block] as const],
    );
    blocks.set(name, found);
    return found;
  };
  const isThere = (block: object, argument: string): boolean =>
    isGiven(block, argument) || (mayBeEmpty.includes(argument) && valueAt(block, argument) === '');
  const look = (value: unknown, block: string, path: string): readonly Missing[] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => look(item, block, `${path}${index}.`));
    if (typeof value !== 'object' || value === null) return [];
    const given = value as Readonly<Record<string, unknown>>;
    const own = (required[block]?.split(' ') ?? []).filter((argument) => !haveDefault.includes(argument));
    return [
      ...own
        .filter((argument) => !isThere(given, argument))
        .map((argument) => ({ path: `${path}${argument}`, open: false })),
      ...blocksOf(block).flatMap(([argument, inside]) =>
        isUnknown(given[argument]) && inside in required
          ? [{ path: `${path}${argument}`, open: true }]
          : look(given[argument], inside, `${path}${argument}.`),
      ),
    ];
  };
  return ({ type, inputs }) => look(inputs, type, '');
}
