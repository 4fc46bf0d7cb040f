import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { googleRegions } from '../../../topology/shape/places.ts';
import { errorOf, minimal, problemsOf, withChanges } from './config.ts';

// Each line: what is wrong, where it is told, what is told as given, and what the person is told to do or may write.
const SINGLE: readonly (readonly [string, Record<string, unknown>, string, string, RegExp])[] = [
  ['an unknown key', { regoins: {} }, 'regoins', '{}', /Write 'regions' if that was meant/],
  ['an unknown key in a group', { 'detection.timeoutSecond': 2 }, 'detection.timeoutSecond', '2', /'timeoutSeconds'/],
  ['a key of a named group', { 'load.hosts': [] }, 'load.hosts', '[]', /Move it to 'services.<name>.hosts'/],
  ['a key in the wrong place', { minInstances: 2 }, 'minInstances', '2', /Move it to 'scaling.minInstances'/],
  ['a key that resembles nothing', { colour: 'red' }, 'colour', 'red', /docs\/config\.md/],
  ['no name', { name: undefined }, 'name', 'nothing', /for example acme-api/],
  ['an empty name', { name: '' }, 'name', 'an empty text', /lower-case letters/],
  ['a name in capitals', { name: 'Acme' }, 'name', 'Acme', /lower-case letters/],
  [
    'a name too long for a service account',
    { name: 'a-name-of-twenty-five-char' },
    'name',
    'a-name-of-twenty-five-char (26 characters)',
    /at most 24 characters[^]*service account id 'a-name-of-twenty-five-char-us-c1' may have 30/,
  ],
  [
    'a name too long for a subnet, to which Pulumi adds eight characters',
    {
      name: 'a-name-of-22-character',
      'regions.primary': 'northamerica-northeast1',
      'regions.failover': 'northamerica-northeast2',
    },
    'name',
    'a-name-of-22-character (22 characters)',
    /at most 20 characters[^]*subnet 'a-name-of-22-character-net-subnet-northamerica-northeast1' may have 55/,
  ],
  ['a malformed project', { project: 'Acme' }, 'project', 'Acme', /6 to 30 lower-case/],
  [
    'a project unlike the provider’s',
    { 'gcp:project': 'acme-dev' },
    'project',
    'acme-prod, while gcp:project is acme-dev',
    /the same project/,
  ],
  ['a malformed domain', { domain: 'https://api.acme.example' }, 'domain', 'https://api.acme.example', /host name/],
  ['a domain of one label', { domain: 'localhost' }, 'domain', 'localhost', /host name/],
  [
    'the same region twice',
    { 'regions.failover': 'us-central1' },
    'regions.failover',
    'us-central1, the same as regions.primary',
    /second region/,
  ],
  ['a malformed region', { 'regions.primary': 'US-CENTRAL1' }, 'regions.primary', 'US-CENTRAL1', /such as us-central1/],
  ['an unknown region', { 'regions.primary': 'us-centra1' }, 'regions.primary', 'us-centra1', /Write 'us-central1'/],
  [
    'regions without a dual region',
    { 'regions.failover': 'europe-west1' },
    'regions',
    'us-central1 and europe-west1',
    /With us-central1, choose one of us-east1, us-east4, us-east5/,
  ],
  [
    'a region in no dual region',
    { 'regions.primary': 'me-west1' },
    'regions',
    'me-west1 and us-east4',
    /me-west1 is in no dual region/,
  ],
  ['a wrong role', { active: 'secondary' }, 'active', 'secondary', /primary, failover/],
  ['no image', { 'service.image': undefined }, 'service.image', 'nothing', /Set this key, for example us-docker/],
  [
    'an image without tag or digest',
    { 'service.image': 'us-docker.pkg.dev/acme/api' },
    'service.image',
    'us-docker.pkg.dev/acme/api',
    /a tag or, better, a digest/,
  ],
  [
    'an image with a short digest',
    { 'service.image': 'acme/api@sha256:12' },
    'service.image',
    'acme/api@sha256:12',
    /64 hex digits/,
  ],
  ['no instance rate', { 'service.instanceRps': undefined }, 'service.instanceRps', 'nothing', /a number from/],
  ['three vCPUs', { 'service.cpu': 3, 'service.memoryMib': 2048 }, 'service.cpu', '3', /1, 2, 4, 6, 8/],
  ['too much memory', { 'service.memoryMib': 8192 }, 'service.memoryMib', '8192, with 1 vCPU', /from 128 to 4096/],
  [
    'a variable of Cloud Run’s',
    { 'service.env': { PORT: '1' } },
    'service.env.PORT',
    "the name 'PORT'",
    /belong to Cloud Run/,
  ],
  ['a variable that is no text', { 'service.env': { LEVEL: 3 } }, 'service.env.LEVEL', '3', /texts by variable name/],
  ['no load', { load: undefined }, 'load', 'nothing', /peakRps/],
  ['a load of words', { 'load.peakRps': 'much' }, 'load.peakRps', 'much', /a number from/],
  [
    'a live share of nothing',
    { 'load.failoverClientShare': 0 },
    'load.failoverClientShare',
    '0',
    /above 0 and below 1/,
  ],
  [
    'a live share of everything',
    { 'load.failoverClientShare': 1 },
    'load.failoverClientShare',
    '1',
    /above 0 and below 1/,
  ],
  [
    'a probe limit as long as its period',
    { 'detection.timeoutSeconds': 5 },
    'detection.timeoutSeconds',
    '5, with a period of 5',
    /at most 4/,
  ],
  ['half a second', { 'detection.periodSeconds': 2.5 }, 'detection.periodSeconds', '2.5', /a whole number from 2/],
  ['no instances', { 'scaling.minInstances': 0 }, 'scaling.minInstances', '0', /a whole number from 1/],
  [
    'a minimum above the maximum',
    { scaling: { minInstances: 40, maxInstances: 32 } },
    'scaling.maxInstances',
    '32, with a minimum of 40',
    /40 or more/,
  ],
  [
    'a maximum below the load',
    { scaling: { minInstances: 4, maxInstances: 15 } },
    'scaling.maxInstances',
    '15 instances, which carry 375 of 400 requests/s',
    /Set maxInstances to 16 or more/,
  ],
  [
    'a minimum that breaks the promise of static',
    { 'capacity.strategy': 'static', 'scaling.minInstances': 6 },
    'scaling.minInstances',
    '6 instances, which carry 150 of 400 requests/s',
    /Set minInstances to 16 or more, or capacity.strategy to scaled/,
  ],
  [
    'a maximum below what a second loss leaves',
    { 'capacity.toleratesAlso': 'zone', 'scaling.maxInstances': 20 },
    'scaling.maxInstances',
    '20 instances, which carry 500 of 400 requests/s',
    /Set maxInstances to 24 or more[^]*a zone of its own too/,
  ],
  [
    'a floor without growth',
    { 'capacity.floorShare': 0.5 },
    'capacity.floorShare',
    '0.5, with strategy static',
    /strategy to scaled/,
  ],
  [
    'a malformed range',
    { 'network.cidrs.primary': '10.0.0/20' },
    'network.cidrs.primary',
    '10.0.0/20',
    /not four numbers/,
  ],
  [
    'a range that starts elsewhere',
    { 'network.cidrs.failover': '10.1.1.0/20' },
    'network.cidrs.failover',
    '10.1.1.0/20',
    /starts at 10.1.0.0/,
  ],
  [
    'a public range',
    { 'network.cidrs.primary': '8.8.0.0/20' },
    'network.cidrs.primary',
    '8.8.0.0/20',
    /not a private range/,
  ],
  [
    'a services range too small for databases',
    { 'network.servicesCidr': '10.100.0.0/26' },
    'network.servicesCidr',
    '10.100.0.0/26',
    /from 8 to 24/,
  ],
  [
    'overlapping subnets',
    { 'network.cidrs.failover': '10.0.0.0/16' },
    'network.cidrs.failover',
    '10.0.0.0/16, which overlaps 10.0.0.0/20 of network.cidrs.primary',
    /Move one/,
  ],
  [
    'a services range over a subnet',
    { 'network.servicesCidr': '10.1.0.0/16' },
    'network.servicesCidr',
    '10.1.0.0/16, which overlaps 10.1.0.0/20 of network.cidrs.failover',
    /Move one/,
  ],
  [
    'an edition and a tier that do not fit',
    { 'database.edition': 'ENTERPRISE' },
    'database.tier',
    'db-perf-optimized-N-2, with edition ENTERPRISE',
    /db-custom-2-7680/,
  ],
  [
    'a small tier with the large edition',
    { 'database.tier': 'db-f1-micro' },
    'database.tier',
    'db-f1-micro, with edition ENTERPRISE_PLUS',
    /db-perf-optimized/,
  ],
  ['an old database', { 'database.version': 'POSTGRES_99' }, 'database.version', 'POSTGRES_99', /POSTGRES_17/],
  [
    'a designated replica without the edition',
    { database: { edition: 'ENTERPRISE', tier: 'db-custom-2-7680', designateReplica: true } },
    'database.designateReplica',
    'true, with edition ENTERPRISE',
    /change database.edition/,
  ],
  [
    'logs for longer than the edition keeps',
    { database: { edition: 'ENTERPRISE', tier: 'db-custom-2-7680', recoveryDays: 14 } },
    'database.recoveryDays',
    '14, with edition ENTERPRISE',
    /at most 7/,
  ],
  ['a secret twice', { secrets: ['a', 'a'] }, 'secrets[1]', 'a, a second time', /Remove one/],
  [
    'a secret that is made anyway',
    { secrets: ['database-password'] },
    'secrets[0]',
    'database-password, which holds the database password',
    /made anyway/,
  ],
  ['a malformed secret', { secrets: ['ok', 'Not Ok'] }, 'secrets[1]', 'Not Ok', /lower-case letters/],
  ['nobody to alert', { alertEmails: [] }, 'alertEmails', '[]', /at least one e-mail address/],
  ['a malformed address', { alertEmails: ['a@b.example', 'oncall'] }, 'alertEmails[1]', 'oncall', /an e-mail address/],
  [
    'an exception without an end',
    { exceptions: [{ rule: 'r', resource: '*', reason: 'why', owner: 'me' }] },
    'exceptions[0].until',
    'nothing',
    /YYYY-MM-DD/,
  ],
  [
    'an exception until a day that does not exist',
    { exceptions: [{ rule: 'r', resource: '*', reason: 'why', owner: 'me', until: '2030-02-30' }] },
    'exceptions[0].until',
    '2030-02-30',
    /YYYY-MM-DD/,
  ],
  ['no cost objective', { objectives: {} }, 'objectives.monthlyCostUsd', 'nothing', /for example 4000/],
  [
    'a shed time that no setting reaches',
    { 'objectives.shedSeconds': 0.5 },
    'objectives.shedSeconds',
    '0.5',
    /at least 3 s[^]*every 2 s/,
  ],
  [
    'a return time that no setting reaches',
    { 'objectives.returnSeconds': 1 },
    'objectives.returnSeconds',
    '1',
    /at least 5 s/,
  ],
  [
    'no loss at all with an asynchronous database',
    { 'objectives.rpoSeconds': 0 },
    'objectives.rpoSeconds',
    '0',
    /asynchronously/,
  ],
  ['writes back at once', { 'objectives.writeRtoSeconds': 10 }, 'objectives.writeRtoSeconds', '10', /at least 60 s/],
  [
    'more availability than entry and database have',
    { 'objectives.availability': 0.99999 },
    'objectives.availability',
    '0.99999',
    /at most 0.999799/,
  ],
  [
    'more headroom than the maximum has',
    { 'objectives.headroom': 2.5 },
    'objectives.headroom',
    '2.5',
    /at most 2,[^]*maxInstances to 40/,
  ],
  [
    'less money than the least costs',
    { 'objectives.monthlyCostUsd': 5 },
    'objectives.monthlyCostUsd',
    '5',
    /at least [\d.]+ USD/,
  ],
  ['a negative price', { 'prices.vcpuHour': -1 }, 'prices.vcpuHour', '-1', /at least 0/],
  ['a group that is a word', { detection: 'fast' }, 'detection', 'fast', /a group of periodSeconds/],
  ['a list that is a word', { alertEmails: 'a@b.example' }, 'alertEmails', 'a@b.example', /a list/],
];

