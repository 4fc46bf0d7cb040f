import { Zone } from '@pulumi/aws/route53/zone.js';
import { secret } from '@pulumi/pulumi';
import * as components from '../../../components/aws/index.ts';

// Every component twice in one program: with only what it needs, and with everything it takes.

const FIRST = 'us-east-1';
const SECOND = 'us-west-2';
const REGIONS = [FIRST, SECOND] as const;
const IMAGE = `123456789012.dkr.ecr.us-east-1.amazonaws.com/api@sha256:${'0'.repeat(64)}`;
const CERTIFICATE = `arn:aws:acm:us-east-1:123456789012:certificate/minimal`;

/** Names of the components in {@link forms}, without their form. */
export const COMPONENTS = [
  'network',
  'keys',
  'images',
  'bucket',
  'table',
  'secrets',
  'database',
  'certificate',
  'region',
  'entry',
  'signals',
] as const;

/** The program. Guards are off in the form with everything, and stated there, so that it can be destroyed. */
export function forms(): Promise<void> {
  minimal();
  everything();
  return Promise.resolve();
}

const both = <T>(make: (region: string) => T): Record<string, T> =>
  Object.fromEntries(REGIONS.map((region) => [region, make(region)]));

function minimal(): void {
  // Guards default to on; this program must be destroyed, so they are the one choice that the minimal form makes.
  const guarded = false;
  const network = new components.AwsNetwork('network-minimal', { subnets: [{ region: FIRST, cidr: '10.0.0.0/16' }] });
  const subnet = network.subnets[FIRST]!;
  const { keyArns } = new components.AwsKeys('keys-minimal', { regions: REGIONS, guarded });
  new components.AwsImages('images-minimal', { repositoryId: 'images-minimal', regions: [FIRST], guarded });
  const bucket = new components.AwsBucket('bucket-minimal', { regions: REGIONS, keyArns, guarded });
  new components.AwsTable('table-minimal', { regions: [FIRST], guarded });
  new components.AwsSecrets('secrets-minimal', { regions: [FIRST], names: ['session-key'], guarded });
  const database = new components.AwsDatabase('database-minimal', {
    regions: REGIONS,
    activeRegion: FIRST,
    vpcIds: both(() => subnet.vpcId),
    subnetIds: both(() => subnet.privateSubnetIds),
    cidrs: network.cidrs,
    keyArns,
    guarded,
  });
  new components.AwsCertificate('certificate-minimal', { domain: 'minimal.acme.example', regions: [FIRST] });
  const region = new components.AwsRegion('region-minimal', {
    ...subnet,
    region: FIRST,
    certificateArn: CERTIFICATE,
    image: IMAGE,
    minInstances: 1,
    maxInstances: 2,
    instanceRps: 10,
    peakRps: 10,
    guarded,
  });
  const zone = new Zone('entry-minimal-zone', { name: 'entry.acme.example' });
  const entry = new components.AwsEntry('entry-minimal', {
    domain: 'entry.acme.example',
    zoneId: zone.zoneId,
    backends: [{ ...region, region: FIRST }],
  });
  new components.AwsSignals('signals-minimal', {
    domain: 'signals.acme.example',
    regions: REGIONS,
    watched: both((each) => ({
      ...region,
      databaseName: database.instanceNames[each]!,
      bucketName: bucket.bucketNames[each]!,
    })),
    checkIds: both(() => entry.checkIds[FIRST]!),
    peakRps: 10,
    minInstances: 1,
    maxInstances: 2,
    liveShare: 0.1,
    rpoSeconds: 60,
    alertEmails: ['one@acme.example'],
  });
}

