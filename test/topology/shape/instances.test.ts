import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf } from '../../../topology/shape/cost.ts';
import { fits, machineFor, machineSize } from '../../../topology/shape/machines.ts';
import { googleRegions, zonesOf } from '../../../topology/shape/places.ts';
import { quotasOf } from '../../../topology/shape/quotas.ts';
import { problemsOf, read } from './config.ts';

const instances = { compute: 'instances' };

describe('sizes that follow from the load', () => {
  // 400 requests/s at 25 an instance need 16.
  it.each([
    ['static', {}, 16, 32],
    ['half of it, then growth', { 'capacity.strategy': 'scaled' }, 8, 32],
    ['a floor of a quarter', { 'capacity.strategy': 'scaled', 'capacity.floorShare': 0.25 }, 4, 32],
    ['a floor in instances', { 'scaling.minInstances': 5 }, 5, 32],
    ['with a zone lost too, of three', { 'capacity.toleratesAlso': 'zone' }, 24, 48],
    ['during a deployment', { 'capacity.toleratesAlso': 'deploy' }, 22, 44],
    ['instances, alike in three zones', instances, 18, 36],
    ['instances with a zone lost too', { ...instances, 'capacity.toleratesAlso': 'zone' }, 24, 48],
    ['instances, half of it', { ...instances, 'capacity.strategy': 'scaled' }, 9, 36],
    ['instances, a floor in instances', { ...instances, 'scaling.minInstances': 4 }, 6, 36],
    ['one instance for each zone at least', { ...instances, 'load.peakRps': 10 }, 3, 6],
    [
      'four zones',
      {
        ...instances,
        'instances.zones': {
          primary: ['a', 'b', 'c', 'f'].map((letter) => `us-central1-${letter}`),
          failover: ['a', 'b', 'c', 'd'].map((letter) => `us-east4-${letter}`),
        },
        'capacity.toleratesAlso': 'zone',
      },
      24,
      48,
    ],
  ] as const)('%s', (_, changes, min, max) => {
    const { minInstances, maxInstances } = read(changes);
    expect([minInstances, maxInstances]).toEqual([min, max]);
  });

  it.each([
    [{}, 'static'],
    [{ 'scaling.minInstances': 16 }, 'static'],
    [{ 'scaling.minInstances': 15 }, 'scaled'],
    [{ 'scaling.minInstances': 16, 'capacity.toleratesAlso': 'zone' }, 'scaled'],
  ] as const)('calls %o %s', (changes, strategy) => {
    expect(read(changes).capacity.strategy).toBe(strategy);
  });

  it('carry the peak with what the second loss leaves, in every zone alike', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        fc.double({ min: 30, max: 500, noNaN: true }),
        fc.constantFrom(['nothing', 1], ['zone', 2 / 3], ['deploy', 0.75] as const),
        (peakRps, instanceRps, [toleratesAlso, left]) => {
          const { minInstances, maxInstances } = read({
            ...instances,
            'load.peakRps': peakRps,
            'service.instanceRps': instanceRps,
            'capacity.toleratesAlso': toleratesAlso,
            'objectives.monthlyCostUsd': 10_000_000,
          });
          expect(minInstances % 3).toBe(0);
          expect(minInstances * Number(left) * instanceRps).toBeGreaterThanOrEqual(peakRps * (1 - 1e-6));
          expect(maxInstances).toBe(2 * minInstances);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stay what they are when the topology is read again', () => {
    const { minInstances, maxInstances, bucket, ...rest } = read({ ...instances, 'capacity.strategy': 'scaled' });
    const again = read({ ...rest, scaling: { minInstances, maxInstances }, bucket: { turbo: bucket.turbo } });
    expect(again).toEqual({ ...rest, minInstances, maxInstances, bucket });
  });
});

describe('the group of instances', () => {
  it('is filled in', () => {
    expect(read(instances).instances).toEqual({
      machineType: 'e2-standard-2',
      zones: { primary: zonesOf('us-central1'), failover: zonesOf('us-east4') },
      bootImage: 'projects/cos-cloud/global/images/family/cos-stable',
      bootSeconds: 45,
      bootDiskGib: 20,
      warmInstances: 0,
      // 320 requests/s near the primary, 5 % of them to overflow, over 18 instances.
      targetRps: 16.88,
      cpuTarget: 0.6,
      healSeconds: 15,
      healFailures: 6,
      surge: 3,
    });
  });

  it('aims at no more than an instance carries, and leaves the objective to overflow', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 5000, noNaN: true }),
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        fc.constantFrom('static', 'scaled'),
        (peakRps, liveShare, strategy) => {
          const topology = read({
            ...instances,
            'load.peakRps': peakRps,
            'objectives.liveShare': liveShare,
            'capacity.strategy': strategy,
            'objectives.monthlyCostUsd': 1_000_000,
          });
          const aimed = topology.instances!.targetRps * topology.minInstances;
          expect(topology.instances!.targetRps).toBeLessThanOrEqual(topology.service.instanceRps);
          expect(aimed).toBeLessThanOrEqual(0.8 * peakRps * (1 - liveShare) + 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is not there on Cloud Run', () => {
    expect(read({ 'instances.machineType': 'n2-standard-4' })).not.toHaveProperty('instances');
  });
});

