import { beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '../../../offline/providers/kit/values.ts';
import { Bench } from './harness.ts';

const NEG = 'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup';
const ZONAL_NEG = 'gcp:compute/networkEndpointGroup:NetworkEndpointGroup';
const GROUP = 'gcp:compute/instanceGroupManager:InstanceGroupManager';
const REGION_GROUP = 'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager';
const BACKEND = 'gcp:compute/backendService:BackendService';
const HEALTH_CHECK = 'gcp:compute/healthCheck:HealthCheck';

const POLICY = '//networkservices.googleapis.com/projects/p/locations/global/serviceLbPolicies/l';

describe('what only the cloud refuses: backends on Google Cloud', () => {
  let bench: Bench;
  const groups: { [name: string]: string } = {};

  beforeEach(async () => {
    bench = await Bench.open('gcp', { project: 'p', region: 'us-central1' });
    const make = async (name: string, type: string, inputs: Values): Promise<void> => {
      groups[name] = (await bench.create(type, inputs, name)).id;
    };
    await make('serverless', NEG, { region: 'us-central1', cloudRun: { service: 's' } });
    await make('serverless-2', NEG, { region: 'us-central1', cloudRun: { service: 't' } });
    await make('serverless-east', NEG, { region: 'us-east1', cloudRun: { service: 's' } });
    await make('zonal', ZONAL_NEG, { network: 'default', zone: 'us-central1-a' });
    const versions = [{ instanceTemplate: 't' }];
    await make('instances', GROUP, { zone: 'us-central1-a', baseInstanceName: 'a', versions });
    await make('regional', REGION_GROUP, { region: 'us-central1', baseInstanceName: 'a', versions });
    await make('check', HEALTH_CHECK, { httpHealthCheck: { port: 80 } });
    await make('dns-check', HEALTH_CHECK, {
      checkIntervalSec: 30,
      httpHealthCheck: { port: 80 },
      sourceRegions: ['us-central1', 'us-east1', 'us-west1'],
    });
  });

  const managed = { loadBalancingScheme: 'EXTERNAL_MANAGED' };
  const backend = (name: string, more: Values = {}): Values => ({ group: groups[name] ?? name, ...more });
  const rate = { balancingMode: 'RATE', maxRatePerInstance: 10 };

  it.each<[string, () => Values, string]>([
    [
      'a health check on serverless backends',
      () => ({ backends: [backend('serverless')], healthChecks: groups['check'] ?? '' }),
      'healthChecks: ',
    ],
    ['a timeout on serverless backends', () => ({ backends: [backend('serverless')], timeoutSec: 10 }), 'timeoutSec: '],
    [
      'two serverless groups of one region',
      () => ({ backends: [backend('serverless'), backend('serverless-2')] }),
      'backends[1].group: only one',
    ],
    [
      'a service policy on serverless backends',
      () => ({ ...managed, backends: [backend('serverless')], serviceLbPolicy: POLICY }),
      'serviceLbPolicy: ',
    ],
    [
      'a preference on serverless backends',
      () => ({ ...managed, backends: [backend('serverless', { preference: 'PREFERRED' })] }),
      'backends[0].preference: ',
    ],
    [
      'success rates on serverless backends',
      () => ({ ...managed, backends: [backend('serverless')], outlierDetection: { successRateMinimumHosts: 2 } }),
      'outlierDetection.successRateMinimumHosts: ',
    ],
    [
      'serverless groups beside others',
      () => ({ backends: [backend('serverless'), backend('instances', rate)] }),
      'backends[1]: serverless groups cannot be mixed',
    ],
    [
      'outlier detection on the classic scheme',
      () => ({ backends: [backend('serverless')], outlierDetection: { consecutiveErrors: 5 } }),
      'outlierDetection: ',
    ],
    [
      'circuit breakers outside a mesh',
      () => ({ ...managed, backends: [backend('serverless')], circuitBreakers: { maxRequests: 5 } }),
      'circuitBreakers: ',
    ],
    [
      'no health check on instances',
      () => ({ ...managed, backends: [backend('instances', rate)] }),
      'healthChecks: must be set',
    ],
    [
      'a DNS health check',
      () => ({ ...managed, backends: [backend('instances', rate)], healthChecks: groups['dns-check'] ?? '' }),
      'healthChecks: a health check with sourceRegions',
    ],
    [
      'a rate without a number',
      () => ({
        ...managed,
        healthChecks: groups['check'] ?? '',
        backends: [backend('instances', { balancingMode: 'RATE' })],
      }),
      'backends[0].balancingMode: RATE needs',
    ],
    [
      'a whole-group rate on a regional group',
      () => ({
        ...managed,
        healthChecks: groups['check'] ?? '',
        backends: [backend('regional', { balancingMode: 'RATE', maxRate: 10 })],
      }),
      'backends[0].maxRate: ',
    ],
    [
      'a service policy on a regional group',
      () => ({
        ...managed,
        healthChecks: groups['check'] ?? '',
        serviceLbPolicy: POLICY,
        backends: [backend('regional', rate)],
      }),
      'serviceLbPolicy: ',
    ],
    [
      'utilization of an endpoint group',
      () => ({ ...managed, healthChecks: groups['check'] ?? '', backends: [backend('zonal')] }),
      'backends[0].balancingMode: endpoint groups',
    ],
    [
      'a single drained backend',
      () => ({ ...managed, backends: [backend('serverless', { capacityScaler: 0 })] }),
      'backends[0].capacityScaler: ',
    ],
  ])('%s', async (_case, inputs, message) => {
    await expect(bench.create(BACKEND, inputs())).rejects.toThrow(message);
  });

  it('accepts a pair of serverless backends and one of instances', async () => {
    await bench.create(BACKEND, { ...managed, backends: [backend('serverless'), backend('serverless-east')] }, 'a');
    const inputs = {
      ...managed,
      healthChecks: groups['check'] ?? '',
      serviceLbPolicy: POLICY,
      backends: [backend('instances', rate)],
    };
    await expect(bench.create(BACKEND, inputs, 'b')).resolves.toMatchObject({ state: { protocol: 'HTTP' } });
  });

  it('refuses a rule whose scheme the service behind it does not have', async () => {
    const service = await bench.create(BACKEND, { backends: [backend('serverless')] }, 'classic');
    const map = await bench.create('gcp:compute/uRLMap:URLMap', { defaultService: service.id });
    const proxy = await bench.create('gcp:compute/targetHttpProxy:TargetHttpProxy', { urlMap: map.id });
    const rule = { target: proxy.id, portRange: '80', ...managed };
    const type = 'gcp:compute/globalForwardingRule:GlobalForwardingRule';
    await expect(bench.create(type, rule)).rejects.toThrow('loadBalancingScheme: is EXTERNAL_MANAGED');
    await expect(bench.create(type, { ...rule, loadBalancingScheme: 'EXTERNAL' })).resolves.toBeDefined();
  });
});
