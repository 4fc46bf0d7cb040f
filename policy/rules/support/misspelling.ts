import { breach, resourceRule, unknownArgument, type Rule } from '../../frame/rule.ts';
import { straysBy, type ArgumentTable } from './arguments.ts';
import { written } from './values.ts';

/** What the rule about misspelled arguments has of its own on each cloud. */
interface Spelling {
  readonly id: string;
  readonly cloud: 'aws' | 'gcp';
  readonly example: string;
  readonly table: ArgumentTable;
}

/** The rule that no argument of a cloud's resources is misspelled. */
export function misspellingRule({ id, cloud, example, table }: Spelling): Rule {
  const straysIn = straysBy(table);
  return resourceRule({
    id,
    title: 'No argument is misspelled',
    what: 'Every argument, at any depth, is one that the provider knows.',
    why: 'The provider drops an argument that it does not know without a word: the default holds, and the plan looks as if it did not.',
    source: `https://www.pulumi.com/registry/packages/${cloud}/api-docs/`,
    severity: 'high',
    level: 'mandatory',
    remediation: 'Correct the spelling, or remove the argument.',
    example,
    types: Object.keys(table).filter((name) => name.startsWith(`${cloud}:`)),
    settings: {
      known: { description: 'Names of arguments that a newer version of the provider has.', default: [] },
    },
    judge: (resource, { known }) =>
      straysIn(resource.type, resource.inputs)
        .filter(({ path }) => !known.includes(path.slice(path.lastIndexOf('.') + 1)))
        .map(({ path, meant, open }) => {
          if (open) return unknownArgument(resource, written(path), 'write its arguments out');
          const fix = meant === undefined ? 'remove it' : `write ${meant}`;
          return breach(resource, written(path), 'is no argument of this resource, so the provider ignores it', fix);
        }),
  });
}
