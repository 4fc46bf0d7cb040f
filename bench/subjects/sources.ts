import { classOf, type Literal } from './literals.ts';

// Programs and packs to compare with, as text.

const sdksOf = (literals: readonly Literal[]): string[] => [
  ...new Set(literals.map(({ type }) => type.slice(0, type.indexOf(':')))),
];

const declarations = (literals: readonly Literal[]): string[] =>
  literals.map(
    (literal) =>
      `new ${classOf(literal)}(${JSON.stringify(literal.name)}, ${JSON.stringify(literal.inputs, null, 2)});`,
  );

/** The resources in plain JavaScript, as a compiler would leave it. */
export const javaScript = (literals: readonly Literal[]): string =>
  [
    `'use strict';`,
    ...sdksOf(literals).map((sdk) => `const ${sdk} = require('@pulumi/${sdk}');`),
    ...declarations(literals),
  ].join('\n');

/** The same in TypeScript, written as Pulumi's templates begin. */
export const typeScript = (literals: readonly Literal[]): string =>
  [...sdksOf(literals).map((sdk) => `import * as ${sdk} from '@pulumi/${sdk}';`), ...declarations(literals)].join('\n');

/** Rules of a pack by what they look at. */
export interface RuleCounts {
  /** Rules about single resources. */
  readonly resource: number;
  /** Rules about the whole stack. */
  readonly stack: number;
}

/** A pack in TypeScript, written as Pulumi's templates begin, with rules that ask next to nothing. */
export function typeScriptPack(counts: RuleCounts, literals: readonly Literal[]): string {
  const classes = [...new Set(literals.filter(({ type }) => type.startsWith('gcp:')).map(classOf))];
  const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const resourceRules = numbered(counts.resource).map(
    (index) => `{
  name: 'resource-rule-${index}',
  description: 'A resource has properties.',
  enforcementLevel: 'mandatory',
  validateResource: validateResourceOfType(${classes[index % classes.length]}, (properties, _args, reportViolation) => {
    if (Object.keys(properties).length === 0) reportViolation('It has none.');
  }),
}`,
  );
  const stackRules = numbered(counts.stack).map(
    (index) => `{
  name: 'stack-rule-${index}',
  description: 'A stack has resources.',
  enforcementLevel: 'mandatory',
  validateStack: ({ resources }, reportViolation) => {
    if (resources.length === 0) reportViolation('It has none.');
  },
}`,
  );
  return `import * as gcp from '@pulumi/gcp';
import { PolicyPack, validateResourceOfType } from '@pulumi/policy';

new PolicyPack('usual', { policies: [${[...resourceRules, ...stackRules].join(', ')}] });
`;
}

/** A pack without a rule, in plain JavaScript. */
export const emptyPack = `'use strict';
const { PolicyPack } = require('@pulumi/policy');
new PolicyPack('empty', { policies: [] });
`;

/** The tsconfig.json of Pulumi's templates. */
export const usualTsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    outDir: 'bin',
    target: 'es2020',
    module: 'commonjs',
    moduleResolution: 'node',
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
    // The checkout's own type packages are none of this program's.
    types: ['node'],
  },
  files: ['index.ts'],
});
