import * as gcp from '@pulumi/gcp';
import { beforeAll, describe, expect, test } from 'vitest';
import { GcpGkeBackends, type GcpGkeBackendsArgs } from '../../../components/gcp/index.ts';
import { graphOf } from '../../../topology/graph/read.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { pageOf } from '../../support/page.ts';
import { changing, inventory, newStack, type Step, type TestStack } from '../../support/engine.ts';

const page = pageOf('gke', 'gcp');
const PROJECT = { 'gcp:project': 'acme-shop-prod' };
const ZONES = ['us-central1', 'us-east4'].flatMap((region) => ['a', 'b', 'c'].map((letter) => `${region}-${letter}`));

describe('the program of docs/gke.md', () => {
  let stack: TestStack;
  let created: Step[];

  beforeAll(async () => {
    stack = await newStack('gke', PROJECT);
    created = await stack.up(page.program);
  }, 120_000);

  test('is built as the inventory lists it, and owns no endpoint group', async () => {
    await expect(await inventory(created)).toMatchFileSnapshot('inventories/gke-example.json');
    expect(created.filter(({ type }) => type.includes('ndpointGroup'))).toEqual([]);
  });

  test('puts every group into one backend service, by the rate of one endpoint', () => {
    const both = created.find(({ name }) => name === 'shop-gke-both')?.inputs;
    const backends = both?.['backends'] as { group: string; balancingMode: string; maxRatePerEndpoint: number }[];
    expect(backends.map(({ group }) => /zones\/([^/]+)\/networkEndpointGroups\/shop-8080$/.exec(group)?.[1])).toEqual(
      ZONES,
    );
    expect(
      new Set(backends.map(({ balancingMode, maxRatePerEndpoint }) => `${balancingMode} ${maxRatePerEndpoint}`)),
    ).toEqual(new Set(['RATE 40']));
    expect(both).toMatchObject({ loadBalancingScheme: 'EXTERNAL_MANAGED', protocol: 'HTTP' });
    expect(both?.['serviceLbPolicy']).toMatch(/^\/\/networkservices\.googleapis\.com\/projects\/acme-shop-prod\//);
  });

  test('asks each endpoint on the port that it serves', () => {
    expect(created.find(({ name }) => name === 'shop-gke-check')?.inputs).toMatchObject({
      checkIntervalSec: 5,
      timeoutSec: 1,
      unhealthyThreshold: 2,
      httpHealthCheck: { requestPath: '/ready', portSpecification: 'USE_SERVING_PORT' },
    });
  });

  test('changes nothing on the second run', async () => {
    expect(changing(await stack.preview(page.program)).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);

  test('is judged as the page says, and says what no plan can tell', async () => {
    const { losses } = verdict(graphOf({ deployment: { resources: await stack.held() } }, 'the state'));
    const said = losses.map(
      ({ loss, survives, required }) => `${loss} ${survives}${required ? '' : ', one provider'}\n`,
    );
    expect(said.join('')).toBe(page.block('text'));
    const [region] = losses;
    expect(region).toMatchObject({ headroom: null, shedSeconds: { worst: 11 } });
    expect(region?.why.map(({ says }) => says)).toContain(
      'names a group in us-east4-a that this plan does not own: how many endpoints it has is not in it',
    );
  });

  test('breaks no rule but those on alerts, which it leaves to others', async () => {
    const { said } = await stack.judge(page.program);
    const policies = new Set(said.map(({ policy }) => policy));
    expect([...policies].sort()).toEqual(['tandem-gcp-030-alerts-that-matter', 'tandem-gcp-031-seen-from-outside']);
    for (const policy of policies) expect(page.text).toContain(policy);
  }, 60_000);
});

describe('endpoint groups of a cluster', () => {
  const args: GcpGkeBackendsArgs = {
    regions: [{ region: 'us-central1', zones: ['us-central1-a'], groupName: 'absent' }],
    maxRatePerEndpoint: 10,
    securityPolicyId: 'projects/acme-shop-prod/global/securityPolicies/limit',
  };
  const refusal = async (stack: TestStack, changes: Partial<GcpGkeBackendsArgs>): Promise<string> =>
    String(
      await stack
        .preview(() => Promise.resolve({ target: new GcpGkeBackends('gke', { ...args, ...changes }).target.service }))
        .catch((reason: unknown) => reason),
    );

  test('in the wrong place stop the preview with what to do', async () => {
    const stack = await newStack('gke-refused', PROJECT);
    const message = await refusal(stack, {
      regions: [
        { region: 'us-central1', zones: ['us-east4-a'], groupName: 'shop-8080' },
        { region: 'us-east4', zones: [], groupName: 'shop-8080' },
        { region: 'us-central1', zones: ['us-central1-a'], groupName: 'shop-8080' },
      ],
    });
    expect(message).toContain('regions[0].zones has "us-east4-a"; a zone of us-central1 is called us-central1-a, -b');
    expect(message).toContain('regions[1].zones is empty');
    expect(message).toContain('regions[2].region is "us-central1" a second time');
  }, 60_000);

  test('that are not there yet stop it with whom to wait for', async () => {
    const stack = await newStack('gke-absent', PROJECT);
    const error: unknown = await stack
      .up(() => {
        const elsewhere = new gcp.compute.NetworkEndpointGroup('elsewhere', {
          name: 'shop-8080',
          zone: 'us-central1-b',
          network: 'projects/acme-shop-prod/global/networks/clusters',
        });
        const regions = [{ region: 'us-central1', zones: ['us-central1-a'], groupName: elsewhere.name }];
        new GcpGkeBackends('gke', { ...args, regions });
        return Promise.resolve({});
      })
      .catch((reason: unknown) => reason);
    expect(String(error)).toContain(
      'There is no endpoint group shop-8080 in us-central1-a yet: the cluster makes it once',
    );
    expect(String(error)).not.toMatch(/^\s+at .*\.[jt]s:/m);
  }, 60_000);

  test('get a firewall rule for probes where the network is named', async () => {
    const stack = await newStack('gke-firewall', PROJECT);
    const plan = await stack.preview(() => {
      new GcpGkeBackends('gke', {
        ...args,
        regions: [{ region: 'us-central1', zones: ['us-central1-a'], groupName: 'shop-8080' }],
        networkId: 'projects/acme-shop-prod/global/networks/clusters',
        failoverHealthThreshold: 60,
      });
      return Promise.resolve({});
    });
    expect(plan.find(({ name }) => name === 'gke-probers')?.inputs).toMatchObject({
      sourceRanges: ['35.191.0.0/16', '130.211.0.0/22'],
    });
    expect(plan.find(({ name }) => name === 'gke-policy')?.inputs).toMatchObject({
      autoCapacityDrain: { enable: true },
      failoverConfig: { failoverHealthThreshold: 60 },
    });
  }, 60_000);
});
