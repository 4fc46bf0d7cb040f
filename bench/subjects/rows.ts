import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkoutFolder, nodeFolder, policyFolder } from '../../infra/cli/places.ts';
import type { Command } from '../measure/measure.ts';
import { plain, previewOf, production } from './engine.ts';
import type { Subjects } from './write.ts';

/** A line of a table: what is measured, and how to run it. */
export interface Row<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly command: Command;
}

/** Stacks that the previews of {@link previewRows} need; services have theirs ({@link serviceStack}). */
export const previewStacks = ['empty', 'raw', production.name, 'usual'] as const;

export type PreviewName = 'empty' | 'raw' | 'production' | 'production-empty-pack' | 'usual';

/** Previews of production, and of what it is held against. */
export function previewRows(subjects: Subjects): Row<PreviewName>[] {
  const usual = plain(previewOf(subjects.usualProgram, 'usual', [subjects.usualPack]));
  const { NODE_COMPILE_CACHE: _, ...usualVariables } = usual.variables;
  return [
    { name: 'empty', title: 'an empty program', command: plain(previewOf(subjects.emptyProgram, 'empty')) },
    { name: 'raw', title: 'the raw floor', command: plain(previewOf(subjects.rawProgram, 'raw')) },
    {
      name: 'production',
      title: '`production` with its policies',
      command: previewOf(checkoutFolder, production.name, [policyFolder]),
    },
    {
      name: 'production-empty-pack',
      title: '`production` with an empty pack',
      command: previewOf(checkoutFolder, production.name, [subjects.emptyPack]),
    },
    { name: 'usual', title: 'the usual way', command: { ...usual, variables: usualVariables } },
  ];
}

/** How many services the growing topology has. */
export const serviceCounts = [1, 5, 20, 50] as const;

export const serviceStack = (services: number): string => `services-${services}`;

/** Previews, policies included, of one topology with several services behind its entry. */
export const serviceRow = (services: number): Row => ({
  name: String(services),
  title: `${services} services`,
  command: previewOf(join(checkoutFolder, 'bench/services'), serviceStack(services), [policyFolder]),
});

/** Starts of the pack: from nothing to the port that it prints. */
export const packRows = (subjects: Subjects): Row[] => [
  { name: 'empty-pack', title: 'an empty pack starts', command: plain(packStart(subjects.emptyPack)) },
  { name: 'pack', title: 'the pack starts', command: packStart(policyFolder) },
];

/** Judging a kept plan, from reading the file to the last line printed. */
export const verdictRow = (file: string, resources: number): Row => ({
  name: `verdict-${resources}`,
  title: `\`tandem verdict --from\` a plan of ${resources} resources`,
  command: {
    program: join(nodeFolder, 'node'),
    args: ['infra/cli/main.ts', 'verdict', '--from', file, '--json'],
    folder: checkoutFolder,
    variables: process.env,
  },
});

/** Every rule over a kept plan, from reading the file to the last finding, with no engine around them. */
export const rulesRow = (file: string, resources: number): Row => ({
  name: `rules-${resources}`,
  title: `every rule over a plan of ${resources} resources`,
  command: {
    program: join(nodeFolder, 'node'),
    args: ['bench/judge.ts', file],
    folder: checkoutFolder,
    variables: process.env,
  },
});

function packStart(folder: string): Command {
  const { variables } = previewOf(folder, production.name);
  const { runtime } = parse(readFileSync(join(folder, 'PulumiPolicy.yaml'), 'utf8')) as {
    runtime: string | { options?: { nodeargs?: string } };
  };
  const nodeArguments = typeof runtime === 'string' ? [] : (runtime.options?.nodeargs?.split(' ') ?? []);
  const runner = join(checkoutFolder, 'node_modules/@pulumi/pulumi/cmd/run-policy-pack');
  // No engine listens at that address: a pack asks for one only when it is told something.
  const engine = '127.0.0.1:1';
  return {
    program: join(nodeFolder, 'node'),
    args: [...nodeArguments, runner, engine, folder],
    folder,
    variables,
    isServer: true,
  };
}
