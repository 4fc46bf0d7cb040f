import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

// Makes the pack as others install it: Node runs TypeScript in a checkout and not inside node_modules, so the published
// package holds JavaScript. It is one folder with nothing outside: `node policy/build.ts`, `npm publish .tandem/policy-pack`.

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the package and returns its folder.
 *
 * @throws Error when a file cannot be compiled
 */
export function buildPack(folder: string = `${root}.tandem/policy-pack`): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = ts.createProgram([`${here}pack.ts`], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    rootDir: root,
    outDir: folder,
    noCheck: true,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    resolveJsonModule: true,
  });
  const { diagnostics, emitSkipped } = program.emit();
  if (emitSkipped) throw new Error(ts.formatDiagnostics(diagnostics, HOST));
  writeFileSync(`${folder}/index.js`, "import './policy/pack.js';\n");
  for (const file of ['PulumiPolicy.yaml', 'README.md']) cpSync(`${here}${file}`, `${folder}/${file}`);
  const about = JSON.parse(readFileSync(`${here}package.json`, 'utf8')) as Record<string, unknown>;
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(about, null, 2)}\n`);
  return folder;
}

const HOST: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};

if (import.meta.main) buildPack();
