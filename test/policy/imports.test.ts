import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The pack starts in every run of the engine, so it loads no more than it needs: no cloud SDK, no schema library.

const root = fileURLToPath(new URL('../..', import.meta.url));
const IMPORT = /^(?:import|export) (type )?[^'"]*?from '([^']+)'|^import '([^']+)'/gm;

/** Modules that a file loads at run time; imports of types cost nothing. */
function imported(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8').replace(/\{[^}]*\}/g, (names) => names.replace(/\s+/g, ' '));
  return [...text.matchAll(IMPORT)]
    .filter(([, type]) => type === undefined)
    .map(([, , from, bare]) => from ?? bare ?? '');
}

/** Every file that the entry loads, with the packages it names. */
function loaded(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const name of imported(path)) {
      if (name.startsWith('.')) visit(join(dirname(path), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  };
  visit(entry);
  return { files, packages };
}

describe('what the pack loads', () => {
  const { files, packages } = loaded(join(root, 'policy/index.js'));
  const rooms = [...files].map((path) => relative(root, path));

  it('is its own room and the pure core', () => {
    expect(rooms.length).toBeGreaterThan(60);
    expect(rooms.filter((path) => !/^(policy|topology)\//.test(path))).toEqual([]);
  });

  it('is one package: the policy SDK', () => {
    expect([...packages]).toEqual(['@pulumi/policy']);
  });

  it('opens the server from one file', () => {
    const opening = rooms.filter((path) => readFileSync(join(root, path), 'utf8').includes('new PolicyPack('));
    expect(opening).toEqual(['policy/pack.ts']);
  });

  it('is every rule in the folders', () => {
    const written = ['aws', 'gcp', 'multi', 'verdict'].flatMap((folder) =>
      readdirSync(join(root, 'policy/rules', folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => `policy/rules/${folder}/${name}`),
    );
    expect(written.filter((path) => !rooms.includes(path))).toEqual([]);
  });
});
