import { secret } from '@pulumi/pulumi';
import * as components from '../../../components/gcp/index.ts';

// Every component twice in one program: with only what it needs, and with everything it takes.

const PROJECT = 'acme-test';
const FIRST = 'us-central1';
const SECOND = 'us-east4';
const REGIONS = [FIRST, SECOND] as const;
const IMAGE = `us-docker.pkg.dev/${PROJECT}/images/api@sha256:${'0'.repeat(64)}`;

/** Names of the components in {@link forms}, without their form. */
export const COMPONENTS = [
  'apis',
  'network',
  'images',
  'bucket',
  'secrets',
  'database',
  'region',
  'certificate',
  'armor',
  'backends',
  'instances',
  'instance-backends',
  'entry',
  'signals',
  'service-signals',
] as const;

const zonesOf = (region: string): string[] => ['a', 'b', 'c'].map((letter) => `${region}-${letter}`);

/** The program. Guards are off in the form with everything, and stated there, so that it can be destroyed. */
export function forms(): Promise<void> {
  minimal();
  everything();
  return Promise.resolve();
}

function minimal(): void {
  // Guards default to on; this program must be destroyed, so they are the one choice that the minimal form makes.
  const guarded = false;
  new components.GcpApis('apis-minimal', { project: PROJECT });
  const network = new components.GcpNetwork('network-minimal', {
    subnets: [{ region: FIRST, cidr: '10.0.0.0/20' }],
    servicesCidr: '10.100.0.0/16',
  });
  new components.GcpImages('images-minimal', { repositoryId: 'images-minimal', location: 'us', guarded });
  new components.GcpBucket('bucket-minimal', { location: 'NAM4', dataLocations: [], guarded });
  new components.GcpSecrets('secrets-minimal', { regions: REGIONS, names: ['session-key'], guarded });
  new components.GcpDatabase('database-minimal', {
    project: PROJECT,
    regions: REGIONS,
    activeRegion: FIRST,
    networkId: network.servicesNetworkId,
    backupLocation: 'us',
    guarded,
  });
  const region = new components.GcpRegion('region-minimal', {
    ...network.subnets[FIRST]!,
    project: PROJECT,
    region: FIRST,
    accountId: 'region-minimal',
    image: IMAGE,
    minInstances: 1,
    maxInstances: 2,
    guarded,
  });
  new components.GcpCertificate('certificate-minimal', { domain: 'minimal.acme.example' });
  const armor = new components.GcpRateLimit('armor-minimal', { peakRps: 10 });
  const machines = new components.GcpInstances('instances-minimal', {
    ...network.subnets[FIRST]!,
    project: PROJECT,
    region: FIRST,
    zones: zonesOf(FIRST),
    serviceName: 'instances-minimal',
    accountId: 'instances-minimal',
    image: IMAGE,
    minInstances: 3,
    maxInstances: 6,
  });
  new components.GcpInstanceBackends('instance-backends-minimal', {
    backends: [{ region: FIRST, groups: machines.instanceGroups, targetRps: 25 }],
    networkId: network.networkId,
    securityPolicyId: armor.policyId,
  });
  const { target } = new components.GcpBackends('backends-minimal', {
    backends: [{ region: FIRST, group: region.endpointGroupId }],
    securityPolicyId: armor.policyId,
  });
  const entry = new components.GcpEntry('entry-minimal', { domain: 'entry-minimal.acme.example', target });
  const { channelNames } = new components.GcpSignals('signals-minimal', {
    project: PROJECT,
    domain: 'signals-minimal.acme.example',
    regions: REGIONS,
    serviceNames: { [FIRST]: region.serviceName, [SECOND]: region.serviceName },
    urlMapName: entry.urlMapName,
    databaseNames: { [FIRST]: 'database-minimal-a', [SECOND]: 'database-minimal-b' },
    peakRps: 10,
    maxInstances: 2,
    liveShare: 0.1,
    rpoSeconds: 60,
    alertEmails: ['one@acme.example'],
  });
  new components.GcpServiceSignals('service-signals-minimal', {
    project: PROJECT,
    host: 'service-minimal.acme.example',
    path: '/ready',
    regions: REGIONS,
    serviceNames: { [FIRST]: region.serviceName, [SECOND]: region.serviceName },
    urlMapName: entry.urlMapName,
    backendServiceName: 'backends-minimal-both',
    peakRps: 10,
    maxInstances: 2,
    liveShare: 0.1,
    channelNames,
  });
}

