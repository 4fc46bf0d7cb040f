import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { straysBy } from '../support/arguments.ts';
import { ARGUMENTS } from './support/arguments.ts';
import { written } from '../support/values.ts';

const TYPES = [...ARGUMENTS.matchAll(/^(aws:\S+)/gm)].map(([, type = '']) => type);
const straysIn = straysBy(ARGUMENTS);

export const argumentsExist = resourceRule({
  id: 'tandem-aws-044-arguments-exist',
  title: 'No argument is misspelled',
  what: 'Every argument, at any depth, is one that the provider knows.',
  why: 'The provider drops an argument that it does not know without a word: the default holds, and the plan looks as if it did not.',
  source: 'https://www.pulumi.com/registry/packages/aws/api-docs/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Correct the spelling, or remove the argument.',
  example: 'healthCheck: { unhealthyThreshold: 2 } // not unhealthyTreshold',
  types: TYPES,
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
