import * as pulumi from '@pulumi/pulumi';
import { costOf } from '../../topology/shape/cost.ts';
import { DATABASE_SECRET, physicalNames, type PhysicalNames, type RegionNames } from '../../topology/shape/names.ts';
import { imagesLocation } from '../../topology/shape/places.ts';
import { ConfigError, readTopology } from '../../topology/shape/readTopology.ts';
import type { Topology } from '../../topology/shape/topology.ts';
import { GcpApis } from './apis.ts';
import { GcpBackends } from './backends.ts';
import { GcpBucket } from './bucket.ts';
import { GcpDatabase, type GcpDatabaseArgs } from './database.ts';
import { GcpEntry } from './entry.ts';
import { GcpImages } from './images.ts';
import { GcpNetwork } from './network.ts';
import { GcpRateLimit } from './rateLimit.ts';
import { GcpRegion, type GcpRegionArgs } from './region.ts';
import { GcpSecrets } from './secrets.ts';
import { GcpSignals } from './signals.ts';

/** Everything that is declared, as `readTopology` fills it in. Plain data: it decides which resources exist. */
export type GcpTwoRegionArgs = Topology;

type Pair = readonly [string, string];

/**
 * The whole: two regions in tandem behind one entry, with stores in both, and the signals that watch them.
 *
 * What was declared is kept in the component's own inputs, so that whoever reads the plan can hold it against what the
 * plan builds.
 *
 * @example
 * const topology = readTopology({ name: 'shop', project: 'acme-prod', domain: 'shop.acme.example', ... }, { stack });
 * const shop = new GcpTwoRegion('shop', topology);
 * export const address = shop.entry.ipv4;
 */
export class GcpTwoRegion extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpTwoRegion';

  readonly network: GcpNetwork;
  readonly database: GcpDatabase;
  readonly bucket: GcpBucket;
  readonly images: GcpImages;
  readonly secrets: GcpSecrets;
  /** The two halves of the service, by region. */
  readonly regions: Readonly<Record<string, GcpRegion>>;
  readonly entry: GcpEntry;
  readonly signals: GcpSignals;

  /** @throws `RunError` with every problem at once, before any resource, when the topology cannot be built. */
  constructor(name: string, args: GcpTwoRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    const topology = checked(args);
    super(GcpTwoRegion.__pulumiType, name, { declared: declared(topology) }, opts);
    const names = physicalNames(topology);
    const pair: Pair = [topology.regions.primary, topology.regions.failover];
    const { guarded } = topology.database;
    const { project, domain, detection, service } = topology;

    const apis = new GcpApis(`${name}-apis`, { project }, { parent: this });
    const child = { parent: this, dependsOn: apis };

    this.network = new GcpNetwork(
      `${name}-net`,
      {
        subnets: [
          { region: topology.regions.primary, cidr: topology.network.cidrs.primary },
          { region: topology.regions.failover, cidr: topology.network.cidrs.failover },
        ],
        servicesCidr: topology.network.servicesCidr,
      },
      child,
    );
    this.database = new GcpDatabase(`${name}-db`, databaseArgs(topology, names, pair, this.network), child);
    this.bucket = new GcpBucket(`${name}-data`, { ...topology.bucket, bucketName: names.bucket, guarded }, child);
    this.images = new GcpImages(
      `${name}-images`,
      { repositoryId: names.images, location: imagesLocation(pair[0]), guarded },
      child,
    );
    this.secrets = new GcpSecrets(
      `${name}-secrets`,
      {
        regions: pair,
        values: { [DATABASE_SECRET]: this.database.password },
        names: topology.secrets,
        secretIds: names.secrets,
        guarded,
      },
      child,
    );

    const stores = { network: this.network, database: this.database, bucket: this.bucket, secrets: this.secrets };
    this.regions = byRegion(
      pair,
      (region) => new GcpRegion(`${name}-${region}`, regionArgs(topology, names, region, stores), child),
    );
    const rateLimit = new GcpRateLimit(`${name}-armor`, { peakRps: topology.load.peakRps }, child);
    const backends = new GcpBackends(
      `${name}-backends`,
      {
        backends: pair.map((region) => ({ region, group: this.regions[region]!.endpointGroupId })),
        securityPolicyId: rateLimit.policyId,
        consecutiveErrors: detection.consecutiveErrors,
        baseEjectionSeconds: detection.baseEjectionSeconds,
      },
      child,
    );
    this.entry = new GcpEntry(
      `${name}-entry`,
      {
        domain,
        target: backends.target,
        perTrySeconds: detection.perTrySeconds,
        retries: detection.retries,
      },
      child,
    );
    this.signals = new GcpSignals(
      `${name}-signals`,
      {
        ...topology.objectives,
        project,
        domain,
        readyPath: service.readyPath,
        regions: pair,
        serviceNames: byRegion(pair, (region) => this.regions[region]!.serviceName),
        urlMapName: this.entry.urlMapName,
        databaseNames: byRegion(pair, (region) => namesOf(names, region).database),
        peakRps: topology.load.peakRps,
        maxInstances: topology.maxInstances,
        alertEmails: topology.alertEmails,
      },
      child,
    );
    this.registerOutputs({
      ipv4: this.entry.ipv4,
      ipv6: this.entry.ipv6,
      writeHost: this.database.writeHost,
      bucketName: this.bucket.bucketName,
    });
  }
}

