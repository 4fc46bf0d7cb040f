import { type Field, fields } from './describe.ts';

// docs/config.md and the `config:` block of Pulumi.yaml, both drawn from the schema.

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

const membersOf = (group: Field): readonly Field[] =>
  fields.filter((field) => !isGroup(field) && !isPlainMember(field) && field.path.startsWith(`${group.path}.`));

const section = (group: Field): string =>
  [`## \`${group.path}\`${group.required ? '' : ' (optional)'}`, group.meaning, table(membersOf(group))].join('\n\n');

const listMembers = fields.filter((field) => /\[\]\./.test(field.path));

const INTRODUCTION = `# Configuration

Written by \`node topology/shape/writeReference.ts\` from \`topology/shape/schema.ts\`; do not edit.

Keys stand below \`tandem:\` in \`stacks/Pulumi.<stack>.yaml\`; a group is written as a nested map, or key by key with
\`pulumi config set --path 'tandem:load.peakRps' 400\`. \`gcp:project\` is set beside them, equal to \`project\`. Every
problem is told at once before the first resource. A key that is not listed here is a problem too.`;

/** The text of docs/config.md. */
export const configReference = (): string =>
  `${[
    INTRODUCTION,
    table(fields.filter((field) => isTop(field) && !isGroup(field))),
    ...fields.filter((field) => isTop(field) && isGroup(field)).map(section),
    '## Members of `exceptions`',
    table(listMembers),
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
} as const;

const projectKey = (field: Field): ProjectKey => ({
  type: PROJECT_TYPES[field.type],
  description: field.meaning,
  ...(field.type === 'list'
    ? { items: { type: fields.some(({ path }) => path.startsWith(`${field.path}[].`)) ? 'object' : 'string' } }
    : {}),
  ...(field.fallback === undefined ? {} : { default: field.fallback }),
});

/** The `config:` block of Pulumi.yaml: every top-level key. */
export const projectConfig = (): Readonly<Record<string, ProjectKey>> =>
  Object.fromEntries(fields.filter(isTop).map((field) => [field.path, projectKey(field)]));
