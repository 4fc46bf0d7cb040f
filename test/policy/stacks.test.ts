import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { compose } from '../../stacks/compose.ts';
import { newStack } from '../support/engine.ts';
import { configOf, topologyOf } from '../support/stacks.ts';

// The pack on the engine, on the first preview of every committed stack: no id is known, and nothing may be left open.

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'policy');
const stacks = readdirSync(path.join(root, 'stacks'))
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
  .sort();

/** Rules that only advise in a stack, by what its configuration says. */
const ADVISED: Readonly<Record<string, readonly string[]>> = { dev: ['tandem-gcp-020-database-survives-a-zone'] };

describe('the first preview of a stack', () => {
  it('is there for each of them', () => {
    expect(stacks).toEqual(expect.arrayContaining(['dev', 'local', 'production', 'staging']));
  });

  it.each(stacks)('%s breaks no rule and leaves none undecided', async (name) => {
    const config = path.join(folder, 'config', `${name}.json`);
    const stack = await newStack(`policy-${name}`, configOf(name));
    const said = await stack.judge(() => Promise.resolve({ ...compose(topologyOf(name)) }), {
      folder,
      ...(existsSync(config) ? { config } : {}),
    });
    expect(said.filter(({ level }) => level === 'mandatory')).toEqual([]);
    expect(said.map(({ policy }) => policy)).toEqual(ADVISED[name] ?? []);
    expect(said.filter(({ message }) => message.includes('Cannot be decided'))).toEqual([]);
  });

  it('is refused when something is taken away, at the resource', async () => {
    const topology = topologyOf('production');
    const stack = await newStack('policy-broken', configOf('production'));
    const weak = { ...topology, database: { ...topology.database, guarded: false } };
    const said = await stack.judge(() => Promise.resolve({ ...compose(weak) }), { folder });
    const broken = said.filter(({ level }) => level === 'mandatory').map(({ policy }) => policy);
    expect([...new Set(broken)].sort()).toEqual([
      'tandem-gcp-022-database-is-guarded',
      'tandem-gcp-065-bucket-is-kept',
    ]);
    expect(said.map(({ message }) => message).join()).toContain(
      'deletionProtection of acme-db-us-central1 (gcp.sql.DatabaseInstance)',
    );
  });
});
