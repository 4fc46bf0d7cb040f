import { describe, expect, it } from 'vitest';
import { costOf } from '../../../topology/shape/cost.ts';
import { readTopology } from '../../../topology/shape/readTopology.ts';
import { minimal, read } from './config.ts';

describe('reading a configuration', () => {
  it('fills in every default', () => {
    expect(read()).toEqual({
      ...minimal,
      active: 'primary',
      compute: 'cloud-run',
      capacity: { strategy: 'static', toleratesAlso: 'nothing' },
      services: {},
      service: {
        ...minimal.service,
        port: 8080,
        cpu: 1,
        memoryMib: 512,
        concurrency: 80,
        startSeconds: 10,
        readyPath: '/ready',
        livePath: '/live',
        env: {},
      },
      minInstances: 16,
      maxInstances: 32,
      load: { peakRps: 400, failoverClientShare: 0.2 },
      detection: {
        periodSeconds: 5,
        timeoutSeconds: 1,
        failures: 2,
        successes: 2,
        consecutiveErrors: 5,
        baseEjectionSeconds: 180,
        perTrySeconds: 2,
        retries: 2,
      },
      network: { cidrs: { primary: '10.0.0.0/20', failover: '10.1.0.0/20' }, servicesCidr: '10.100.0.0/16' },
      database: {
        version: 'POSTGRES_17',
        tier: 'db-perf-optimized-N-2',
        edition: 'ENTERPRISE_PLUS',
        highAvailability: true,
        designateReplica: false,
        recoveryDays: 7,
        guarded: true,
      },
      bucket: { turbo: true, location: 'US', dataLocations: ['US-CENTRAL1', 'US-EAST4'] },
      secrets: [],
      objectives: {
        shedSeconds: 20,
        returnSeconds: 300,
        headroom: 1,
        liveShare: 0.05,
        rpoSeconds: 900,
        writeRtoSeconds: 2400,
        availability: 0.999,
        monthlyCostUsd: 4000,
      },
      decisionSeconds: 300,
      prices: {
        vcpuHour: 0.0648,
        gibHour: 0.0072,
        databaseHour: 0.29,
        databaseHaFactor: 2,
        storageGibMonth: 0.17,
        forwardingRuleHour: 0.025,
        armorMonth: 7,
        natHour: 0.045,
      },
      exceptions: [],
    });
  });

  it('takes keys as a stack file and as the engine holds them', () => {
    const engine = Object.fromEntries(
      Object.entries({ ...minimal, decisionSeconds: 60, exceptions: [] }).map(([key, value]) => [
        `tandem:${key}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
    const topology = readTopology(
      { ...engine, 'gcp:project': 'acme-prod', 'aws:region': 'us-east-1' },
      { stack: 'test' },
    );
    expect(topology).toEqual(read({ decisionSeconds: 60 }));
  });

  it('takes numbers and truths that arrive as text', () => {
    const topology = read({ 'load.peakRps': '100.5', decisionSeconds: '0', 'database.guarded': 'false' });
    expect([topology.load.peakRps, topology.decisionSeconds, topology.database.guarded]).toEqual([100.5, 0, false]);
  });

  it('sizes each region for the whole peak, and lets it grow to twice that', () => {
    const sizes = (changes: Record<string, unknown>): number[] => {
      const { minInstances, maxInstances } = read(changes);
      return [minInstances, maxInstances];
    };
    expect(sizes({ 'load.peakRps': 401 })).toEqual([17, 34]);
    expect(sizes({ 'scaling.minInstances': 20 })).toEqual([20, 40]);
    expect(sizes({ 'scaling.minInstances': 2 })).toEqual([2, 32]);
    expect(sizes({ 'scaling.maxInstances': 16 })).toEqual([16, 16]);
  });

  it('places the bucket by name where the pair has one', () => {
    expect(read({ 'regions.failover': 'us-east1' }).bucket).toEqual({
      turbo: true,
      location: 'NAM4',
      dataLocations: [],
    });
  });

  it('keeps what was written', () => {
    const exception = {
      rule: 'tandem-gcp-029',
      resource: '*',
      reason: 'pilot',
      owner: 'platform',
      until: '2030-01-31',
    };
    const topology = read({
      active: 'failover',
      secrets: ['session-key', 'webhook-key'],
      exceptions: [exception],
      'service.env': { LOG_LEVEL: 'debug' },
      'detection.failures': 3,
    });
    expect(topology.active).toBe('failover');
    expect(topology.secrets).toEqual(['session-key', 'webhook-key']);
    expect(topology.exceptions).toEqual([exception]);
    expect(topology.service.env).toEqual({ LOG_LEVEL: 'debug' });
    expect(topology.detection).toMatchObject({ failures: 3, successes: 2 });
  });

  it('tells what a month costs', () => {
    expect(costOf(read({ 'prices.vcpuHour': 0 })).monthlyUsd).toBeLessThan(costOf(read()).monthlyUsd);
    expect(costOf(read()).items.find(({ what }) => what === 'service vCPU')).toMatchObject({ quantity: 32 });
  });
});
