import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { titleOf, type Mutation } from './mutation.ts';

// Reads the lists: YAML files whose blocks name a plan and a resource, and what is done to it.

const folder = path.resolve(import.meta.dirname, 'list');

/** What has to be refused. */
export const breakages = (): readonly Mutation[] => read('breakages');

/** What has to be let through. */
export const harmless = (): readonly Mutation[] => read('harmless');

function read(kind: string): readonly Mutation[] {
  const files = readdirSync(path.join(folder, kind)).sort();
  const mutations = files.flatMap((file) => {
    const blocks: unknown = parse(readFileSync(path.join(folder, kind, file), 'utf8'));
    if (!Array.isArray(blocks)) throw new Error(`${kind}/${file} is not a list`);
    return blocks.flatMap((block, index) => readBlock(block as Block, `${kind}/${file}[${index}]`));
  });
  const titles = mutations.map(titleOf);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice !== undefined) throw new Error(`${kind} holds this twice: ${twice}`);
  return mutations;
}

interface Block {
  readonly plan?: string;
  readonly type?: string;
  readonly name?: string;
  readonly rule?: string;
  readonly mutations?: readonly Entry[];
}

interface Entry {
  readonly drop?: string;
  readonly change?: string;
  readonly add?: string;
  readonly to?: unknown;
  readonly links?: Mutation['links'];
  readonly rule?: string;
  readonly says?: string;
}

const OPERATIONS = ['drop', 'change', 'add'] as const;
const FIELDS = [...OPERATIONS, 'to', 'links', 'rule', 'says'];

function readBlock(block: Block, where: string): readonly Mutation[] {
  const { plan, type, name, mutations } = block;
  if (plan === undefined || type === undefined || name === undefined || !Array.isArray(mutations))
    throw new Error(`${where} needs plan, type, name and mutations`);
  return (mutations as readonly Entry[]).map((entry, index): Mutation => {
    const at = `${where}.mutations[${index}]`;
    const stray = Object.keys(entry).filter((key) => !FIELDS.includes(key));
    if (stray.length > 0) throw new Error(`${at} has ${stray.join(', ')}; allowed are ${FIELDS.join(', ')}`);
    const [operation, ...others] = OPERATIONS.filter((one) => entry[one] !== undefined);
    const argument = operation && entry[operation];
    if (operation === undefined || argument === undefined || others.length > 0)
      throw new Error(`${at} needs one of ${OPERATIONS.join(', ')}`);
    if ((operation === 'drop') === 'to' in entry)
      throw new Error(`${at} ${operation === 'drop' ? 'must not have' : 'needs'} to`);
    const rule = entry.rule ?? block.rule;
    return {
      ...{ plan, type, name, operation, argument },
      ...('to' in entry ? { value: entry.to } : {}),
      links: entry.links ?? {},
      ...(rule === undefined ? {} : { rule: `tandem-${rule}-` }),
      ...(entry.says === undefined ? {} : { says: entry.says }),
    };
  });
}
