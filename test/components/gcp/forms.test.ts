import { beforeAll, describe, expect, test } from 'vitest';
import { inputsIn, testForms } from '../../support/components.ts';
import { changing, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { COMPONENTS, forms } from './forms.ts';

let stack: TestStack;
let created: Step[];

beforeAll(async () => {
  stack = await newStack('gcp-forms');
  created = await stack.up(forms);
}, 120_000);

const inputs = (type: string, name: string): Record<string, unknown> => inputsIn(created, type, name);

const all = (type: string): Step[] => created.filter((step) => step.type.endsWith(`:${type}`));

testForms({ components: COMPONENTS, created: () => created, below: 'tandem:index:' });

describe('the entry', () => {
  test('sets nothing that the API refuses for serverless groups', () => {
    for (const { inputs: service } of all('BackendService').filter(({ name }) => name.startsWith('backends-'))) {
      expect(Object.keys(service)).not.toEqual(expect.arrayContaining(['healthChecks']));
      expect(Object.keys(service)).not.toEqual(expect.arrayContaining(['timeoutSec']));
      expect(service['outlierDetection']).not.toHaveProperty('successRateMinimumHosts');
    }
  });

  test('names the balancing scheme wherever the default would be the old one', () => {
    const schemes = [...all('BackendService'), ...all('GlobalForwardingRule')].map(
      ({ inputs: each }) => each['loadBalancingScheme'],
    );
    expect(schemes).toHaveLength(2 + 3 + 2 + 2 + 3 + 8);
    expect(new Set(schemes)).toEqual(new Set(['EXTERNAL_MANAGED']));
  });

  test('ejects one of two regions, by gateway failures too', () => {
    expect(inputs('BackendService', 'backends-everything-both')['outlierDetection']).toMatchObject({
      consecutiveErrors: 3,
      consecutiveGatewayFailure: 3,
      enforcingConsecutiveErrors: 100,
      enforcingConsecutiveGatewayFailure: 100,
      maxEjectionPercent: 50,
      interval: { seconds: 1 },
      baseEjectionTime: { seconds: 240 },
    });
  });

  test('retries within the service of both regions, and pins a region only by header', () => {
    const [matcher] = inputs('URLMap', 'entry-everything-routes')['pathMatchers'] as [Record<string, unknown>];
    expect(matcher['defaultRouteAction']).toMatchObject({
      retryPolicy: { numRetries: 1, perTryTimeout: { seconds: '1', nanos: 500_000_000 } },
      timeout: { seconds: '3', nanos: 0 },
    });
    expect((matcher['routeRules'] as unknown[]).slice(-2)).toMatchObject([
      { matchRules: [{ headerMatches: [{ headerName: 'x-tandem-region', exactMatch: 'us-central1' }] }] },
      { matchRules: [{ headerMatches: [{ headerName: 'x-tandem-region', exactMatch: 'us-east4' }] }] },
    ]);
    const regions = (name: string) => (inputs('BackendService', name)['backends'] as unknown[]).length;
    expect(regions('backends-everything-both')).toBe(2);
    expect(regions('backends-everything-us-central1')).toBe(1);
  });

  test('sends hosts and paths to their own services, the longest path first, each with its pins', () => {
    type Rule = {
      priority: number;
      matchRules: { fullPathMatch?: string; prefixMatch?: string; headerMatches?: { exactMatch: string }[] }[];
      routeAction?: { retryPolicy: { numRetries: number } };
    };
    type Matcher = { name: string; routeRules: Rule[] };
    const map = inputs('URLMap', 'entry-everything-routes');
    expect(map['hostRules']).toMatchObject([
      { hosts: ['*'], pathMatcher: 'regions' },
      { hosts: ['docs.acme.example'], pathMatcher: 'host-1' },
      { hosts: ['pay.acme.example'], pathMatcher: 'host-2' },
    ]);
    const said = ({ name, routeRules }: Matcher): string[] =>
      routeRules.map(({ priority, matchRules, routeAction }) => {
        const paths = matchRules.map(({ fullPathMatch, prefixMatch }) => fullPathMatch ?? `${prefixMatch}...`);
        const pin = matchRules.flatMap(({ headerMatches }) => headerMatches?.map(({ exactMatch }) => exactMatch) ?? []);
        const retries = routeAction === undefined ? 'no retry' : `${routeAction.retryPolicy.numRetries} retry`;
        return `${name} ${priority}: ${paths.join(' ')} ${[...new Set(pin)].join()} ${retries}`;
      });
    expect((map['pathMatchers'] as Matcher[]).flatMap(said)).toEqual([
      'regions 1: /pay/later /pay/later/... us-central1 no retry',
      'regions 2: /pay/later /pay/later/...  1 retry',
      'regions 3: /pay /pay/... us-central1 no retry',
      'regions 4: /pay /pay/...  1 retry',
      'regions 5: /... us-central1 no retry',
      'regions 6: /... us-east4 no retry',
      'host-1 1: /pay /pay/... us-central1 no retry',
      'host-1 2: /pay /pay/...  1 retry',
      'host-1 3: /... us-central1 no retry',
      'host-1 4: /... us-east4 no retry',
      'host-2 1: /... us-central1 no retry',
    ]);
  });

  test('has a certificate of its own for every host', () => {
    const domains = all('Certificate')
      .filter(({ name }) => name.startsWith('entry-everything'))
      .map(({ inputs: each }) => (each['managed'] as { domains: string[] }).domains);
    expect(domains.toSorted()).toEqual([
      ['docs.acme.example'],
      ['entry-everything.acme.example'],
      ['pay.acme.example'],
    ]);
  });

  test('lets the whole peak through from one address, up to what Cloud Armor can count', () => {
    const limit = (name: string) =>
      (inputs('SecurityPolicy', name)['rules'] as { rateLimitOptions?: { rateLimitThreshold: unknown } }[])[0]
        ?.rateLimitOptions?.rateLimitThreshold;
    expect(limit('armor-minimal-policy')).toMatchObject({ count: 600, intervalSec: 60 });
    expect(limit('armor-everything-policy')).toMatchObject({ count: 1_000_000, intervalSec: 60 });
  });

  test('turns port 80 into a redirect and speaks TLS 1.2 or later', () => {
    expect(inputs('URLMap', 'entry-minimal-redirect')['defaultUrlRedirect']).toMatchObject({ httpsRedirect: true });
    expect(inputs('SSLPolicy', 'entry-minimal-tls')['minTlsVersion']).toBe('TLS_1_2');
  });
});

describe('a region', () => {
  const container = (name: string) =>
    (inputs('Service', name)['template'] as { containers: [Record<string, unknown>] }).containers[0];

  test('can only be reached through the entry', () => {
    expect(inputs('Service', 'region-minimal-service')).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      defaultUriDisabled: true,
    });
  });

  test('keeps its floor at the service and lifts the ceiling of the revision', () => {
    const service = inputs('Service', 'region-everything-us-east4-service');
    expect(service['scaling']).toMatchObject({ minInstanceCount: 3, maxInstanceCount: 300 });
    expect(service['template']).toMatchObject({
      scaling: { maxInstanceCount: 300 },
      maxInstanceRequestConcurrency: 40,
    });
  });

  test('probes readiness as it was told, and by default every 5 seconds', () => {
    expect(container('region-minimal-service')['readinessProbe']).toMatchObject({
      httpGet: { path: '/ready', port: 8080 },
      periodSeconds: 5,
      timeoutSeconds: 1,
      failureThreshold: 2,
      successThreshold: 2,
    });
    expect(container('region-everything-us-east4-service')['readinessProbe']).toMatchObject({
      httpGet: { path: '/up', port: 9000 },
      periodSeconds: 4,
      timeoutSeconds: 2,
      failureThreshold: 3,
      successThreshold: 4,
    });
  });

  test('waits three times the declared start before it gives an instance up', () => {
    expect(container('region-everything-us-east4-service')['startupProbe']).toMatchObject({
      periodSeconds: 2,
      failureThreshold: 45,
    });
  });

  test('lists its environment by name, secrets by reference', () => {
    expect(container('region-everything-us-central1-service')['envs']).toMatchObject([
      { name: 'ANSWER', value: '42' },
      { name: 'KEY', valueSource: { secretKeyRef: { version: 'latest' } } },
      { name: 'PASSWORD', valueSource: { secretKeyRef: { version: '1' } } },
      { name: 'ZONE', value: 'z' },
    ]);
  });

  test('starts only after its identity may read what it needs', async () => {
    const service = (await stack.held()).find(({ urn }) => urn.endsWith('::region-everything-us-east4-service'));
    const waitsFor = service?.dependencies.map((urn) => urn.split('::').at(-1));
    expect(waitsFor).toEqual(
      expect.arrayContaining([
        'region-everything-us-east4-reads-password',
        'region-everything-us-east4-reads-key',
        'region-everything-us-east4-objects',
        'secrets-everything-session-key-version',
      ]),
    );
  });
});

