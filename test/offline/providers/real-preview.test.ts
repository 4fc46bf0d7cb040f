import { describe, expect, it } from 'vitest';
import type { Values } from '../../../offline/providers/kit/values.ts';
import { Bench } from './harness.ts';

/** Where an input is refused: while it is checked, while the change is planned, or only by the cloud. */
type Step = 'check' | 'plan' | 'apply';

interface Row {
  input: string;
  type: string;
  inputs: Values;
  step: Step;
  /** Part of the message: it names the property. */
  names: string;
}

const template = { containers: [{ image: 'us-docker.pkg.dev/acme/api/api:1' }] };
const https = { defaultService: 'projects/acme-prod/global/backendServices/a' };
const address = { name: 'api.acme.test.', managedZone: 'acme', type: 'A' };

// The sample that was previewed with Google's real provider. What that provider refused is refused here in the same
// step; what it let pass is refused by the cloud, except the misspelt property, which is refused early on purpose.
const ROWS: Row[] = [
  {
    input: 'a probe that outlasts its interval',
    type: 'gcp:compute/healthCheck:HealthCheck',
    inputs: { timeoutSec: 9, checkIntervalSec: 5, httpHealthCheck: { port: 80 } },
    step: 'apply',
    names: 'timeoutSec',
  },
  {
    input: 'a health check of two protocols',
    type: 'gcp:compute/healthCheck:HealthCheck',
    inputs: { httpHealthCheck: { port: 80 }, tcpHealthCheck: { port: 80 } },
    step: 'check',
    names: "'x.httpHealthCheck'",
  },
  {
    input: 'a health check from two regions',
    type: 'gcp:compute/healthCheck:HealthCheck',
    inputs: { httpHealthCheck: { port: 80 }, sourceRegions: ['us-central1', 'us-east1'] },
    step: 'check',
    names: "'x.sourceRegions'",
  },
  {
    input: 'a capacity of 2',
    type: 'gcp:compute/backendService:BackendService',
    inputs: { backends: [{ group: 'g', capacityScaler: 2 }] },
    step: 'apply',
    names: 'backends[0].capacityScaler',
  },
  {
    input: 'a misspelt property',
    type: 'gcp:compute/backendService:BackendService',
    inputs: { protocl: 'HTTP' },
    step: 'check',
    names: 'did you mean `protocol`?',
  },
  {
    input: 'a sample rate of 2',
    type: 'gcp:compute/backendService:BackendService',
    inputs: { logConfig: { enable: true, sampleRate: 2 } },
    step: 'apply',
    names: 'logConfig.sampleRate',
  },
  {
    input: 'a map with a service and a redirect',
    type: 'gcp:compute/uRLMap:URLMap',
    inputs: { ...https, defaultUrlRedirect: { stripQuery: false } },
    step: 'check',
    names: "'x.defaultService'",
  },
  {
    input: 'no retries',
    type: 'gcp:compute/uRLMap:URLMap',
    inputs: { ...https, pathMatchers: [{ name: 'm', defaultRouteAction: { retryPolicy: { numRetries: 0 } } }] },
    step: 'check',
    names: "'x.pathMatchers[0].defaultRouteAction.retryPolicy.numRetries'",
  },
  {
    input: 'a forwarding rule without target',
    type: 'gcp:compute/globalForwardingRule:GlobalForwardingRule',
    inputs: { portRange: '443' },
    step: 'check',
    names: "'x.target'",
  },
  {
    input: 'a custom TLS profile without features',
    type: 'gcp:compute/sSLPolicy:SSLPolicy',
    inputs: { profile: 'CUSTOM' },
    step: 'plan',
    names: 'customFeatures',
  },
  {
    input: 'an endpoint group of two platforms',
    type: 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
    inputs: { region: 'us-central1', cloudRun: { service: 's' }, appEngine: { service: 's' } },
    step: 'check',
    names: "'x.cloudRun'",
  },
  {
    input: 'a prefix of 99 bits',
    type: 'gcp:compute/globalAddress:GlobalAddress',
    inputs: { prefixLength: 99 },
    step: 'apply',
    names: 'prefixLength',
  },
  {
    input: 'an autoscaler without maximum',
    type: 'gcp:compute/autoscaler:Autoscaler',
    inputs: { zone: 'us-central1-a', target: 't', autoscalingPolicy: { minReplicas: 1 } },
    step: 'check',
    names: "'x.autoscalingPolicy.maxReplicas'",
  },
  {
    input: 'an ingress that does not exist',
    type: 'gcp:cloudrunv2/service:Service',
    inputs: { location: 'us-central1', ingress: 'INGRESS_TRAFFIC_SOME', template },
    step: 'check',
    names: "'x.ingress'",
  },
  {
    input: 'a service name of 70 characters',
    type: 'gcp:cloudrunv2/service:Service',
    inputs: { location: 'us-central1', name: 's'.repeat(70), template },
    step: 'apply',
    names: 'name',
  },
  {
    input: 'more instances at least than at most',
    type: 'gcp:cloudrunv2/service:Service',
    inputs: { location: 'us-central1', scaling: { minInstanceCount: 9, maxInstanceCount: 2 }, template },
    step: 'apply',
    names: 'scaling.minInstanceCount',
  },
  {
    input: 'PostgreSQL 99',
    type: 'gcp:sql/databaseInstance:DatabaseInstance',
    inputs: { databaseVersion: 'POSTGRES_99', settings: { tier: 'db-perf-optimized-N-2' } },
    step: 'apply',
    names: 'databaseVersion',
  },
  {
    input: 'a regional database without backups',
    type: 'gcp:sql/databaseInstance:DatabaseInstance',
    inputs: {
      databaseVersion: 'POSTGRES_17',
      settings: { tier: 'db-perf-optimized-N-2', availabilityType: 'REGIONAL' },
    },
    step: 'apply',
    names: 'settings.availabilityType',
  },
  {
    input: 'an unknown replication objective',
    type: 'gcp:storage/bucket:Bucket',
    inputs: { location: 'NAM4', rpo: 'FAST' },
    step: 'apply',
    names: 'rpo',
  },
  {
    input: 'a dual region of one',
    type: 'gcp:storage/bucket:Bucket',
    inputs: { location: 'US', customPlacementConfig: { dataLocations: ['US-EAST1'] } },
    step: 'apply',
    names: 'customPlacementConfig.dataLocations',
  },
  {
    input: 'a secret without replication',
    type: 'gcp:secretmanager/secret:Secret',
    inputs: { secretId: 's', replication: {} },
    step: 'check',
    names: 'replication.auto',
  },
  {
    input: 'an account id of two characters',
    type: 'gcp:serviceaccount/account:Account',
    inputs: { accountId: 'ab' },
    step: 'check',
    names: "'x.accountId'",
  },
  {
    input: 'an unknown balancing algorithm',
    type: 'gcp:networkservices/serviceLbPolicies:ServiceLbPolicies',
    inputs: { location: 'global', loadBalancingAlgorithm: 'EVENLY' },
    step: 'check',
    names: "'x.loadBalancingAlgorithm'",
  },
  {
    input: 'a combiner XOR',
    type: 'gcp:monitoring/alertPolicy:AlertPolicy',
    inputs: { displayName: 'a', combiner: 'XOR', conditions: [{ displayName: 'c' }] },
    step: 'check',
    names: "'x.combiner'",
  },
  {
    input: 'an unknown action of a request rule',
    type: 'gcp:compute/securityPolicy:SecurityPolicy',
    inputs: {
      rules: [
        {
          action: 'nope',
          priority: 2147483647,
          match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
        },
      ],
    },
    step: 'apply',
    names: 'rules[0].action',
  },
  {
    input: 'a record with data and a routing policy',
    type: 'gcp:dns/recordSet:RecordSet',
    inputs: { ...address, rrdatas: ['192.0.2.1'], routingPolicy: { wrrs: [{ weight: 1 }] } },
    step: 'check',
    names: "'x.rrdatas'",
  },
  {
    input: 'Spanner sized twice',
    type: 'gcp:spanner/instance:Instance',
    inputs: { config: 'nam3', displayName: 'spanner', numNodes: 1, processingUnits: 100 },
    step: 'check',
    names: "'x.numNodes'",
  },
];

