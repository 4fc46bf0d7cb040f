import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../topology/shape/anyCloud.ts';
import { awsCostOf } from '../../../topology/shape/aws/cost.ts';
import { awsRegionCode, awsRegions, imageIn } from '../../../topology/shape/aws/places.ts';
import { awsConfigOf, readAwsTopology } from '../../../topology/shape/aws/readAwsTopology.ts';
import { subnetsOf } from '../../../topology/shape/aws/subnets.ts';
import { ConfigError } from '../../../topology/shape/problems.ts';
import { awsTopologyOf } from '../../support/awsStacks.ts';

const minimal = {
  name: 'acme',
  domain: 'api.acme.example',
  regions: { primary: 'us-east-1', failover: 'us-west-2' },
  service: { image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/api:1.4.2', instanceRps: 25 },
  load: { peakRps: 400 },
  objectives: { monthlyCostUsd: 4000 },
  alertEmails: ['oncall@acme.example'],
};

type Config = Record<string, unknown>;

const DEAR = { monthlyCostUsd: 40_000 };

const read = (changes: Config = {}) => readAwsTopology({ ...minimal, ...changes }, { stack: 'test' });

const problemsOf = (changes: Config): readonly { path: string; allowed: string; fix: string }[] => {
  try {
    read(changes);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('reading a configuration on AWS', () => {
  it('fills in every default', () => {
    expect(read()).toEqual({
      ...minimal,
      active: 'primary',
      service: {
        ...minimal.service,
        port: 8080,
        cpu: 1,
        memoryMib: 2048,
        startSeconds: 10,
        readyPath: '/ready',
        env: {},
      },
      load: { peakRps: 400, failoverClientShare: 0.2 },
      detection: { periodSeconds: 5, timeoutSeconds: 2, failures: 2, successes: 2 },
      entry: { kind: 'accelerator', dials: { primary: 100, failover: 100 } },
      capacity: { strategy: 'static', toleratesAlso: 'nothing' },
      minInstances: 16,
      maxInstances: 32,
      network: { cidrs: { primary: '10.0.0.0/16', failover: '10.1.0.0/16' }, egress: 'nat' },
      database: {
        version: '17.4',
        instanceClass: 'db.r6g.large',
        highAvailability: true,
        recoveryDays: 7,
        guarded: true,
      },
      bucket: { timeControl: true },
      secrets: [],
      objectives: {
        shedSeconds: 60,
        returnSeconds: 300,
        headroom: 1,
        liveShare: 0.05,
        rpoSeconds: 900,
        writeRtoSeconds: 2400,
        availability: 0.999,
        monthlyCostUsd: 4000,
      },
      decisionSeconds: 300,
      prices: expect.any(Object) as object,
      exceptions: [],
    });
  });

  it('reads again what it has read', () => {
    const topology = read({ table: { hashKey: 'tenant' }, zoneId: 'Z0123456789' });
    expect(readAwsTopology(awsConfigOf(topology), { stack: 'test' })).toEqual(topology);
  });

  it('leaves the keys of others alone', () => {
    expect(read({ 'aws:region': 'us-east-1', 'gcp:project': 'acme-prod' })).toEqual(read());
  });

  it.each<[string, Config, string, string]>([
    [
      'a region of another cloud',
      { regions: { ...minimal.regions, primary: 'us-central1' } },
      'regions.primary',
      'us-east-1',
    ],
    ['an unknown region', { regions: { ...minimal.regions, primary: 'us-west-1' } }, 'regions.primary', "'us-west-2'"],
    [
      'one region twice',
      { regions: { primary: 'us-west-2', failover: 'us-west-2' } },
      'regions.failover',
      'second region',
    ],
    ['a name too long', { name: 'a'.repeat(40) }, 'name', '32 characters'],
    ['a secret twice', { secrets: ['key', 'key'] }, 'secrets[1]', 'Remove one'],
    ['the secret that is made anyway', { secrets: ['database-password'] }, 'secrets[0]', 'made anyway'],
    ['no pair of Fargate: cpu', { service: { ...minimal.service, cpu: 3 } }, 'service.cpu', 'one of these'],
    ['no pair of Fargate: memory', { service: { ...minimal.service, cpu: 4 } }, 'service.memoryMib', 'memory'],
    ['memory between two steps', { service: { ...minimal.service, memoryMib: 2500 } }, 'service.memoryMib', 'memory'],
    ['a key of the other cloud', { service: { ...minimal.service, livePath: '/live' } }, 'service.livePath', 'Remove'],
    ['a project', { project: 'acme-prod' }, 'project', 'Remove the key'],
    ['ranges that overlap', { network: { cidrs: { failover: '10.0.0.0/20' } } }, 'network.cidrs.failover', 'peered'],
    ['a range too small', { network: { cidrs: { primary: '10.0.0.0/25' } } }, 'network.cidrs.primary', 'from 16 to 24'],
    ['a public range', { network: { cidrs: { primary: '8.8.0.0/16' } } }, 'network.cidrs.primary', 'not a private'],
    ['a check faster than there is', { detection: { periodSeconds: 4 } }, 'detection.periodSeconds', 'Change'],
    ['a limit as long as the period', { detection: { timeoutSeconds: 5 } }, 'detection.timeoutSeconds', '4 or less'],
    ['no region that serves', { entry: { dials: { primary: 0, failover: 0 } } }, 'entry.dials', 'Open the dial'],
    [
      'a burstable database',
      { database: { instanceClass: 'db.t4g.medium' } },
      'database.instanceClass',
      'db.r6g.large',
    ],
    [
      'a maximum that carries too little',
      { scaling: { minInstances: 1, maxInstances: 15 } },
      'scaling.maxInstances',
      '16',
    ],
    ['a floor above the maximum', { scaling: { minInstances: 40, maxInstances: 32 } }, 'scaling.maxInstances', '40'],
    [
      'a floor that breaks the promise',
      { capacity: { strategy: 'static' }, scaling: { minInstances: 4 } },
      'scaling.minInstances',
      '16 or more',
    ],
    ['a floor without growing', { capacity: { floorShare: 0.5 } }, 'capacity.floorShare', 'scaled'],
    [
      'more headroom than the maximum has',
      { objectives: { ...minimal.objectives, headroom: 3 } },
      'objectives.headroom',
      '48',
    ],
    [
      'a shed faster than an accelerator',
      { objectives: { ...minimal.objectives, shedSeconds: 20 } },
      'objectives.shedSeconds',
      '30 s',
    ],
    [
      'nothing lost',
      { objectives: { ...minimal.objectives, rpoSeconds: 0 } },
      'objectives.rpoSeconds',
      'asynchronously',
    ],
    [
      'writes back at once',
      { objectives: { ...minimal.objectives, writeRtoSeconds: 10 } },
      'objectives.writeRtoSeconds',
      'writer',
    ],
    [
      'more than is promised',
      { objectives: { ...minimal.objectives, availability: 0.99999 } },
      'objectives.availability',
      'database',
    ],
    ['less money than it takes', { objectives: { monthlyCostUsd: 100 } }, 'objectives.monthlyCostUsd', 'two regions'],
    ['a zone that is none', { zoneId: 'acme.example' }, 'zoneId', 'Z0123456789'],
  ])('refuses %s, and says what would do', (_what, changes, path, fix) => {
    const problems = problemsOf(changes);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.fix).toContain(fix);
  });

  it.each<[string, Config, number, number]>([
    ['what runs carries the whole', {}, 16, 32],
    ['a zone may be lost too', { capacity: { toleratesAlso: 'zone' } }, 24, 48],
    ['half runs and the rest is started', { capacity: { strategy: 'scaled' } }, 8, 32],
    ['a part runs', { capacity: { strategy: 'scaled', floorShare: 0.25 } }, 4, 32],
    ['a floor is given', { scaling: { minInstances: 20 } }, 20, 40],
    [
      'rounding asks for no task more: 7 % of 100',
      { load: { peakRps: 2500 }, capacity: { strategy: 'scaled', floorShare: 0.07 }, objectives: DEAR },
      7,
      200,
    ],
  ])('sizes a region so that %s', (_what, changes, min, max) => {
    expect(read(changes)).toMatchObject({ minInstances: min, maxInstances: max });
  });

  it('tells every problem of the sizes at once, in the words of the cloud', () => {
    const problems = problemsOf({
      capacity: { strategy: 'static', floorShare: 0.5, toleratesAlso: 'zone' },
      scaling: { minInstances: 10, maxInstances: 8 },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'scaling.maxInstances',
      'scaling.maxInstances',
      'scaling.minInstances',
      'capacity.floorShare',
    ]);
    expect(problems[1]).toMatchObject({
      allowed: 'enough tasks for one region to carry the whole peak',
      fix: expect.stringContaining('24 or more: each region must carry everything when the other is lost and a zone'),
    });
  });

  it('tells every problem at once', () => {
    const paths = problemsOf({
      name: 'Acme',
      regions: { primary: 'us-east-1', failover: 'us-east-1' },
      service: { ...minimal.service, cpu: 3 },
      detection: { timeoutSeconds: 9 },
      secrets: ['key', 'key'],
    }).map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
      'detection.timeoutSeconds',
      'name',
      'regions.failover',
      'secrets[1]',
      'service.cpu',
    ]);
  });
});

