import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { beforeAll, describe, expect, it } from 'vitest';

import { readGraph } from '../topology/graph/read.ts';
import { drawTopology } from '../topology/picture/draw.ts';
import { recognise } from '../topology/recognise/recognise.ts';
import { rules } from '../policy/rules/index.ts';
import { stackNames } from '../stacks/stacks.ts';
import { consume, type Consumer } from './support/consumer.ts';
import { newStack, type Step } from './support/engine.ts';

// What the README says is done here, word for word.

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, kind, text]) =>
    kind === language && text ? [text] : [],
  );

const commands = (containing: string): readonly string[] =>
  (blocks('sh').find((block) => block.includes(containing)) ?? '')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');

const shell = (script: string): string =>
  stripVTControlCharacters(
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

describe('the commands of the README', () => {
  const plan = join(root, '.tandem/plan.json');

  beforeAll(() => {
    mkdirSync(join(root, '.tandem'), { recursive: true });
    rmSync(plan, { force: true });
  });

  it('preview, judge and drill production from its plan', { timeout: 240_000 }, async () => {
    const [preview = '', judge = '', drill = ''] = commands('tandem verdict');

    expect(shell(preview)).toMatch(/Policies: \d+ rules, 0 refused/);
    expect(existsSync(plan)).toBe(true);
    const graph = readGraph(readFileSync(plan, 'utf8'), plan);
    expect(graph.all.length).toBeGreaterThan(80);

    expect(blocks('text')).toContain(shell(judge));
    expect(await drawTopology(recognise(graph), { title: 'The topology of stack production' })).toBe(
      readFileSync(join(root, 'docs/topology.svg'), 'utf8'),
    );
    expect(shell(drill)).toMatch(
      /Requests {2}\d+ of \d+ failed[\s\S]*Page: \.tandem\/drills\/production-failover-lost\.html/,
    );
  });

  it('bring local up, and run plain pulumi in the same environment', { timeout: 240_000 }, () => {
    const out = shell(commands('tandem up local').join('\n'));
    expect(out).toContain('https://api.local.acme.example');
    expect(out).toMatch(/\d+ unchanged/);
  });
});

describe('what the README says', () => {
  it('of the number of rules is so', () => {
    expect(Math.floor(rules.length / 10) * 10).toBe(Number(/what more than (\d+) rules say/.exec(readme)?.[1]));
  });

  it('of the shipped stacks names all of them', () => {
    const [, list = ''] = /The shipped stacks are\s([^.]*)\./.exec(readme) ?? [];
    expect([...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)).toEqual(stackNames);
  });

  it('of rules and files exists', () => {
    const ids = rules.map(({ id }) => id);
    for (const [id] of readme.matchAll(/tandem-(?:gcp|verdict)-\d{3}[\w-]*/g)) {
      expect(
        ids.filter((known) => known.startsWith(id)),
        id,
      ).toHaveLength(1);
    }
    for (const [, link = ''] of readme.matchAll(/\]\(([^)#]+)\)/g))
      expect(existsSync(join(root, link)), link).toBe(true);
    for (const [, file = ''] of readme.matchAll(/`((?:components|policy|stacks|topology|test)\/[\w/.]+)`/g)) {
      expect(existsSync(join(root, file)), file).toBe(true);
    }
  });
});

describe('the package as others get it', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = consume();
  }, 180_000);

  it(
    "runs the README's program on the real engine, with the inventory that is committed",
    { timeout: 120_000 },
    async () => {
      const [example = ''] = blocks('ts');
      const file = consumer.write('example.ts', example);
      const stack = await newStack('prod', { 'gcp:project': 'acme-shop-prod' });
      const steps = await stack.preview(async () => (await import(file)) as Record<string, unknown>);
      await expect(`${JSON.stringify(inventory(steps), null, 2)}\n`).toMatchFileSnapshot('inventories/readme.json');
    },
  );

  it('has types that its programs compile against', { timeout: 120_000 }, () => {
    consumer.write(
      'tsconfig.json',
      JSON.stringify({
        extends: './tsconfig.base.json',
        compilerOptions: { types: [], incremental: false, tsBuildInfoFile: null },
        include: ['example.ts'],
      }),
    );
    consumer.write('example.ts', blocks('ts')[0] ?? '');
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', consumer.folder], { encoding: 'utf8' });
  });

  it('judges a plan with its own command', () => {
    const run = (): string =>
      execFileSync(
        process.execPath,
        [consumer.command, 'verdict', '--json', '--from', join(root, 'test/fixtures/real-plan.json')],
        { encoding: 'utf8' },
      );
    expect((JSON.parse(run()) as { ok: boolean }).ok).toBe(true);
  });
});

function inventory(steps: readonly Step[]): Record<string, readonly string[]> {
  const byType = Object.groupBy(steps, ({ type }) => type);
  return Object.fromEntries(
    Object.entries(byType)
      .map(([type, found = []]): [string, readonly string[]] => [type, found.map(({ name }) => name).sort()])
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}