async function refusedIn(row: Row): Promise<{ step: Step; message: string }> {
  const bench = await Bench.open('gcp', { project: 'acme-prod', region: 'us-central1' });
  const checked = bench.check(row.type, row.inputs);
  if (checked.failures.length > 0) return { step: 'check', message: checked.failures.join('\n') };
  const subject = bench.subject(row.type);
  try {
    bench.provider.previewCreate(subject, checked.inputs);
  } catch (error) {
    return { step: 'plan', message: String(error) };
  }
  const created = bench.provider.create(subject, checked.inputs, new Set(), () => false);
  return created.then(
    () => {
      throw new Error(`nobody refused ${row.input}`);
    },
    (error: unknown) => ({ step: 'apply', message: String(error) }),
  );
}

describe('broken inputs of Google Cloud', () => {
  it.each(ROWS)('$input: refused in $step', async (row) => {
    const refused = await refusedIn(row);
    expect(refused.step).toBe(row.step);
    expect(refused.message).toContain(row.names);
  });

  it('names every problem at once', async () => {
    const bench = await Bench.open('gcp', { project: 'acme-prod' });
    const { failures } = bench.check('gcp:compute/backendService:BackendService', {
      protocol: 'GOPHER',
      backends: [{ group: 'g', balancingMode: 'EVEN', capacity: 1 }],
    });
    expect(failures).toEqual([
      expect.stringContaining("'x.backends[0].capacity'"),
      expect.stringContaining("'x.protocol'"),
      expect.stringContaining("'x.backends[0].balancingMode'"),
    ]);
  });
});
