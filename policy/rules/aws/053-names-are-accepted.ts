import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  ACCELERATOR,
  BALANCERS,
  BUCKETS,
  DATABASE_CLUSTER,
  ECS_SERVICE,
  GLOBAL_DATABASE,
  REPOSITORY,
  SECRET,
  TABLE,
  TARGET_GROUPS,
  TASK_DEFINITION,
} from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { NAMES } from './support/sources.ts';

interface Form {
  readonly argument: string;
  readonly shape: RegExp;
  readonly allowed: string;
}

const SHORT: Form = {
  argument: 'name',
  shape: /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  allowed: '1 to 32 letters, digits and hyphens, without a hyphen at either end',
};
const IDENTIFIER = (argument: string): Form => ({
  argument,
  shape: /^(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)$/,
  allowed: '1 to 63 lower case letters, digits and single hyphens, from a letter to a letter or digit',
});
const TASK = (argument: string): Form => ({
  argument,
  shape: /^[A-Za-z0-9_-]{1,255}$/,
  allowed: '1 to 255 letters, digits, hyphens and underscores',
});

const FORMS: Readonly<Record<string, Form>> = {
  ...Object.fromEntries([...BALANCERS, ...TARGET_GROUPS].map((type) => [type, SHORT])),
  ...Object.fromEntries(
    BUCKETS.map((type) => [
      type,
      {
        argument: 'bucket',
        shape: /^(?!.*\.\.)(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        allowed: '3 to 63 lower case letters, digits, dots and hyphens',
      },
    ]),
  ),
  [DATABASE_CLUSTER]: IDENTIFIER('clusterIdentifier'),
  [GLOBAL_DATABASE]: IDENTIFIER('globalClusterIdentifier'),
  [ECS_SERVICE]: TASK('name'),
  [TASK_DEFINITION]: TASK('family'),
  [TABLE]: {
    argument: 'name',
    shape: /^[A-Za-z0-9_.-]{3,255}$/,
    allowed: '3 to 255 letters, digits, underscores, dots and hyphens',
  },
  [REPOSITORY]: {
    argument: 'name',
    shape: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    allowed: 'lower case letters, digits, and single dots, underscores, hyphens and slashes between them',
  },
  [SECRET]: { argument: 'name', shape: /^[A-Za-z0-9/_+=.@-]{1,512}$/, allowed: '1 to 512 letters, digits and /_+=.@-' },
  [ACCELERATOR]: {
    argument: 'name',
    shape: /^(?!-)[A-Za-z0-9.-]{1,64}(?<!-)$/,
    allowed: '1 to 64 letters, digits, dots and hyphens',
  },
};

const TYPES = Object.keys(FORMS);

export const namesAreAccepted = graphRule({
  id: 'tandem-aws-053-names-are-accepted',
  title: 'Names are ones that the API takes',
  what: 'A name that somebody chose has the length and the characters that its kind of resource allows.',
  why: 'The preview does not check names; the API refuses them in the middle of an apply.',
  source: NAMES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Shorten the name, or leave it out for one that is made for you.',
  example: "name: 'api-us-east-1'",
  types: TYPES,
  // A graph rule, because only there the links tell what another resource of the program fills in.
  judge: (graph) =>
    graph.ofType(...TYPES).flatMap((resource): readonly Finding[] => {
      const form = FORMS[resource.type];
      const value = form && valueAt(resource.inputs, form.argument);
      if (!form || value === undefined || value === null) return [];
      if (isUnknown(value)) return unknown(resource, form);
      if (typeof value === 'string' && form.shape.test(value)) return [];
      return [
        breach(
          resource,
          form.argument,
          `is "${String(value)}"; allowed is ${form.allowed}`,
          `choose another ${form.argument}`,
        ),
      ];
    }),
});

/** A name from another resource of the program, such as a random suffix, cannot be read before an apply. */
function unknown(resource: Resource, { argument, allowed }: Form): readonly Finding[] {
  if ((resource.propertyDependencies[argument] ?? []).length > 0) return [];
  return [
    {
      urn: resource.urn,
      argument,
      problem: 'is not known before an apply',
      fix: `write it out: ${allowed}`,
      undecided: true,
    },
  ];
}
