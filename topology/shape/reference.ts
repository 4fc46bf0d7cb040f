import { awsConfigSchema } from './aws/schema.ts';
import { type Field, fields, fieldsOf } from './describe.ts';
import { multiSchema, SAID_TO_BOTH } from './multicloud/schema.ts';

// docs/config.md and the `config:` block of Pulumi.yaml, both drawn from the schemas.

const awsFields = fieldsOf(awsConfigSchema);

const multiFields = fieldsOf(multiSchema);

const isGroup = ({ type }: Field): boolean => type === 'group';

const isTop = ({ path }: Field): boolean => !/[.[]/.test(path);

/** A list of plain values needs no lines of its own for its members. */
const isPlainMember = (field: Field): boolean => field.path.endsWith('[]');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

const defaultOf = ({ required, otherwise, fallback }: Field): string => {
  if (required) return '**required**';
  if (otherwise !== undefined) return otherwise;
  const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
  return text === '{}' || text === '[]' ? 'none' : `\`${text}\``;
};

const row = (field: Field): string =>
  `| ${[`\`${field.path}\``, field.type, field.unit ?? '', defaultOf(field), field.meaning, field.allowed]
    .map(cell)
    .join(' | ')} |`;

const HEAD = '| key | type | unit | default | meaning | allowed |\n| --- | --- | --- | --- | --- | --- |';

const table = (rows: readonly Field[]): string => [HEAD, ...rows.map(row)].join('\n');

const membersOf = (group: Pick<Field, 'path'>, among = fields): readonly Field[] =>
  among.filter((field) => !isGroup(field) && !isPlainMember(field) && field.path.startsWith(`${group.path}.`));

const section = (group: Field): string =>
  [`## \`${group.path}\`${group.required ? '' : ' (optional)'}`, group.meaning, table(membersOf(group))].join('\n\n');

/** Members of groups that a person names. */
const namedSection = ({ path }: Field): string =>
  [`## Members of \`${path}\``, table(membersOf({ path: `${path}.*` }))].join('\n\n');

const listMembers = fields.filter((field) => /\[\]\./.test(field.path));

const INTRODUCTION = `# Configuration

Written by \`node topology/shape/writeReference.ts\` from the schemas in \`topology/shape\`; do not edit. What
follows is a stack on Google Cloud; [on AWS](#on-aws) and [on both clouds](#on-both-clouds) say what differs.

Keys stand below \`tandem:\` in \`stacks/Pulumi.<stack>.yaml\`; a group is written as a nested map, or key by key with
\`pulumi config set --path 'tandem:load.peakRps' 400\`. \`gcp:project\` is set beside them, equal to \`project\`. Every
problem is told at once before the first resource. A key that is not listed here is a problem too.`;

const sameAs = (field: Field): boolean => fields.some((other) => row(other) === row(field));

const missingOnAws = (): string => {
  const absent = fields.filter((field) => isTop(field) && !awsFields.some(({ path }) => path === field.path));
  return absent.map(({ path }) => `\`${path}\``).join(', ');
};

/** A group with the keys that are not the same on both clouds; nothing when all of them are. */
const awsSection = (group: Field): readonly string[] => {
  const members = membersOf(group, awsFields);
  const own = members.filter((field) => !sameAs(field));
  const gone = membersOf(group).filter(({ path }) => !members.some((field) => field.path === path));
  if (own.length === 0 && gone.length === 0) return [];
  return [
    `### \`${group.path}\`${group.required ? '' : ' (optional)'} on AWS`,
    group.meaning,
    ...(own.length > 0 ? [table(own)] : []),
    ...(own.length < members.length ? ['The other keys are the same.'] : []),
    ...(gone.length > 0 ? [`Not on AWS: ${gone.map(({ path }) => `\`${path}\``).join(', ')}.`] : []),
  ];
};

const onAws = (): readonly string[] => [
  '## On AWS',
  `\`aws:region\` is set beside the keys, to either region: every resource names its own. Keys that are not listed here mean
what they mean above. There is no ${missingOnAws()}.`,
  table(awsFields.filter((field) => isTop(field) && !isGroup(field) && !sameAs(field))),
  ...awsFields.filter((field) => isTop(field) && isGroup(field)).flatMap(awsSection),
];

const onBoth = (): readonly string[] => [
  '## On both clouds',
  `\`gcp:project\` and \`aws:region\` are set beside the keys. What each cloud is told stands below \`gcp\` and \`aws\`, in that cloud's
own keys. ${SAID_TO_BOTH.map((key) => `\`${key}\``).join(', ')} may stand at the top instead and are then said to both;
a key below a cloud goes before them.`,
  table(multiFields.filter((field) => isTop(field) && !isGroup(field))),
  ...multiFields
    .filter((field) => isTop(field) && isGroup(field))
    .flatMap((group) => {
      const own = membersOf(group, multiFields).filter((field) => !sameAs(field));
      return [`### \`${group.path}\`${group.required ? '' : ' (optional)'} on both clouds`, group.meaning, table(own)];
    }),
];

/** The text of docs/config.md. */
export const configReference = (): string =>
  `${[
    INTRODUCTION,
    table(fields.filter((field) => isTop(field) && !isGroup(field))),
    ...fields.filter((field) => isTop(field) && isGroup(field)).map(section),
    ...fields.filter(({ type }) => type === 'groups').map(namedSection),
    '## Members of `exceptions`',
    table(listMembers),
    ...onAws(),
    ...onBoth(),
  ].join('\n\n')}\n`;

/** One key of the `config:` block of Pulumi.yaml. */
export interface ProjectKey {
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly description: string;
  readonly items?: { readonly type: 'string' | 'object' };
  /** A key without one has to be in every stack. */
  readonly default?: unknown;
}

// The engine's project schema knows no fractions; a group is checked by us, member by member.
const PROJECT_TYPES = {
  text: 'string',
  'whole number': 'integer',
  number: 'string',
  'yes or no': 'boolean',
  list: 'array',
  group: 'object',
  map: 'object',
  groups: 'object',
} as const;

const projectKey = (field: Field): ProjectKey => ({
  type: PROJECT_TYPES[field.type],
  description: field.meaning,
  ...(field.type === 'list'
    ? { items: { type: fields.some(({ path }) => path.startsWith(`${field.path}[].`)) ? 'object' : 'string' } }
    : {}),
  ...(field.fallback === undefined ? {} : { default: field.fallback }),
});

/**
 * The `config:` block of Pulumi.yaml: every top-level key that means the same on each cloud. One that some cloud does not
 * know would be missing there, or its default would be one key too many; on both at once each cloud has some of its own.
 */
export const projectConfig = (): Readonly<Record<string, ProjectKey>> =>
  Object.fromEntries(
    fields
      .filter(isTop)
      .map((field) => [field.path, projectKey(field)] as const)
      .filter(([path, key]) => meansTheSame(awsFields, path, key))
      .filter(([path, key]) => SAID_TO_BOTH.some((said) => said === path) || meansTheSame(multiFields, path, key)),
  );

const meansTheSame = (among: readonly Field[], path: string, key: ProjectKey): boolean =>
  among.some(
    (field) => field.path === path && JSON.stringify(settled(projectKey(field))) === JSON.stringify(settled(key)),
  );

const settled = ({ type, items, default: value }: ProjectKey): Omit<ProjectKey, 'description'> => ({
  type,
  ...(items ? { items } : {}),
  default: value,
});