describe('bad input for instances is one message with the number that would do', () => {
  it.each([
    [
      'fewer than three zones',
      { 'instances.zones.failover': ['us-east4-a', 'us-east4-b'] },
      'instances.zones.failover',
      '2 zones: us-east4-a, us-east4-b',
      /Name 3, for example us-east4-a, us-east4-b, us-east4-c/,
    ],
    [
      'a zone of another region',
      { 'instances.zones.primary': ['us-central1-a', 'us-central1-b', 'us-east4-c'] },
      'instances.zones.primary',
      'us-central1-a, us-central1-b, us-east4-c',
      /Change us-east4-c/,
    ],
    [
      'a zone twice',
      { 'instances.zones.primary': ['us-central1-a', 'us-central1-a', 'us-central1-b'] },
      'instances.zones.primary',
      'us-central1-a, us-central1-a, us-central1-b',
      /Change us-central1-a;/,
    ],
    [
      'more zones in one region',
      { 'instances.zones.primary': ['a', 'b', 'c', 'f'].map((letter) => `us-central1-${letter}`) },
      'instances.zones',
      '4 and 3 zones',
      /Name 4 zones in both/,
    ],
    [
      'a surge below the zones',
      { 'instances.surge': 2 },
      'instances.surge',
      '2, with 3 zones',
      /Set surge to 3 or more/,
    ],
    [
      'a floor above the maximum',
      { scaling: { minInstances: 40, maxInstances: 36 } },
      'scaling.maxInstances',
      '36, with a minimum of 40',
      /42 or more/,
    ],
    [
      'a maximum that cannot carry the load',
      { 'scaling.maxInstances': 12 },
      'scaling.maxInstances',
      '12 instances, which carry 300 of 400 requests/s',
      /Set maxInstances to 18 or more/,
    ],
    [
      'a target that leaves nothing to overflow',
      { 'instances.targetRps': 25 },
      'instances.targetRps',
      '25, so 18 instances aim at 450 of the 320 requests/s near them',
      /Set targetRps to 17.77 or less/,
    ],
    [
      'a machine that is too small',
      { 'instances.machineType': 'e2-highcpu-2', 'service.memoryMib': 4096, 'service.cpu': 2 },
      'instances.machineType',
      'e2-highcpu-2, for 2 vCPU and 4096 MiB',
      /Use e2-standard-2/,
    ],
  ])('%s', (_, changes, path, given, advice) => {
    const problems = problemsOf({ ...instances, ...changes });
    expect(problems.map((problem) => [problem.path, problem.given])).toEqual([[path, given]]);
    expect(problems[0]!.fix).toMatch(advice);
  });

  it('and the number that is told does', () => {
    expect(read({ ...instances, 'instances.targetRps': 17.77 }).instances?.targetRps).toBe(17.77);
    expect(read({ ...instances, 'scaling.maxInstances': 18 }).maxInstances).toBe(18);
    expect(read({ ...instances, 'instances.surge': 3 }).instances?.surge).toBe(3);
  });

  it('is not looked at on Cloud Run', () => {
    expect(read({ 'instances.surge': 1, 'instances.zones.primary': ['us-central1-a'] }).minInstances).toBe(16);
  });
});

describe('machines', () => {
  it.each([
    ['e2-standard-4', 4, 16_384],
    ['n2-highcpu-8', 8, 8192],
    ['c3-highcpu-8', 8, 16_384],
    ['n2d-highmem-2', 2, 16_384],
    ['n2-custom-4-8192', 4, 8192],
    ['e2-micro', 2, 1024],
  ])('%s has %d vCPUs and %d MiB', (type, cpu, memoryMib) => {
    expect(machineSize(type)).toEqual({ cpu, memoryMib });
  });

  it('of an unknown family say nothing, and are not refused', () => {
    expect(machineSize('z9-metal')).toBeUndefined();
    expect(fits('z9-metal', { cpu: 64, memoryMib: 1 })).toBe(true);
  });

  it.each([
    [1, 512, 'e2-standard-2'],
    [2, 16_384, 'e2-standard-4'],
    [6, 1024, 'e2-standard-8'],
  ])('for %d vCPU and %d MiB: %s', (cpu, memoryMib, type) => {
    expect(machineFor({ cpu, memoryMib })).toBe(type);
  });

  it('are what is paid for', () => {
    const vcpus = (changes: Record<string, unknown>): number | undefined =>
      costOf(read({ ...instances, ...changes })).items.find(({ what }) => what === 'service vCPU')?.quantity;
    expect(vcpus({})).toBe(2 * 18 * 2);
    expect(vcpus({ 'instances.machineType': 'e2-standard-4' })).toBe(2 * 18 * 4);
  });
});

describe('quotas to ask for', () => {
  it('are the maximum times the size of one instance, in both regions', () => {
    const asked = { instances: 32, vcpus: 64, memoryGib: 32, diskGib: 0 };
    expect(quotasOf(read({ 'service.cpu': 2, 'service.memoryMib': 1024 }))).toEqual({
      'us-central1': asked,
      'us-east4': asked,
    });
  });

  it('add up over services', () => {
    const services = {
      jobs: { image: 'acme/jobs:1', instanceRps: 10, cpu: 2, paths: ['/jobs'], load: { peakRps: 20 } },
    };
    const whole = quotasOf(read({ services, 'objectives.monthlyCostUsd': 10_000 }))['us-east4'];
    // 32 of one vCPU and 512 MiB, and 4 of two vCPUs.
    expect(whole).toMatchObject({ instances: 36, vcpus: 40, memoryGib: 18 });
  });

  it('count what an update adds and what is suspended', () => {
    expect(quotasOf(read({ ...instances, 'instances.warmInstances': 6 }))['us-east4']).toEqual({
      instances: 36 + 3 + 6,
      vcpus: 90,
      memoryGib: 360,
      diskGib: 900,
    });
  });
});

it('every known region has three zones of its own', () => {
  for (const region of googleRegions) {
    const zones = zonesOf(region);
    expect(new Set(zones).size).toBe(3);
    expect(zones.every((zone) => zone.startsWith(`${region}-`))).toBe(true);
  }
});
