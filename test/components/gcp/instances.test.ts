import { beforeAll, describe, expect, test } from 'vitest';
import { GcpInstances } from '../../../components/gcp/index.ts';
import { compose } from '../../../stacks/compose.ts';
import { graphOf } from '../../../topology/graph/read.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { builtBy } from '../../support/components.ts';
import { changing, inventory, newStack, type Held, type Step, type TestStack } from '../../support/engine.ts';
import type { Said } from '../../support/pack.ts';
import { configOf } from '../../support/stacks.ts';

// The whole topology on managed instance groups, through the real engine.

const SERVICE = 'gcp:compute/backendService:BackendService';
const SQL = 'gcp:sql/databaseInstance:DatabaseInstance';

const home = readTopology(
  { ...configOf('production'), 'tandem:compute': 'instances', 'tandem:capacity': { toleratesAlso: 'zone' } },
  { stack: 'production' },
);
const built = builtBy(compose);

let stack: TestStack;
let said: Said[];
let created: Step[];
let held: Held[];

beforeAll(async () => {
  stack = await newStack('gcp-instances', { 'gcp:project': home.project });
  ({ said } = await stack.judge(built(home)));
  created = await stack.up(built(home));
  held = await stack.held();
}, 180_000);

const all = (type: string): Record<string, unknown>[] =>
  created.filter((step) => step.type.endsWith(`:${type}`)).map(({ inputs }) => inputs);

/** Backends of the service of both regions, by the zone of their group. */
function rates(steps: readonly Step[]): Record<string, unknown> {
  const both = steps.find(({ type, name }) => type === SERVICE && name === 'acme-backends-both');
  const backends = both?.inputs['backends'] as { group: string; balancingMode: string; maxRatePerInstance: number }[];
  return Object.fromEntries(
    backends.map(({ group, balancingMode, maxRatePerInstance }) => [
      /zones\/([^/]+)/.exec(group)?.[1] ?? group,
      `${balancingMode} ${maxRatePerInstance}`,
    ]),
  );
}

test('is built as the inventory lists it', async () => {
  await expect(await inventory(created)).toMatchFileSnapshot('inventories/twoRegion-instances.json');
});

test('breaks no rule, and leaves none undecided on a first preview', () => {
  expect(said).toEqual([]);
});

test('survives every loss that the configuration asks about, and meets every objective', () => {
  const resources = held.map((one) => ({ ...one, custom: /^(gcp|random):/.test(one.type) }));
  const { losses, objectives, ok } = verdict(graphOf({ deployment: { resources } }, 'the state'));
  expect(losses.filter(({ survives, required }) => required && survives !== 'yes').map(({ loss }) => loss)).toEqual([]);
  expect(objectives.filter(({ met }) => !met).map(({ name }) => name)).toEqual([]);
  expect(ok).toBe(true);
  // Of the 300 requests/s near the primary a tenth overflows, on top of the 100 near the failover region.
  expect(objectives.find(({ name }) => name === 'liveShare')?.predicted).toBeCloseTo(130 / 400);
  // 400 requests/s at 50 need 8 machines; with one of three zones gone 12, and the other region runs exactly them.
  expect(losses.find(({ loss }) => loss === 'region:us-central1+zone')).toMatchObject({
    headroomAtOnce: 1,
    refusedSeconds: 0,
    refusedRequests: 0,
  });
});

test('holds with a second service, a floor that grows and machines kept warm', async () => {
  const jobs = {
    image: 'us-docker.pkg.dev/acme/jobs/jobs:1',
    instanceRps: 10,
    paths: ['/jobs'],
    load: { peakRps: 20 },
  };
  const config = {
    ...configOf('production'),
    'tandem:compute': 'instances',
    'tandem:capacity': { strategy: 'scaled' },
    'tandem:instances': { warmInstances: 3 },
    'tandem:services': { jobs },
  };
  const two = await newStack('gcp-instances-two', { 'gcp:project': home.project });
  const judged = await two.judge(built(readTopology(config, { stack: 'production' })));
  expect(judged.said).toEqual([]);
}, 60_000);

describe('the groups', () => {
  test('are three zonal ones in each region, sized alike, each with one master', () => {
    const groups = all('InstanceGroupManager');
    expect(groups.map(({ zone }) => zone).sort()).toEqual(
      ['us-central1', 'us-east4'].flatMap((region) => ['a', 'b', 'c'].map((letter) => `${region}-${letter}`)),
    );
    expect(groups.filter((group) => 'targetSize' in group)).toEqual([]);
    expect(all('Autoscaler').map(({ autoscalingPolicy }) => autoscalingPolicy)).toEqual(
      Array.from({ length: 6 }, () => expect.objectContaining({ minReplicas: 4, maxReplicas: 8 }) as unknown),
    );
  });

  test('never drop below their floor while they are updated', () => {
    for (const { updatePolicy } of all('InstanceGroupManager')) {
      expect(updatePolicy).toMatchObject({ type: 'PROACTIVE', maxSurgeFixed: 1, maxUnavailableFixed: 0 });
    }
  });

  test('heal by a check that is slower than the entry’s, and that asks another path', () => {
    const checks = Object.fromEntries(
      created
        .filter(({ type }) => type.endsWith(':HealthCheck'))
        .map(({ name, inputs }) => [name, inputs as Record<string, number> & { httpHealthCheck: object }]),
    );
    const seconds = (name: string): number =>
      (checks[name]?.['checkIntervalSec'] ?? 0) * (checks[name]?.['unhealthyThreshold'] ?? 0);
    expect(seconds('acme-us-central1-heal')).toBeGreaterThan(5 * seconds('acme-backends-check'));
    expect(checks['acme-us-central1-heal']?.httpHealthCheck).toMatchObject({ requestPath: '/live' });
    expect(checks['acme-backends-check']?.httpHealthCheck).toMatchObject({
      requestPath: '/ready',
      portSpecification: 'USE_SERVING_PORT',
    });
  });
});