describe('a configuration on whichever cloud', () => {
  it('is read as one of the cloud whose provider it configures', () => {
    const onAws = { ...minimal, 'aws:region': 'us-east-1' };
    expect(() => {
      checkConfig(onAws, { stack: 'test' });
    }).not.toThrow();
    expect(() => {
      checkConfig(minimal, { stack: 'test' });
    }).toThrow(/Google Cloud region/);
  });
});

describe('places of AWS', () => {
  it('have codes that are short and unlike', () => {
    const codes = awsRegions.map(awsRegionCode);
    expect(new Set(codes).size).toBe(awsRegions.length);
    expect(Math.max(...codes.map((code) => code.length))).toBeLessThanOrEqual(5);
    expect(awsRegionCode('ap-southeast-2')).toBe('apse2');
  });

  it('have their own registry, and leave other registries alone', () => {
    const digest = '@sha256:00';
    expect(imageIn('us-west-2', `123456789012.dkr.ecr.us-east-1.amazonaws.com/api${digest}`)).toBe(
      `123456789012.dkr.ecr.us-west-2.amazonaws.com/api${digest}`,
    );
    for (const other of ['public.ecr.aws/nginx/nginx:1.29', 'us-docker.pkg.dev/p/r/api:1'])
      expect(imageIn('us-west-2', other)).toBe(other);
  });

  it.each(['10.0.0.0/16', '10.1.128.0/17', '192.168.4.0/22', '172.16.9.0/24'])('cut %s without overlap', (cidr) => {
    const { privates, publics } = subnetsOf(cidr);
    const [base = '', prefix = ''] = cidr.split('/');
    expect(privates[0]).toBe(`${base}/${Number(prefix) + 2}`);
    expect(publics[0]).toMatch(new RegExp(`/${Number(prefix) + 4}$`));
    expect(new Set([...privates, ...publics]).size).toBe(6);
  });

  it('cannot cut what is too small', () => {
    expect(() => subnetsOf('10.0.0.0/25')).toThrow(/too small/);
    expect(() => subnetsOf('10.0.0.1/16')).toThrow(/no IPv4 range/);
  });
});

describe('the stack on AWS that is shipped', () => {
  const topology = awsTopologyOf('production-aws');

  it('carries the whole peak with what runs, and costs no more than it declares', () => {
    expect(topology.minInstances * topology.service.instanceRps).toBeGreaterThanOrEqual(topology.load.peakRps);
    const { monthlyUsd, items } = awsCostOf(topology);
    expect(monthlyUsd).toBeLessThan(topology.objectives.monthlyCostUsd);
    expect(monthlyUsd).toBeCloseTo(items.reduce((sum, item) => sum + item.monthlyUsd, 0));
  });

  it('guards its data', () => {
    expect(topology.database).toMatchObject({ guarded: true, highAvailability: true });
  });
});