function everything(): void {
  const guarded = false;
  new components.GcpApis('apis-everything', { project: 'acme-other' });
  const network = new components.GcpNetwork('network-everything', {
    subnets: [
      { region: FIRST, cidr: '10.8.0.0/20' },
      { region: SECOND, cidr: '10.9.0.0/20' },
    ],
    servicesCidr: '10.108.0.0/16',
  });
  new components.GcpImages('images-everything', { repositoryId: 'images-everything', location: 'europe', guarded });
  const bucket = new components.GcpBucket('bucket-everything', {
    location: 'US',
    dataLocations: ['US-WEST1', 'US-EAST4'],
    bucketName: 'acme-test-everything',
    turbo: false,
    recoveryDays: 7,
    guarded,
  });
  const { secrets } = new components.GcpSecrets('secrets-everything', {
    regions: REGIONS,
    values: { 'database-password': secret('not a real one') },
    names: ['session-key'],
    secretIds: { 'database-password': 'everything-password', 'session-key': 'everything-session' },
    guarded,
  });
  new components.GcpDatabase('database-everything', {
    project: PROJECT,
    regions: REGIONS,
    activeRegion: SECOND,
    instanceNames: { [FIRST]: 'everything-a', [SECOND]: 'everything-b' },
    networkId: network.servicesNetworkId,
    version: 'POSTGRES_16',
    tier: 'db-custom-2-7680',
    edition: 'ENTERPRISE',
    highAvailability: false,
    designateReplica: false,
    backupLocation: 'eu',
    recoveryDays: 3,
    databaseName: 'orders',
    userName: 'orders',
    guarded,
  });
  const halves = REGIONS.map(
    (region) =>
      new components.GcpRegion(`region-everything-${region}`, {
        ...network.subnets[region]!,
        project: PROJECT,
        region,
        serviceName: `everything-${region}`,
        accountId: `everything-${region}`,
        image: IMAGE,
        port: 9000,
        cpu: 2,
        memoryMib: 1024,
        concurrency: 40,
        minInstances: 3,
        maxInstances: 300,
        startSeconds: 30,
        readyPath: '/up',
        livePath: '/alive',
        readyPeriodSeconds: 4,
        readyTimeoutSeconds: 2,
        readyFailures: 3,
        readySuccesses: 4,
        env: { ZONE: 'z', ANSWER: '42' },
        secretEnv: { PASSWORD: secrets['database-password']!, KEY: secrets['session-key']! },
        bucketName: bucket.bucketName,
        guarded,
      }),
  );
  new components.GcpCertificate('certificate-everything', {
    domain: 'everything.acme.example',
    otherHosts: ['second.acme.example', 'first.acme.example', 'first.acme.example'],
  });
  const armor = new components.GcpRateLimit('armor-everything', { peakRps: 40_000 });
  const machines = REGIONS.map(
    (region) =>
      new components.GcpInstances(`instances-everything-${region}`, {
        ...network.subnets[region]!,
        project: PROJECT,
        region,
        zones: zonesOf(region),
        serviceName: `machines-${region}`,
        accountId: `machines-${region}`,
        image: IMAGE,
        port: 9000,
        minInstances: 6,
        maxInstances: 30,
        startSeconds: 90,
        livePath: '/alive',
        env: { ZONE: 'z', ANSWER: '42' },
        secretEnv: { PASSWORD: secrets['database-password']!, KEY: secrets['session-key']! },
        bucketName: bucket.bucketName,
        machineType: 'n2-standard-4',
        bootImage: 'projects/acme-test/global/images/base-7',
        bootDiskGib: 50,
        warmInstances: 4,
        cpuTarget: 0.5,
        healSeconds: 30,
        healFailures: 4,
        surge: 7,
      }),
  );
  new components.GcpInstanceBackends('instance-backends-everything', {
    backends: machines.map(({ instanceGroups }, index) => ({
      region: REGIONS[index]!,
      groups: instanceGroups,
      targetRps: 20 + index,
    })),
    networkId: network.networkId,
    securityPolicyId: armor.policyId,
    port: 9000,
    readyPath: '/up',
    readyPeriodSeconds: 4,
    readyTimeoutSeconds: 2,
    readyFailures: 3,
    readySuccesses: 4,
    failoverHealthThreshold: 60,
  });
  const { target } = new components.GcpBackends('backends-everything', {
    backends: halves.map(({ endpointGroupId }, index) => ({ region: REGIONS[index]!, group: endpointGroupId })),
    securityPolicyId: armor.policyId,
    consecutiveErrors: 3,
    baseEjectionSeconds: 240,
  });
  const { target: other } = new components.GcpBackends('backends-everything-other', {
    backends: [{ region: FIRST, group: halves[0]!.endpointGroupId }],
    securityPolicyId: armor.policyId,
  });
  const entry = new components.GcpEntry('entry-everything', {
    domain: 'entry-everything.acme.example',
    target,
    routes: [
      { hosts: [], paths: ['/pay', '/pay/later'], target: other },
      { hosts: ['pay.acme.example'], paths: [], target: other },
      { hosts: ['docs.acme.example'], paths: ['/pay'], target: other },
    ],
    perTrySeconds: 1.5,
    retries: 1,
  });
  const { channelNames } = new components.GcpSignals('signals-everything', {
    project: PROJECT,
    domain: 'signals-everything.acme.example',
    readyPath: '/up',
    regions: REGIONS,
    serviceNames: Object.fromEntries(halves.map(({ serviceName }, index) => [REGIONS[index]!, serviceName])),
    urlMapName: entry.urlMapName,
    databaseNames: { [FIRST]: 'everything-a', [SECOND]: 'everything-b' },
    peakRps: 40_000,
    maxInstances: 300,
    liveShare: 0.2,
    rpoSeconds: 30,
    alertEmails: ['one@acme.example', 'two@acme.example'],
  });
  new components.GcpServiceSignals('service-signals-everything', {
    project: PROJECT,
    host: 'service-everything.acme.example',
    path: '/billing/up',
    regions: REGIONS,
    serviceNames: { [FIRST]: 'group-a', [SECOND]: 'group-b' },
    subnetCidrs: { [FIRST]: '10.8.0.0/20', [SECOND]: '10.9.0.0/20' },
    urlMapName: entry.urlMapName,
    backendServiceName: 'backends-everything-other-both',
    peakRps: 400,
    maxInstances: 30,
    liveShare: 0.2,
    channelNames,
  });
}