describe('the machines', () => {
  test('have no public address, start verified, and let people in by their account only', () => {
    const templates = all('InstanceTemplate');
    expect(templates).toHaveLength(2);
    for (const template of templates) {
      const [card, ...more] = template['networkInterfaces'] as Record<string, unknown>[];
      expect(more).toEqual([]);
      expect(Object.keys(card ?? {}).filter((key) => /access|ipv6/i.test(key))).toEqual([]);
      expect(template['shieldedInstanceConfig']).toMatchObject({ enableSecureBoot: true, enableVtpm: true });
      expect(template['metadata']).toMatchObject({ 'enable-oslogin': 'TRUE', 'block-project-ssh-keys': 'TRUE' });
    }
  });

  test('are told where secrets are, and no secret', () => {
    const texts = all('InstanceTemplate').map(
      ({ metadata }) => (metadata as Record<string, string>)['user-data'] ?? '',
    );
    for (const text of texts) {
      expect(text).toMatch(/read_secret DATABASE_PASSWORD projects\/acme-production\/secrets\/\S+\/versions\/\d+/);
      expect(text).toContain('DATABASE_WRITE_HOST=');
    }
    const password = held.find(({ type }) => type.endsWith(':RandomPassword'))?.outputs['result'];
    expect(password).toBeTypeOf('object');
  });
});

describe('the entry', () => {
  test('aims below the load of the active region, and at what a machine carries in the other', () => {
    const aimed = home.instances!.targetRps;
    expect(aimed * home.minInstances).toBeLessThan(0.75 * 400);
    expect(rates(created)).toEqual({
      ...Object.fromEntries(['a', 'b', 'c'].map((letter) => [`us-central1-${letter}`, `RATE ${aimed}`])),
      ...Object.fromEntries(['a', 'b', 'c'].map((letter) => [`us-east4-${letter}`, 'RATE 50'])),
    });
  });

  test('drains and fails over early, and never isolates', () => {
    const policies = all('ServiceLbPolicies');
    expect(policies).toMatchObject([
      { autoCapacityDrain: { enable: true }, failoverConfig: { failoverHealthThreshold: 70 } },
    ]);
    expect(policies[0]).not.toHaveProperty('isolationConfig');
    const attached = all('BackendService').filter(({ serviceLbPolicy }) => serviceLbPolicy !== undefined);
    expect(attached).toHaveLength(1);
  });

  test('lets the probers in to the port and nothing else', () => {
    expect(all('Firewall')).toMatchObject([
      { sourceRanges: ['35.191.0.0/16', '130.211.0.0/22'], allows: [{ protocol: 'tcp', ports: ['8080'] }] },
    ]);
  });
});

describe('what is there already', () => {
  test('changes nothing on the second run', async () => {
    expect(changing(await stack.preview(built(home))).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);

  test('swaps the roles in place: the database pair, and where the entry aims', async () => {
    const swapped = await stack.preview(built({ ...home, active: 'failover' }));
    const steps = changing(swapped);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(['update']));
    expect([...new Set(steps.map(({ type }) => type))].sort()).toEqual([SERVICE, SQL, 'tandem:index:GcpTwoRegion']);
    expect(rates(swapped)).toMatchObject({
      'us-central1-a': 'RATE 50',
      'us-east4-a': `RATE ${home.instances!.targetRps}`,
    });
  }, 60_000);

  test('rolls a new image out by a new template, which comes before the old one goes', async () => {
    const image = home.service.image.replace(/@.*/, ':2');
    const steps = changing(await stack.preview(built({ ...home, service: { ...home.service, image } })));
    const replaced = steps.filter(({ op }) => /replace|delete/.test(op));
    expect(new Set(replaced.map(({ type }) => type))).toEqual(
      new Set(['gcp:compute/instanceTemplate:InstanceTemplate']),
    );
    const order = replaced.filter(({ name }) => name === 'acme-us-east4-vm').map(({ op }) => op);
    expect(order).toContain('create-replacement');
    expect(order.indexOf('create-replacement')).toBeLessThan(order.indexOf('delete-replaced'));
    expect(steps.filter(({ type }) => type.endsWith(':InstanceGroupManager')).map(({ op }) => op)).toEqual(
      Array.from({ length: 6 }, () => 'update'),
    );
  }, 60_000);
});

test('sizes that do not divide over the zones are refused before any resource, with those that would', async () => {
  const refused = await newStack('gcp-instances-refused');
  const program = () => {
    new GcpInstances('refused', {
      project: 'acme-test',
      region: 'us-east4',
      zones: ['us-east4-a', 'us-east4-b', 'us-east4-c'],
      network: 'n',
      subnetwork: 's',
      serviceName: 'refused',
      image: 'api:1',
      minInstances: 4,
      maxInstances: 2,
      surge: 2,
    });
    return Promise.resolve();
  };
  const error = await refused.preview(program).catch((reason: unknown) => reason);
  expect(String(error)).toContain('minInstances is 4; with 3 zones it must be 6.');
  expect(String(error)).toContain('maxInstances is 2; with 3 zones it must be 3.');
  expect(String(error)).toContain('surge is 2; it must be 3 or more.');
}, 60_000);
