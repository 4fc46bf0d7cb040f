import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { costOf } from '../../../topology/shape/cost.ts';
import { quotasOf } from '../../../topology/shape/quotas.ts';
import { everyService, peakOfWhole, topologyOfService } from '../../../topology/shape/services.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import { minimal, problemsOf, read, withChanges, type Value } from './config.ts';

const IMAGE = 'us-docker.pkg.dev/acme-prod/acme-images/billing:1.0.0';
const billing = { image: IMAGE, instanceRps: 20, load: { peakRps: 100 }, paths: ['/billing'] };
const docs = { ...billing, paths: [], hosts: ['docs.acme.example'], load: { peakRps: 10, failoverClientShare: 0.5 } };

describe('the example of docs/services.md', () => {
  it('is read as the page says', () => {
    const page = readFileSync(new URL('../../../docs/services.md', import.meta.url), 'utf8');
    const example = parse(/^```yaml\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '') as Record<string, Value>;
    const { service: _, load: __, ...rest } = minimal;
    const topology = readTopology({ ...rest, ...example }, { stack: 'test' });
    expect(everyService(topology).map(({ name, load, minInstances }) => [name, load.peakRps, minInstances])).toEqual([
      ['acme', 400, 16],
      ['acme-billing', 100, 5],
      ['acme-docs', 10, 1],
    ]);
    expect(topology.services['docs']?.hosts).toEqual(['docs.acme.example']);
    expect(topologyOfService(topology, 'billing').objectives).toMatchObject({ shedSeconds: 15, returnSeconds: 300 });
  });
});

describe('further services', () => {
  it('are filled in from their own load, and share the rest', () => {
    const topology = read({ services: { billing, docs }, 'load.failoverClientShare': 0.3 });
    expect(topology.services['billing']).toEqual({
      ...billing,
      port: 8080,
      cpu: 1,
      memoryMib: 512,
      concurrency: 80,
      startSeconds: 10,
      readyPath: '/ready',
      livePath: '/live',
      env: {},
      hosts: ['api.acme.example'],
      load: { peakRps: 100, failoverClientShare: 0.3 },
      scaling: { minInstances: 5, maxInstances: 10 },
      capacity: { strategy: 'static' },
      objectives: {},
    });
    expect(topology.services['docs']).toMatchObject({
      hosts: ['docs.acme.example'],
      paths: [],
      load: { failoverClientShare: 0.5 },
      scaling: { minInstances: 1, maxInstances: 2 },
    });
    expect(topology.minInstances).toBe(16);
    expect(peakOfWhole(topology)).toBe(510);
    expect(everyService(topology).map(({ name }) => name)).toEqual(['acme', 'acme-billing', 'acme-docs']);
  });

  it('are each a topology of its own, with its objectives over the common ones', () => {
    const own = topologyOfService(
      read({ services: { billing: { ...billing, objectives: { shedSeconds: 12 } } }, 'objectives.headroom': 1.2 }),
      'billing',
    );
    expect(own).toMatchObject({ name: 'acme-billing', minInstances: 5, maxInstances: 10, services: {} });
    expect(own.service).toMatchObject({ image: IMAGE, instanceRps: 20 });
    expect(own.service).not.toHaveProperty('paths');
    expect(own.objectives).toMatchObject({ shedSeconds: 12, headroom: 1.2, returnSeconds: 300 });
  });

  it.each<[string, Record<string, Value>]>([
    ['on Cloud Run', {}],
    ['on instances', { compute: 'instances', 'instances.machineType': 'e2-standard-4' }],
    ['with a floor', { 'capacity.strategy': 'scaled', 'capacity.floorShare': 0.25 }],
  ])('read again are the same, %s', (_, changes) => {
    const scaled = { ...docs, capacity: { strategy: 'scaled' }, scaling: { maxInstances: 30 } };
    const topology = read({ services: { billing, docs: scaled }, ...changes });
    const again = readTopology(withChanges({ ...changes, services: topology.services }), { stack: 'test' });
    expect(again).toEqual(topology);
  });

  it('on instances have a machine and a target of their own', () => {
    const topology = read({
      compute: 'instances',
      'instances.machineType': 'e2-standard-8',
      services: { billing: { ...billing, cpu: 2, memoryMib: 4096 }, docs },
    });
    const machine = (name: string) => topologyOfService(topology, name).instances;
    expect(topology.instances?.machineType).toBe('e2-standard-8');
    expect(machine('billing')?.machineType).toBe('e2-standard-2');
    expect(machine('billing')?.targetRps).not.toBe(topology.instances?.targetRps);
    expect(machine('billing')?.surge).toBe(3);
  });
});

describe('what all services add up to', () => {
  const alone = read();
  const whole = read({ services: { billing: { ...billing, cpu: 2, memoryMib: 2048 }, docs } });

  it('is the cost of what runs', () => {
    // 2 regions x (5 instances of 2 vCPU + 1 of 1), and as much GiB for 2048 and 512 MiB.
    const { vcpuHour, gibHour } = whole.prices;
    const more = costOf(whole).monthlyUsd - costOf(alone).monthlyUsd;
    expect(more / 730).toBeCloseTo(22 * vcpuHour + 21 * gibHour, 6);
  });

  it('is the quota to ask for', () => {
    expect(quotasOf(alone)['us-east4']).toMatchObject({ instances: 32, vcpus: 32 });
    expect(quotasOf(whole)['us-east4']).toMatchObject({ instances: 32 + 10 + 2, vcpus: 32 + 20 + 2 });
  });
});

describe('mistakes in further services', () => {
  const told = (services: Record<string, Value>, changes: Record<string, Value> = {}): string[] =>
    problemsOf({ ...changes, services }).map(({ path, given, fix }) => `${path}: ${given}; ${fix}`);

  it.each<[string, Record<string, Value>, RegExp]>([
    [
      'the whole of the domain',
      { billing: { ...billing, paths: [] } },
      /^services\.billing\.paths: .*api\.acme\.example\/ belongs to `service`/,
    ],
    [
      'a path twice',
      { billing, other: billing },
      /^services\.other\.paths\[0\]: \/billing; .*belongs to services\.billing/,
    ],
    ['a host twice', { docs, other: docs }, /^services\.other\.paths: none, so all of docs\.acme\.example/],
    ['a path without /', { billing: { ...billing, paths: ['billing'] } }, /^services\.billing\.paths\[0\]: billing/],
    ['a path that ends with /', { billing: { ...billing, paths: ['/b/'] } }, /^services\.billing\.paths\[0\]: \/b\//],
    ['a host with a scheme', { docs: { ...docs, hosts: ['https://x.example'] } }, /^services\.docs\.hosts\[0\]/],
    ['a name that is too long', { [`a${'b'.repeat(30)}`]: billing }, /^services\.ab+: .*service account id/],
    ['a name with a capital', { Billing: billing }, /^services\.Billing: .*Change the name/],
    ['a region as name', { 'us-east4': billing }, /^services\.us-east4: .*one of the regions/],
    ['no load', { billing: { ...billing, load: undefined } }, /^services\.billing\.load: nothing/],
    [
      'a load key in the wrong place',
      { billing: { ...billing, peakRps: 1 } },
      /Move it to 'services\.billing\.load\.peakRps'/,
    ],
    [
      'too small a maximum',
      { billing: { ...billing, scaling: { maxInstances: 4 } } },
      /^services\.billing\.scaling\.maxInstances: .*Set maxInstances to 5/,
    ],
    ['an odd number of vCPUs', { billing: { ...billing, cpu: 3 } }, /^services\.billing\.cpu: 3/],
    [
      'an objective out of reach',
      { billing: { ...billing, objectives: { shedSeconds: 1 } } },
      /^services\.billing\.objectives\.shedSeconds: 1/,
    ],
    [
      'a key of the service in a group of it',
      { billing: { ...billing, load: { peakRps: 1, hosts: [] } } },
      /Move it to 'services\.billing\.hosts'/,
    ],
    [
      'an objective of what is shared',
      { billing: { ...billing, objectives: { rpoSeconds: 1 } } },
      /^services\.billing\.objectives\.rpoSeconds: .*Move it to 'objectives\.rpoSeconds'/,
    ],
  ])('%s', (_, services, message) => {
    const problems = told(services);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('are all told at once, and what is wrong for all only once', () => {
    const services = {
      billing: { ...billing, port: 0 },
      one: { ...billing, paths: ['/x'], cpu: 3 },
      two: { ...billing, paths: ['/x'] },
    };
    expect(problemsOf({ services, 'objectives.shedSeconds': 1 }).map(({ path }) => path)).toEqual([
      'services.billing.port',
      'services.one.cpu',
      'services.two.paths[0]',
      'objectives.shedSeconds',
    ]);
  });
});
