import { describe, expect, it } from 'vitest';
import { awsCostOf } from '../../../topology/shape/aws/cost.ts';
import { costOf } from '../../../topology/shape/cost.ts';
import { multiCostOf } from '../../../topology/shape/multicloud/cost.ts';
import { multiConfigOf } from '../../../topology/shape/multicloud/multiConfigOf.ts';
import { readMultiTopology } from '../../../topology/shape/multicloud/readMultiTopology.ts';
import { ConfigError, type Problem } from '../../../topology/shape/problems.ts';
import { configOf } from '../../support/stacks.ts';

type Config = Record<string, unknown>;

const shipped: Config = configOf('multicloud');
const read = (config: Config) => readMultiTopology(config, { stack: 'multicloud' });

/** The shipped configuration with something set below a key. */
const withKey = (path: string, value: unknown): Config => {
  const copy = structuredClone(shipped);
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let place = copy;
  for (const [depth, part] of parts.entries()) {
    const key = depth === 0 ? `tandem:${part}` : part;
    place = (place[key] ??= {}) as Config;
  }
  const key = parts.length === 0 ? `tandem:${last}` : last;
  if (value === undefined) Reflect.deleteProperty(place, key);
  else place[key] = value;
  return copy;
};

const problemsOf = (config: Config): readonly Problem[] => {
  try {
    read(config);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('a stack on both clouds', () => {
  const topology = read(shipped);

  it('gives each cloud a name and a host of its own, in one zone', () => {
    expect([topology.gcp.name, topology.aws.name]).toEqual(['acme-gcp', 'acme-aws']);
    expect([topology.gcp.domain, topology.aws.domain]).toEqual(['gcp.www.acme.example', 'aws.www.acme.example']);
    expect(topology.aws.zoneId).toBe(topology.zoneId);
  });

  it('tells both what is said once, and each what is said to it alone', () => {
    expect([topology.gcp.service.instanceRps, topology.aws.service.instanceRps]).toEqual([50, 50]);
    expect([topology.gcp.service.memoryMib, topology.aws.service.memoryMib]).toEqual([1024, 4096]);
    expect([topology.gcp.load.peakRps, topology.aws.load.peakRps]).toEqual([400, 400]);
  });

  it('has on both the secret by which the services of both write', () => {
    for (const side of [topology.gcp, topology.aws])
      expect(side.secrets).toEqual(['session-key', 'webhook-key', 'database-write-password']);
  });

  it('sizes each cloud for the whole load', () => {
    for (const { minInstances, service, load } of [topology.gcp, topology.aws])
      expect(minInstances * service.instanceRps).toBeGreaterThanOrEqual(load.peakRps);
  });

  it('costs both clouds and what joins them, and no more than it declares', () => {
    const { monthlyUsd, items } = multiCostOf(topology);
    const sides = costOf(topology.gcp).monthlyUsd + awsCostOf(topology.aws).monthlyUsd;
    expect(monthlyUsd).toBeGreaterThan(sides);
    expect(items.reduce((sum, item) => sum + item.monthlyUsd, 0)).toBeCloseTo(monthlyUsd, 6);
    expect(monthlyUsd).toBeLessThan(topology.objectives.monthlyCostUsd);
  });

  it.each([
    ['awsShare', 0, 'awsShare'],
    ['awsShare', 1, 'awsShare'],
    ['zoneId', undefined, 'zoneId'],
    ['awsAccountId', '1234', 'awsAccountId'],
    ['writer', 'azure', 'writer'],
    ['dns.ttlSeconds', 300, 'dns.ttlSeconds'],
    ['objectives.shedSeconds', -1, 'objectives.shedSeconds'],
    ['regions', { primary: 'us-central1', failover: 'us-east4' }, 'regions'],
    ['gcp.project', undefined, 'gcp.project'],
    ['gcp.regions.failover', 'us-east-2', 'gcp.regions.failover'],
    ['gcp.service.image', 'no image', 'gcp.service.image'],
    ['aws.regions.primary', 'us-central1', 'aws.regions.primary'],
    ['aws.service.memoryMib', 1, 'aws.service.memoryMib'],
    ['aws.tier', 'large', 'aws.tier'],
    ['alertEmails', [], 'alertEmails'],
    ['load.peakRps', 'many', 'load.peakRps'],
    ['name', 'a'.repeat(21), 'name'],
    ['gcp.name', 'other', 'gcp.name'],
    ['gcp.domain', 'other.acme.example', 'gcp.domain'],
    ['aws.name', 'other', 'aws.name'],
    ['aws.domain', 'other.acme.example', 'aws.domain'],
    ['aws.zoneId', 'Z0123456789OTHER', 'aws.zoneId'],
    ['aws.entry', { kind: 'dns' }, 'aws.entry.kind'],
    ['aws.secrets', ['session-key'], 'aws.secrets'],
    ['gcp.secrets', ['session-key', 'webhook-key', 'other'], 'aws.secrets'],
    // The group stands at the top and under a cloud, and each part of it is told where it stands.
    ['service.instanceRps', -1, 'service.instanceRps'],
    ['gcp.service.instanceRps', -1, 'gcp.service.instanceRps'],
    ['objectives.writeRtoSeconds', 1, 'objectives.writeRtoSeconds'],
    ['aws.objectives', { writeRtoSeconds: 1 }, 'aws.objectives.writeRtoSeconds'],
    ['gcp.objectives', { shedSeconds: 0.5 }, 'gcp.objectives.shedSeconds'],
    ['aws.network.cidrs.failover', '10.1.0.0/16', 'aws.network.cidrs.failover'],
    ['aws.network.cidrs.primary', '10.100.128.0/20', 'aws.network.cidrs.primary'],
  ])('with %s set to %j is told of that key', (path, value, problem) => {
    expect(problemsOf(withKey(path, value)).map((each) => each.path)).toEqual([problem]);
  });

  it('is read again as what it is', () => {
    expect(readMultiTopology(multiConfigOf(topology), { stack: 'multicloud' })).toEqual(topology);
  });

  it('is told of all problems at once, of the whole and of each cloud, and of each once', () => {
    const config = withKey('awsShare', 2);
    Object.assign(config['tandem:gcp'] as Config, { project: 'NO' });
    Object.assign(config['tandem:aws'] as Config, { regions: { primary: 'us-east-2', failover: 'us-east-2' } });
    config['tandem:alertEmails'] = ['nobody'];
    const paths = problemsOf(config).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining(['awsShare', 'gcp.project', 'alertEmails[0]']));
    expect(paths.some((path) => path.startsWith('aws.regions'))).toBe(true);
  });
});
