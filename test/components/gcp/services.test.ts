import type { OutputMap } from '@pulumi/pulumi/automation/index.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../../stacks/compose.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import type { Topology } from '../../../topology/shape/topology.ts';
import { graphOf } from '../../../topology/graph/read.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { builtBy, inputsIn } from '../../support/components.ts';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { configOf } from '../../support/stacks.ts';

const IMAGE = `us-docker.pkg.dev/acme-local/acme-local-images/other@sha256:${'0'.repeat(64)}`;
const OTHERS = {
  billing: {
    image: IMAGE,
    instanceRps: 20,
    load: { peakRps: 100 },
    paths: ['/billing'],
    objectives: { headroom: 1.5, shedSeconds: 15 },
  },
  docs: {
    image: IMAGE,
    instanceRps: 50,
    port: 9000,
    load: { peakRps: 10, failoverClientShare: 0.4 },
    hosts: ['docs.local.acme.example'],
    scaling: { minInstances: 1, maxInstances: 4 },
  },
};

const built = builtBy(compose);

const topologyWith = (services: object, changes: object = {}): Topology =>
  readTopology({ ...configOf('local'), ...changes, 'tandem:services': services }, { stack: 'local' });

describe('three services behind one entry', () => {
  const topology = topologyWith(OTHERS);
  let stack: TestStack;
  let created: Step[];
  let outputs: OutputMap;

  beforeAll(async () => {
    stack = await newStack('gcp-services', { 'gcp:project': topology.project });
    created = await stack.up(built(topology));
    outputs = await stack.outputs();
  }, 180_000);

  const inputs = (type: string, name: string): Record<string, unknown> => inputsIn(created, type, name);
  const names = (type: string): string[] =>
    created
      .filter((step) => step.type.endsWith(`:${type}`))
      .map(({ name }) => name)
      .sort();

  test('are built as the inventory lists them', async () => {
    await expect(await inventory(created)).toMatchFileSnapshot('inventories/twoRegion-services.json');
  });

  test('share network, entry and stores', () => {
    for (const type of [
      'Network',
      'SecurityPolicy',
      'TargetHttpsProxy',
      'CertificateMap',
      'Bucket',
      'Repository',
      'Database',
    ])
      expect(names(type), type).toHaveLength(1);
    expect(names('GlobalForwardingRule')).toHaveLength(4);
    expect(names('Certificate')).toEqual([
      'acme-local-entry-certificate-managed',
      'acme-local-entry-certificate-managed-docs.local.acme.example',
    ]);
  });

  test('have each a Cloud Run service a region, sized by their own load, with an identity of its own', () => {
    const service = (name: string, region: string) => inputs('Service', `acme-local-${name}-${region}-service`);
    for (const region of ['us-central1', 'us-east4']) {
      expect(service('billing', region)).toMatchObject({
        name: `acme-local-billing-${region}`,
        scaling: { minInstanceCount: 5, maxInstanceCount: 10 },
      });
      expect(service('docs', region)).toMatchObject({ scaling: { minInstanceCount: 1, maxInstanceCount: 4 } });
    }
    expect(names('Account')).toHaveLength(6);
    const accounts = created.filter(({ type }) => type.endsWith(':Account')).map((step) => step.inputs['accountId']);
    expect(accounts).toContain('acme-local-billing-us-c1');
  });

  test('let the peaks of all through the rate limit', () => {
    const [throttle] = inputs('SecurityPolicy', 'acme-local-armor-policy')['rules'] as [
      { rateLimitOptions: { rateLimitThreshold: { count: number } } },
    ];
    expect(throttle.rateLimitOptions.rateLimitThreshold.count).toBe((topology.load.peakRps + 110) * 60);
  });

  test('are reached by their paths and hosts', () => {
    const map = inputs('URLMap', 'acme-local-entry-routes') as {
      hostRules: { hosts: string[] }[];
      pathMatchers: {
        defaultService: string;
        routeRules: { service: string; matchRules: { fullPathMatch?: string }[] }[];
      }[];
    };
    expect(map.hostRules.map(({ hosts }) => hosts)).toEqual([['*'], ['docs.local.acme.example']]);
    const [whole, docs] = map.pathMatchers;
    expect(whole?.defaultService).toMatch(/acme-local-backends-both-[0-9a-f]+$/);
    expect(docs?.defaultService).toMatch(/acme-local-docs-backends-both-[0-9a-f]+$/);
    const billing = whole?.routeRules.filter(({ matchRules }) => matchRules[0]?.fullPathMatch === '/billing');
    expect(billing?.map(({ service }) => /acme-local-(.*)-[0-9a-f]+$/.exec(service)?.[1])).toEqual([
      'billing-backends-us-central1',
      'billing-backends-us-east4',
      'billing-backends-both',
    ]);
  });

  test('are asked from outside below their own paths, each region by name', () => {
    const checks = created.filter(
      ({ type, name }) => type.endsWith('UptimeCheckConfig') && !name.startsWith('acme-local-signals'),
    );
    const said = checks.map(({ inputs: each }) => {
      const { path: asked, headers } = each['httpCheck'] as { path: string; headers?: Record<string, string> };
      const { host } = (each['monitoredResource'] as { labels: { host: string } }).labels;
      return `${host}${asked} ${Object.values(headers ?? {}).join()}`.trim();
    });
    expect(said.sort()).toEqual(
      [`${topology.domain}/billing/ready`, 'docs.local.acme.example/ready'].flatMap((url) => [
        url,
        `${url} us-central1`,
        `${url} us-east4`,
      ]),
    );
  });

  test('tell where each is reached, and what proves a further host', () => {
    expect(outputs['services']?.value).toMatchObject({
      billing: {
        urls: [`https://${topology.domain}/billing`],
        regions: { 'us-east4': { service: 'acme-local-billing-us-east4' } },
      },
      docs: { urls: ['https://docs.local.acme.example'] },
    });
    expect(outputs['certificates']?.value).toMatchObject({
      'docs.local.acme.example': { name: expect.stringContaining('docs.local.acme.example') },
    });
  });

  test('change nothing on the second run', async () => {
    expect(changing(await stack.preview(built(topology))).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);

  test('swap roles together with the first one, by updates in place', async () => {
    const steps = changing(await stack.preview(built({ ...topology, active: 'failover' })));
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(['update']));
    expect([...new Set(steps.map(({ type }) => type))].sort()).toEqual([
      'gcp:sql/databaseInstance:DatabaseInstance',
      'tandem:index:GcpService',
      'tandem:index:GcpTwoRegion',
    ]);
  }, 60_000);

  test('come and go without a change to the first one', async () => {
    const { billing, docs } = OTHERS;
    const more = { billing, docs, third: { ...billing, paths: ['/third'] } };
    const steps = changing(await stack.preview(built(topologyWith(more))));
    const touched = steps.filter(({ op }) => op !== 'create').map(({ op, type, name }) => `${op} ${type} ${name}`);
    expect(touched.sort()).toEqual([
      'update gcp:compute/securityPolicy:SecurityPolicy acme-local-armor-policy',
      'update gcp:compute/uRLMap:URLMap acme-local-entry-routes',
      'update tandem:index:GcpTwoRegion acme-local',
    ]);
  }, 60_000);

  test('are judged each by its own objectives, and the topology by its losses', async () => {
    const graph = graphOf({ deployment: { resources: await stack.held() } }, 'the state');
    expect(recognise(graph).services.map(({ name }) => name)).toEqual([
      'acme-local',
      'acme-local-billing',
      'acme-local-docs',
    ]);
    const { objectives, losses } = verdict(graph);
    expect(losses.filter(({ survives, required }) => required && survives !== 'yes')).toEqual([]);
    const of = (topologyName: string) =>
      Object.fromEntries(
        objectives
          .filter((one) => one.topology === topologyName)
          .map(({ name, declared, predicted }) => [name, [declared, predicted]]),
      );
    expect(of('acme-local-billing')).toMatchObject({ headroom: [1.5, 2], shedSeconds: [15, 11] });
    expect(of('acme-local-docs')).toMatchObject({ headroom: [1, 20], liveShare: [topology.objectives.liveShare, 0.4] });
    expect(Object.keys(of('acme-local-docs')).sort()).toEqual([
      'availability',
      'headroom',
      'liveShare',
      'returnSeconds',
      'shedSeconds',
    ]);
  });

  test('break no rule, and leave none undecided on a first preview', async () => {
    const fresh = await newStack('gcp-services-judged', { 'gcp:project': topology.project });
    const guarded = { ...topology, database: { ...topology.database, guarded: true } };
    expect((await fresh.judge(built(guarded))).said).toEqual([]);
  }, 120_000);

  test('leave nothing behind', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});

describe('two services on managed instance groups', () => {
  test('have groups, targets and alerts of their own, and break no rule', async () => {
    const { billing } = OTHERS;
    const read = topologyWith(
      { billing },
      { 'tandem:compute': 'instances', 'tandem:objectives': { monthlyCostUsd: 9000 } },
    );
    const topology = { ...read, database: { ...read.database, guarded: true } };
    const stack = await newStack('gcp-services-instances', { 'gcp:project': topology.project });
    const { steps: plan, said } = await stack.judge(built(topology));
    const managers = plan.filter(
      ({ type, name }) => type.endsWith(':InstanceGroupManager') && name.includes('billing'),
    );
    expect(managers).toHaveLength(6);
    const both = plan.find(({ name }) => name === 'acme-local-billing-backends-both')?.inputs;
    const rates = (both?.['backends'] as { maxRatePerInstance: number }[]).map((backend) => backend.maxRatePerInstance);
    expect(new Set(rates)).toEqual(new Set([topology.services['billing']?.instances?.targetRps, 20]));
    expect(plan.filter(({ type, name }) => type.endsWith(':Metric') && name.includes('billing'))).toHaveLength(4);
    expect(said).toEqual([]);
  }, 120_000);
});