describe('machines', () => {
  const group = (name: string) => inputs('InstanceGroupManager', name);

  test('divide sizes, warm ones and what an update adds over the zones', () => {
    expect(inputs('Autoscaler', 'instances-everything-us-east4-as-b')['autoscalingPolicy']).toMatchObject({
      minReplicas: 2,
      maxReplicas: 10,
      cooldownPeriod: 90,
      cpuUtilization: { target: 0.5 },
      scaleInControl: { maxScaledInReplicas: { percent: 10 }, timeWindowSec: 600 },
    });
    expect(group('instances-everything-us-east4-b')).toMatchObject({
      zone: 'us-east4-b',
      targetSuspendedSize: 2,
      standbyPolicy: { mode: 'SCALE_OUT_POOL', initialDelaySec: 180 },
      updatePolicy: { maxSurgeFixed: 2, maxUnavailableFixed: 0 },
      autoHealingPolicies: { initialDelaySec: 270 },
      namedPorts: [{ name: 'http', port: 9000 }],
    });
  });

  test('keep none warm unless told to', () => {
    expect(group('instances-minimal-a')).not.toHaveProperty('standbyPolicy');
    expect(group('instances-minimal-a')).not.toHaveProperty('targetSuspendedSize');
  });

  test('are what they were told, on the image they were told', () => {
    expect(inputs('InstanceTemplate', 'instances-everything-us-east4-vm')).toMatchObject({
      machineType: 'n2-standard-4',
      disks: [{ sourceImage: 'projects/acme-test/global/images/base-7', diskSizeGb: 50, boot: true }],
      scheduling: { onHostMaintenance: 'MIGRATE' },
    });
    expect(inputs('InstanceTemplate', 'instances-minimal-vm')).toMatchObject({
      machineType: 'e2-standard-2',
      disks: [{ sourceImage: 'projects/cos-cloud/global/images/family/cos-stable', diskSizeGb: 20 }],
    });
  });

  test('are probed at the port that they serve, by a check of the entry’s own', () => {
    expect(inputs('HealthCheck', 'instance-backends-everything-check')).toMatchObject({
      checkIntervalSec: 4,
      timeoutSec: 2,
      unhealthyThreshold: 3,
      healthyThreshold: 4,
      httpHealthCheck: { requestPath: '/up', portSpecification: 'USE_SERVING_PORT' },
    });
    expect(inputs('Firewall', 'instance-backends-everything-probers')['allows']).toMatchObject([
      { protocol: 'tcp', ports: ['9000'] },
    ]);
  });

  test('start only after their identity may read what they need', async () => {
    const template = (await stack.held()).find(({ urn }) => urn.endsWith('::instances-everything-us-east4-vm'));
    const waitsFor = template?.dependencies.map((urn) => urn.split('::').at(-1));
    expect(waitsFor).toEqual(
      expect.arrayContaining([
        'instances-everything-us-east4-reads-password',
        'instances-everything-us-east4-pulls',
        'secrets-everything-session-key-version',
      ]),
    );
  });
});

