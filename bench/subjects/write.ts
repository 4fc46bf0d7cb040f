import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../policy/rules/index.ts';
import { benchFolder } from './engine.ts';
import type { Literal } from './literals.ts';
import { emptyPack, javaScript, typeScript, typeScriptPack, usualTsconfig } from './sources.ts';

/** Folders of the programs and packs that production is compared with. */
export interface Subjects {
  readonly emptyProgram: string;
  readonly rawProgram: string;
  readonly usualProgram: string;
  readonly emptyPack: string;
  readonly usualPack: string;
}

/** Writes them. The packages that they use are found in the checkout's node_modules. */
export function writeSubjects(literals: readonly Literal[]): Subjects {
  const stack = rules.filter(({ scope }) => scope === 'graph').length;
  const plain = 'name: tandem\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n';
  const pack = 'runtime: nodejs\nversion: 0.0.1\n';
  const common = (main: string): string => JSON.stringify({ name: 'subject', version: '0.0.1', main });
  return {
    emptyProgram: write('empty-program', {
      'Pulumi.yaml': plain,
      'package.json': common('index.js'),
      'index.js': '',
    }),
    rawProgram: write('raw-program', {
      'Pulumi.yaml': plain,
      'package.json': common('index.js'),
      'index.js': javaScript(literals),
    }),
    usualProgram: write('usual-program', {
      'Pulumi.yaml': 'name: tandem\nruntime: nodejs\n',
      'package.json': common('index.ts'),
      'tsconfig.json': usualTsconfig,
      'index.ts': typeScript(literals),
    }),
    emptyPack: write('empty-pack', {
      'PulumiPolicy.yaml': pack,
      'package.json': common('index.js'),
      'index.js': emptyPack,
    }),
    usualPack: write('usual-pack', {
      'PulumiPolicy.yaml': pack,
      'package.json': common('index.ts'),
      'tsconfig.json': usualTsconfig,
      'index.ts': typeScriptPack({ resource: rules.length - stack, stack }, literals),
    }),
  };
}

function write(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(benchFolder, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}