function everything(): void {
  const guarded = false;
  const network = new components.AwsNetwork('network-everything', {
    subnets: [
      { region: FIRST, cidr: '10.8.0.0/20', zones: ['us-east-1b', 'us-east-1c', 'us-east-1d'] },
      { region: SECOND, cidr: '10.9.0.0/24' },
    ],
    egress: 'endpoints',
  });
  const { keyArns } = new components.AwsKeys('keys-everything', {
    regions: ['us-east-2', ...REGIONS],
    description: 'Everything',
    recoveryDays: 7,
    guarded,
  });
  new components.AwsImages('images-everything', { repositoryId: 'everything/api', regions: REGIONS, guarded });
  const bucket = new components.AwsBucket('bucket-everything', {
    regions: REGIONS,
    bucketNames: both((region) => `acme-everything-${region}`),
    timeControl: false,
    keyArns,
    recoveryDays: 7,
    guarded,
  });
  const table = new components.AwsTable('table-everything', {
    regions: ['us-east-2', ...REGIONS],
    hashKey: 'tenant',
    rangeKey: 'session',
    tableName: 'everything',
    consistency: 'STRONG',
    keyArns,
    recoveryDays: 14,
    guarded,
  });
  const { secrets } = new components.AwsSecrets('secrets-everything', {
    regions: REGIONS,
    values: { 'database-password': secret('not a real one') },
    names: ['session-key'],
    secretIds: { 'database-password': 'everything-password', 'session-key': 'everything-session' },
    keyArns,
    recoveryDays: 7,
    guarded,
  });
  const database = new components.AwsDatabase('database-everything', {
    regions: REGIONS,
    activeRegion: SECOND,
    globalName: 'everything',
    clusterNames: { [FIRST]: 'everything-a', [SECOND]: 'everything-b' },
    vpcIds: both((region) => network.subnets[region]!.vpcId),
    subnetIds: both((region) => network.subnets[region]!.privateSubnetIds),
    cidrs: network.cidrs,
    keyArns,
    version: '16.8',
    instanceClass: 'db.r7g.xlarge',
    highAvailability: false,
    recoveryDays: 35,
    rpoCapSeconds: 30,
    databaseName: 'shop',
    userName: 'clerk',
    guarded,
  });
  const certificate = new components.AwsCertificate('certificate-everything', {
    domain: 'everything.acme.example',
    regions: REGIONS,
  });
  const regions = both(
    (region) =>
      new components.AwsRegion(`region-everything-${region}`, {
        ...network.subnets[region]!,
        region,
        certificateArn: certificate.certificateArns[region]!,
        balancerName: `everything-${region}`,
        image: IMAGE,
        port: 9000,
        cpu: 4,
        memoryMib: 8192,
        minInstances: 3,
        maxInstances: 30,
        instanceRps: 40,
        peakRps: 100_000_000,
        startSeconds: 90,
        readyPath: '/healthz',
        readyPeriodSeconds: 10,
        readyTimeoutSeconds: 4,
        readyFailures: 3,
        readySuccesses: 5,
        env: { MODE: 'everything' },
        secretEnv: { DATABASE_PASSWORD: secrets['database-password']!, SESSION_KEY: secrets['session-key']! },
        bucketArn: bucket.bucketArns[region],
        tableArn: table.tableArns[region],
        keyArn: keyArns[region],
        guarded,
      }),
  );
  const entry = new components.AwsEntry('entry-everything', {
    domain: 'everything.acme.example',
    zoneId: certificate.zoneId,
    kind: 'dns',
    readyPath: '/healthz',
    backends: [
      { ...regions[FIRST]!, region: FIRST, weight: 3 },
      { ...regions[SECOND]!, region: SECOND, weight: 1 },
    ],
  });
  new components.AwsEntry('entry-everything-standby', {
    domain: 'standby.everything.acme.example',
    zoneId: certificate.zoneId,
    kind: 'accelerator',
    backends: [
      { ...regions[FIRST]!, region: FIRST, dialPercent: 100 },
      { ...regions[SECOND]!, region: SECOND, dialPercent: 0 },
    ],
  });
  new components.AwsSignals('signals-everything', {
    domain: 'everything.acme.example',
    readyPath: '/healthz',
    regions: ['us-east-2', SECOND],
    watched: Object.fromEntries(
      ['us-east-2', SECOND].map((region) => [
        region,
        {
          ...regions[SECOND]!,
          databaseName: database.instanceNames[SECOND]!,
          bucketName: bucket.bucketNames[SECOND]!,
        },
      ]),
    ),
    checkIds: Object.fromEntries(['us-east-2', SECOND].map((region) => [region, entry.checkIds[SECOND]!])),
    peakRps: 400,
    minInstances: 8,
    maxInstances: 30,
    liveShare: 0.2,
    rpoSeconds: 900,
    alertEmails: ['one@acme.example', 'two@acme.example'],
  });
}
