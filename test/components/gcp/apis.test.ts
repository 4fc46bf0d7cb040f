import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { apiOf } from '../../../policy/rules/gcp/support/apis.ts';

// Whether a fresh project has every service switched on that the resources of a stack are kept by, from the committed
// inventories.

const tests = path.resolve(import.meta.dirname, '../..');

describe('the services of Google Cloud', () => {
  test.each([
    'components/gcp/inventories/twoRegion-local.json',
    'components/gcp/inventories/twoRegion-production.json',
    'components/gcp/inventories/twoRegion-services.json',
    'components/gcp/inventories/twoRegion-instances.json',
    'components/multicloud/inventories/multicloud.json',
    'inventories/readme.json',
  ])('that %s needs are all switched on', (file) => {
    const inventory = JSON.parse(readFileSync(path.join(tests, file), 'utf8')) as Record<string, Names>;
    const on = new Set(
      namesIn(inventory['gcp:projects/service:Service']).map((name) => /-apis-(\w+)$/.exec(name)?.[1]),
    );
    // What switches services on cannot switch on what it asks itself.
    const kept = Object.keys(inventory).filter((type) => type.startsWith('gcp:') && !type.startsWith('gcp:projects/'));
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter((type) => !on.has(apiOf(type)?.replace(/\..*/, '')))).toEqual([]);
  });
});

type Names = readonly string[] | { readonly names: readonly string[] } | undefined;

const namesIn = (found: Names): readonly string[] =>
  found === undefined ? [] : 'names' in found ? found.names : found;
