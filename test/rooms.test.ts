import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

// Who may import whom: data flows one way through the rooms, and the policy pack starts without a cloud SDK.

const root = resolve(import.meta.dirname, '..');
const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.js', '*.json'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

interface Import {
  readonly file: string;
  /** Path inside the checkout, or the name of a package. */
  readonly of: string;
  readonly typeOnly: boolean;
}

const STATEMENT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

const imports: readonly Import[] = sources.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(STATEMENT)].map(([, typeOnly, fixed, dynamic]): Import => {
    const of = fixed ?? dynamic ?? '';
    return {
      file,
      of: of.startsWith('.') ? relative(root, resolve(root, dirname(file), of)) : of,
      typeOnly: typeOnly !== undefined,
    };
  }),
);

const ROOMS = ['topology', 'components', 'stacks', 'infra', 'policy', 'drill', 'offline'] as const;
type Room = (typeof ROOMS)[number];

/** Rooms that a room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  topology: [],
  components: ['topology'],
  stacks: ['components', 'topology'],
  infra: ['stacks', 'topology', 'drill', 'offline', 'policy'],
  policy: ['topology'],
  drill: ['topology'],
  offline: [],
};

const roomOf = (path: string): Room | undefined => ROOMS.find((room) => path.startsWith(`${room}/`));
const packageOf = (of: string): string =>
  of
    .split('/')
    .slice(0, of.startsWith('@') ? 2 : 1)
    .join('/');

/** Files that a file loads at run time, itself included. */
function loadedBy(entry: string): ReadonlySet<string> {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { of, typeOnly } of imports.filter((one) => one.file === file)) {
      if (!typeOnly && sources.includes(of)) seen.add(of);
    }
  }
  return seen;
}

const packagesOf = (entry: string): ReadonlySet<string> => {
  const files = loadedBy(entry);
  return new Set(
    imports.flatMap(({ file, of, typeOnly }) =>
      files.has(file) && !typeOnly && !of.startsWith('node:') && !sources.includes(of) ? [packageOf(of)] : [],
    ),
  );
};

describe('the rooms of the house', () => {
  it('are all read', () => {
    for (const room of ROOMS) expect(imports.filter(({ file }) => roomOf(file) === room).length).toBeGreaterThan(0);
  });

  it('import only what is below them', () => {
    const wrong = imports.filter(({ file, of }) => {
      const [from, to] = [roomOf(file), roomOf(of)];
      return from !== undefined && to !== undefined && from !== to && !MAY_IMPORT[from].includes(to);
    });
    expect(wrong.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });

  it('keep Pulumi out of the pure core and out of the drill', () => {
    const wrong = imports.filter(({ file, of }) => /^(topology|drill)\//.test(file) && of.startsWith('@pulumi/'));
    expect(wrong.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });

  it('keep the program out of the command line: only the engine runs it', () => {
    const wrong = imports.filter(({ file, of }) => file.startsWith('infra/cli/') && /^(stacks|components)\//.test(of));
    expect(wrong.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });
});

describe('the command line', () => {
  it('takes rules from the policy pack as plain values, and nothing of its server', () => {
    const taken = imports.filter(({ file, of }) => file.startsWith('infra/') && of.startsWith('policy/'));
    expect(taken.map(({ of }) => of)).toContain('policy/rules/index.ts');
    expect(taken.filter(({ of }) => !/^policy\/(frame|rules)\//.test(of))).toEqual([]);
    expect([...packagesOf('policy/rules/index.ts'), ...packagesOf('policy/frame/run.ts')]).toEqual([]);
  });
});

describe('the policy pack', () => {
  it('loads the policy SDK and nothing else from outside', () => {
    expect([...packagesOf('policy/index.js')].sort()).toEqual(['@pulumi/policy']);
  });

  it('is judged as loading everything that a rule needs', () => {
    expect(loadedBy('policy/index.js').has('topology/verdict/verdict.ts')).toBe(true);
  });
});

describe('the program', () => {
  it('loads no charts, no layout and no database driver', () => {
    const loaded = packagesOf('infra/index.js');
    expect(loaded.has('@pulumi/gcp')).toBe(true);
    for (const heavy of ['echarts', 'elkjs', 'pg', 'commander']) expect(loaded.has(heavy)).toBe(false);
  });
});