describe('one mistake', () => {
  it.each(SINGLE)('%s', (_, changes, path, given, advice) => {
    const problems = problemsOf(changes);
    expect(problems.map((problem) => [problem.path, problem.given])).toEqual([[path, given]]);
    const [problem] = problems;
    expect(`${problem!.allowed}\n${problem!.fix}`).toMatch(advice);
  });
});

describe('many mistakes', () => {
  it('are all told at once, and one does not hide another', () => {
    const paths = problemsOf({
      name: 'a-name-that-is-much-too-long-for-it',
      'service.image': undefined,
      'regions.failover': 'us-central1',
      'scaling.maxInstances': 3,
      'detection.timeoutSeconds': 9,
      'detection.failures': 'two',
      'network.cidrs.failover': '10.0.0.0/20',
      'database.tier': 'db-f1-micro',
      'objectives.rpoSeconds': 0,
      alertEmails: ['one', 'ok@acme.example', 'two'],
      colour: 'red',
    }).map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
      'alertEmails[0]',
      'alertEmails[2]',
      'colour',
      'database.tier',
      'detection.failures',
      'detection.timeoutSeconds',
      'name',
      'network.cidrs.failover',
      'objectives.rpoSeconds',
      'regions.failover',
      'scaling.maxInstances',
      'service.image',
    ]);
  });

  it('are told in one message that names stack, file, key, value and remedy', () => {
    const { message, name } = errorOf(withChanges({ 'load.peakRps': -1, 'regions.failover': 'us-central1' }));
    expect(name).toBe('ConfigError');
    expect(message).toBe(
      [
        "The configuration of stack 'test' has 2 problems (stacks/Pulumi.test.yaml):",
        '',
        '  tandem:load.peakRps',
        '    given:   -1',
        '    allowed: a number from 0.01 to 10000000',
        '    do this: Change the value, for example 400.',
        '',
        '  tandem:regions.failover',
        '    given:   us-central1, the same as regions.primary',
        '    allowed: another region than the primary one',
        '    do this: Choose a second region: one region cannot survive its own loss.',
      ].join('\n'),
    );
  });

  it('of a configuration without anything name every key that is needed', () => {
    expect(errorOf({}).problems.map(({ path }) => path)).toEqual([
      'name',
      'project',
      'domain',
      'regions',
      'service',
      'load',
      'objectives',
      'alertEmails',
    ]);
  });

  it('never end in anything but a list of problems, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(minimal), 'detection', 'network', 'other'), fc.jsonValue()),
        (config) => {
          const { problems } = errorOf({ ...config, name: 'NOT-A-NAME' });
          expect(problems.length).toBeGreaterThan(0);
          for (const problem of problems)
            expect(Object.values(problem).every((text) => typeof text === 'string' && text !== '')).toBe(true);
        },
      ),
    );
  });

  it('shorten a value that is too long to show', () => {
    const [problem] = problemsOf({ domain: 'x'.repeat(500) });
    expect(problem!.given).toHaveLength(120);
    expect(problem!.given.endsWith('…')).toBe(true);
  });

  it('list every region that could have been meant', () => {
    expect(problemsOf({ 'regions.primary': 'mars-north1' })[0]!.allowed).toContain(googleRegions.join(', '));
  });
});