/** Reads the topology again: it may have been changed by hand since, and nobody may build what the checks refuse. */
function checked({ minInstances, maxInstances, bucket, ...same }: Topology): Topology {
  const config = { ...same, scaling: { minInstances, maxInstances }, bucket: { turbo: bucket.turbo } };
  try {
    return readTopology(config, { stack: pulumi.getStack() });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** What a reader of the plan may hold the plan against. */
function declared(topology: Topology) {
  const { objectives, regions, active, load, service, decisionSeconds, exceptions } = topology;
  return {
    objectives,
    regions,
    active,
    ...load,
    instanceRps: service.instanceRps,
    startSeconds: service.startSeconds,
    decisionSeconds,
    monthlyCostUsd: Math.round(costOf(topology).monthlyUsd),
    exceptions,
  };
}

const byRegion = <T>(pair: Pair, make: (region: string) => T): Record<string, T> =>
  Object.fromEntries(pair.map((region) => [region, make(region)]));

function namesOf(names: PhysicalNames, region: string): RegionNames {
  const found = names.regions[region];
  if (!found) throw new Error(`No physical names for region ${region}.`);
  return found;
}

/** Cloud SQL keeps backups in other multi-regions than the image registry, or under other names. */
const BACKUP_LOCATIONS: Readonly<Record<string, string>> = { us: 'us', europe: 'eu', asia: 'asia' };

function databaseArgs(topology: Topology, names: PhysicalNames, pair: Pair, network: GcpNetwork): GcpDatabaseArgs {
  return {
    ...topology.database,
    project: topology.project,
    regions: pair,
    activeRegion: topology.regions[topology.active],
    instanceNames: byRegion(pair, (region) => namesOf(names, region).database),
    networkId: network.servicesNetworkId,
    backupLocation: BACKUP_LOCATIONS[imagesLocation(pair[0])] ?? 'us',
  };
}

interface Stores {
  network: GcpNetwork;
  database: GcpDatabase;
  bucket: GcpBucket;
  secrets: GcpSecrets;
}

/** One region's half of the service. Nothing here may depend on which role the region plays. */
function regionArgs(topology: Topology, names: PhysicalNames, region: string, stores: Stores): GcpRegionArgs {
  const { service, detection, database } = topology;
  const { serviceAccount, service: serviceName } = namesOf(names, region);
  return {
    ...service,
    ...stores.network.subnets[region]!,
    project: topology.project,
    region,
    serviceName,
    accountId: serviceAccount,
    minInstances: topology.minInstances,
    maxInstances: topology.maxInstances,
    readyPeriodSeconds: detection.periodSeconds,
    readyTimeoutSeconds: detection.timeoutSeconds,
    readyFailures: detection.failures,
    readySuccesses: detection.successes,
    env: {
      ...service.env,
      REGION: region,
      BUCKET: stores.bucket.bucketName,
      DATABASE_NAME: stores.database.databaseName,
      DATABASE_USER: stores.database.userName,
      // Writes follow the primary, reads stay in the region.
      DATABASE_WRITE_HOST: stores.database.writeHost,
      DATABASE_READ_HOST: stores.database.readHosts[region]!,
    },
    secretEnv: Object.fromEntries(
      Object.entries(stores.secrets.secrets).map(([key, secret]) => [variableName(key), secret]),
    ),
    bucketName: stores.bucket.bucketName,
    guarded: database.guarded,
  };
}

/** `session-key` is read as `SESSION_KEY`. */
const variableName = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');