describe('the stores', () => {
  test('place the bucket in exactly two regions, whatever their order', () => {
    expect(inputs('Bucket', 'bucket-everything-bucket')['customPlacementConfig']).toMatchObject({
      dataLocations: ['US-EAST4', 'US-WEST1'],
    });
    expect(inputs('Bucket', 'bucket-minimal-bucket')).not.toHaveProperty('customPlacementConfig');
    expect(inputs('Bucket', 'bucket-minimal-bucket')['rpo']).toBe('ASYNC_TURBO');
    expect(inputs('Bucket', 'bucket-everything-bucket')['rpo']).toBe('DEFAULT');
  });

  test('replicate secrets to both regions', () => {
    expect(inputs('Secret', 'secrets-minimal-session-key')['replication']).toMatchObject({
      userManaged: { replicas: [{ location: 'us-central1' }, { location: 'us-east4' }] },
    });
  });

  test('give the active region the primary and the other the replica', () => {
    const primary = inputs('DatabaseInstance', 'database-everything-us-east4');
    const replica = inputs('DatabaseInstance', 'database-everything-us-central1');
    expect(primary).toMatchObject({
      instanceType: 'CLOUD_SQL_INSTANCE',
      replicaNames: [replica['name']],
      settings: { tier: 'db-custom-2-7680', edition: 'ENTERPRISE', availabilityType: 'ZONAL' },
    });
    expect(primary).not.toHaveProperty('masterInstanceName');
    expect(primary).not.toHaveProperty('replicaConfiguration');
    expect(replica).toMatchObject({
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: primary['name'],
      replicaNames: [],
    });
    expect(replica).toHaveProperty('replicaConfiguration');
    expect(replica['name']).toMatch(/^everything-a-[0-9a-f]{4}$/);
  });

  test('keep backups outside the region', () => {
    expect(inputs('DatabaseInstance', 'database-minimal-us-central1')['settings']).toMatchObject({
      availabilityType: 'REGIONAL',
      backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, location: 'us' },
      ipConfiguration: { ipv4Enabled: false, sslMode: 'ENCRYPTED_ONLY' },
    });
  });

  test('hold no password in plain text', async () => {
    const held = await stack.held();
    const values = held.flatMap(({ type, outputs }) =>
      type.endsWith(':RandomPassword')
        ? [outputs['result']]
        : type.endsWith(':SecretVersion')
          ? [outputs['secretData']]
          : type.endsWith(':User')
            ? [outputs['password']]
            : [],
    );
    expect(values).toHaveLength(2 + 3 + 2);
    expect(values.filter((value) => typeof value === 'string')).toEqual([]);
  });
});

