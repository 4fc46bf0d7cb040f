import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildPack } from '../../policy/build.ts';
import { rules } from '../../policy/rules/index.ts';
import { Pack } from '../support/analyzer.ts';
import { change, graphFrom } from '../support/graph.ts';
import { instancesPlan } from '../support/plans.ts';

// The pack as others install it.

const scratch = path.resolve(import.meta.dirname, '../../.tandem');
let folder: string;
beforeAll(() => {
  mkdirSync(scratch, { recursive: true });
  folder = buildPack(mkdtempSync(path.join(scratch, 'pack-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });

describe('the published pack', () => {
  it('holds no TypeScript, and what it needs from the core', () => {
    expect(files().filter((file) => file.endsWith('.ts'))).toEqual([]);
    expect(files()).toEqual(expect.arrayContaining(['index.js', 'PulumiPolicy.yaml', 'README.md', 'policy/pack.js']));
  });

  it('depends on the policy SDK alone, at the version that is tested here', () => {
    const version = (file: string): unknown =>
      (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: unknown }).dependencies;
    const { '@pulumi/policy': tested } = version(path.resolve(scratch, '../package.json')) as Record<string, string>;
    expect(version(path.join(folder, 'package.json'))).toEqual({ '@pulumi/policy': tested });
  });

  it('starts from JavaScript, offers every rule and refuses a breach', async () => {
    const pack = await Pack.start(folder);
    const offered = await pack.policies();
    const drained = change(instancesPlan, 'vms', 'backends.0.capacityScaler', 0);
    const said = await pack.run(graphFrom(drained).all);
    await pack.close();
    expect(offered).toHaveLength(rules.length + 3);
    expect(said.map(({ policy, level }) => [policy, level])).toContainEqual([
      'tandem-gcp-012-no-drained-backend',
      'mandatory',
    ]);
  });
});
