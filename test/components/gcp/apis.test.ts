import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

// Whether a fresh project has every service switched on that the resources of a stack are kept by, from the committed
// inventories.

const tests = path.resolve(import.meta.dirname, '../..');

/** Service by module of the provider. `projects` is left out: what switches services on cannot switch on what it asks itself. */
const SERVICES: Readonly<Record<string, string>> = {
  artifactregistry: 'artifactregistry',
  certificatemanager: 'certificatemanager',
  cloudrunv2: 'run',
  compute: 'compute',
  iam: 'iam',
  logging: 'logging',
  monitoring: 'monitoring',
  networkservices: 'networkservices',
  secretmanager: 'secretmanager',
  serviceaccount: 'iam',
  servicenetworking: 'servicenetworking',
  sql: 'sqladmin',
  storage: 'storage',
};

/** Where a type is kept by another service than its module. */
const OF_TYPE: Readonly<Record<string, string>> = { 'gcp:storage/transferJob:TransferJob': 'storagetransfer' };

const serviceOf = (type: string): string => {
  const [, module = ''] = /^gcp:(\w+)\//.exec(type) ?? [];
  return OF_TYPE[type] ?? SERVICES[module] ?? `none known for ${type}`;
};

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
    const kept = Object.keys(inventory).filter((type) => type.startsWith('gcp:') && !type.startsWith('gcp:projects/'));
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter((type) => !on.has(serviceOf(type)))).toEqual([]);
  });
});

type Names = readonly string[] | { readonly names: readonly string[] } | undefined;

const namesIn = (found: Names): readonly string[] =>
  found === undefined ? [] : 'names' in found ? found.names : found;