describe('the signals', () => {
  type Alert = { inputs: Record<string, unknown> & { conditions: [Record<string, unknown>] } };
  const alerts = () =>
    all('AlertPolicy').filter(({ name }) => name.startsWith('signals-everything')) as unknown as Alert[];

  test('reach every address from every alert', () => {
    expect(alerts()).toHaveLength(4 + 2 * 5 + 3);
    expect(alerts().filter(({ inputs: each }) => (each['notificationChannels'] as string[]).length !== 2)).toEqual([]);
  });

  test('of one of several services count what its own backend answered', () => {
    const own = all('Metric').filter(({ name }) => name.startsWith('service-signals-everything'));
    expect(own.map(({ name }) => name).sort()).toEqual(
      ['region-429', 'region-errors'].flatMap((what) =>
        ['us-central1', 'us-east4'].map((region) => `service-signals-everything-${what}-${region}`),
      ),
    );
    for (const { inputs: each } of own)
      expect(each['filter']).toMatch(/backend_service_name="backends-everything-other-both" AND ip_in_net/);
    const cold = inputs('AlertPolicy', 'service-signals-everything-alert-cold-us-east4');
    expect(JSON.stringify(cold['conditions'])).toContain(
      'backend_target_name=\\"backends-everything-other-both\\" AND resource.labels.backend_scope=starts_with(\\"us-east4',
    );
  });

  test('limit the rate of alerts from single log entries, and of no others', () => {
    for (const { inputs: each } of alerts()) {
      const fromLog = 'conditionMatchedLog' in each.conditions[0];
      expect('notificationRateLimit' in (each['alertStrategy'] as object)).toBe(fromLog);
    }
  });

  test('tell a region without capacity from a rate limit', () => {
    const filter = (name: string) => inputs('Metric', name)['filter'];
    expect(filter('signals-everything-region-429')).toMatch(/cloud_run_revision.*run\.googleapis\.com\/requests.*=429/);
    expect(filter('signals-everything-entry-429')).toMatch(/http_load_balancer.*=429.*throttled_by_security_policy/);
  });

  test('ask each region by name, every minute', () => {
    const checks = all('UptimeCheckConfig').filter(({ name }) => name.startsWith('signals-everything'));
    expect(checks.map(({ inputs: each }) => (each['httpCheck'] as { headers?: object }).headers)).toEqual(
      expect.arrayContaining([undefined, { 'x-tandem-region': 'us-central1' }, { 'x-tandem-region': 'us-east4' }]),
    );
    expect(new Set(checks.map(({ inputs: each }) => each['period']))).toEqual(new Set(['60s']));
  });

  test('draw a dashboard whose text does not depend on the order of keys', () => {
    const text = inputs('Dashboard', 'signals-everything-dashboard')['dashboardJson'] as string;
    const page = JSON.parse(text) as { mosaicLayout: { tiles: { widget: { title: string } }[] } };
    expect(Object.keys(page)).toEqual(['displayName', 'mosaicLayout']);
    expect(page.mosaicLayout.tiles.map(({ widget }) => widget.title)).toContain('Requests by region');
  });
});

describe('the whole program', () => {
  test('changes nothing on the second run', async () => {
    const steps = await stack.up(forms);
    expect(changing(steps).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);

  test('finds the cloud as it left it', async () => {
    expect(Object.keys(await stack.refresh())).toEqual(['same']);
  }, 60_000);

  test('leaves nothing behind', async () => {
    await stack.destroy();
    expect(await stack.held()).toEqual([]);
  }, 60_000);
});
