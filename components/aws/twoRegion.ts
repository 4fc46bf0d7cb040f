import * as pulumi from '@pulumi/pulumi';
import { awsNames, type AwsPhysicalNames } from '../../topology/shape/aws/names.ts';
import { imageIn } from '../../topology/shape/aws/places.ts';
import { awsConfigOf, readAwsTopology } from '../../topology/shape/aws/readAwsTopology.ts';
import type { AwsTopology } from '../../topology/shape/aws/schema.ts';
import { DATABASE_SECRET, variableName } from '../../topology/shape/names.ts';
import { ConfigError } from '../../topology/shape/problems.ts';
import { byRegion, type Pair } from '../byRegion.ts';
import { AwsBucket } from './bucket.ts';
import { AwsCertificate } from './certificate.ts';
import { AwsDatabase } from './database.ts';
import { declared } from './declared.ts';
import { AwsEntry } from './entry.ts';
import { AwsImages } from './images.ts';
import { AwsKeys } from './keys.ts';
import { AwsNetwork } from './network.ts';
import { AwsRegion } from './region.ts';
import type { AwsRegionArgs } from './regionArgs.ts';
import { AwsSecrets } from './secrets.ts';
import { AwsSignals } from './signals.ts';
import { AwsTable } from './table.ts';

/** Everything that is declared, as `readAwsTopology` fills it in. Plain data: it decides which resources exist. */
export type AwsTwoRegionArgs = AwsTopology & {
  /** Where the services write. Default: the database of this topology that takes writes now. */
  writeHost?: pulumi.Input<string>;
};

/**
 * The whole: two regions in tandem behind one entry, with stores in both, and the signals that watch them.
 *
 * What was declared is kept in the component's own inputs, so that whoever reads the plan can hold it against what the
 * plan builds.
 *
 * @example
 * const topology = readAwsTopology({ name: 'shop', domain: 'shop.acme.example', ... }, { stack });
 * const shop = new AwsTwoRegion('shop', topology);
 * export const addresses = shop.entry.addresses;
 */
export class AwsTwoRegion extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsTwoRegion';

  readonly network: AwsNetwork;
  readonly keys: AwsKeys;
  readonly database: AwsDatabase;
  readonly bucket: AwsBucket;
  /** Undefined where the topology has no table. */
  readonly table: AwsTable | undefined;
  readonly images: AwsImages;
  readonly secrets: AwsSecrets;
  readonly certificate: AwsCertificate;
  /** The two halves of the service, by region. */
  readonly regions: Readonly<Record<string, AwsRegion>>;
  readonly entry: AwsEntry;
  readonly signals: AwsSignals;

  /** @throws `RunError` with every problem at once, before any resource, when the topology cannot be built. */
  constructor(name: string, args: AwsTwoRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { writeHost, ...asked } = args;
    const topology = checked(asked);
    super(AwsTwoRegion.__pulumiType, name, { declared: declared(topology) }, opts);
    const names = awsNames(topology);
    const pair: Pair = [topology.regions.primary, topology.regions.failover];
    const { guarded, ...database } = topology.database;
    const { domain, service, load, objectives } = topology;
    const child = { parent: this };

    this.network = new AwsNetwork(
      `${name}-net`,
      {
        subnets: [
          { region: topology.regions.primary, cidr: topology.network.cidrs.primary },
          { region: topology.regions.failover, cidr: topology.network.cidrs.failover },
        ],
        egress: topology.network.egress,
      },
      child,
    );
    this.keys = new AwsKeys(`${name}-keys`, { regions: pair, guarded }, child);
    const { keyArns } = this.keys;
    this.database = new AwsDatabase(
      `${name}-db`,
      {
        ...database,
        guarded,
        regions: pair,
        activeRegion: topology.regions[topology.active],
        globalName: names.database,
        clusterNames: byRegion(pair, (region) => names.regions[region]!.database),
        vpcIds: byRegion(pair, (region) => this.network.subnets[region]!.vpcId),
        subnetIds: byRegion(pair, (region) => this.network.subnets[region]!.privateSubnetIds),
        cidrs: this.network.cidrs,
        keyArns,
      },
      child,
    );
    this.bucket = new AwsBucket(
      `${name}-data`,
      { regions: pair, timeControl: topology.bucket.timeControl, keyArns, guarded },
      child,
    );
    this.table =
      topology.table && new AwsTable(`${name}-items`, { ...topology.table, regions: pair, keyArns, guarded }, child);
    this.images = new AwsImages(`${name}-images`, { repositoryId: names.images, regions: pair, guarded }, child);
    this.secrets = new AwsSecrets(
      `${name}-secrets`,
      {
        regions: pair,
        values: { [DATABASE_SECRET]: this.database.password },
        names: topology.secrets,
        secretIds: names.secrets,
        keyArns,
        guarded,
      },
      child,
    );
    this.certificate = new AwsCertificate(
      `${name}-certificate`,
      { domain, zoneId: topology.zoneId, regions: pair },
      child,
    );
    this.regions = byRegion(
      pair,
      (region) => new AwsRegion(`${name}-${region}`, this.#regionArgs(topology, names, region, writeHost), child),
    );
    this.entry = new AwsEntry(
      `${name}-entry`,
      {
        domain,
        zoneId: this.certificate.zoneId,
        kind: topology.entry.kind,
        readyPath: service.readyPath,
        backends: (['primary', 'failover'] as const).map((home) => {
          const region = topology.regions[home];
          return { region, ...balancerOf(this.regions[region]!), dialPercent: topology.entry.dials[home] };
        }),
      },
      child,
    );
    this.signals = new AwsSignals(
      `${name}-signals`,
      {
        domain,
        readyPath: service.readyPath,
        regions: pair,
        watched: byRegion(pair, (region) => ({
          ...metricsOf(this.regions[region]!),
          databaseName: this.database.instanceNames[region]!,
          bucketName: this.bucket.bucketNames[region]!,
        })),
        checkIds: this.entry.checkIds,
        peakRps: load.peakRps,
        minInstances: topology.minInstances,
        maxInstances: topology.maxInstances,
        liveShare: objectives.liveShare,
        rpoSeconds: objectives.rpoSeconds,
        alertEmails: topology.alertEmails,
      },
      child,
    );
    this.registerOutputs({
      addresses: this.entry.addresses,
      writeHost: this.database.writeHost,
      bucketNames: this.bucket.bucketNames,
    });
  }

  /** One region's half of the service. Nothing here may depend on which role the region plays. */
  #regionArgs(
    { service, detection, load, ...topology }: AwsTopology,
    names: AwsPhysicalNames,
    region: string,
    writeHost: pulumi.Input<string> = this.database.writeHost,
  ): AwsRegionArgs {
    const { database, bucket, table } = this;
    return {
      ...service,
      ...this.network.subnets[region]!,
      region,
      image: imageIn(region, service.image),
      balancerName: names.regions[region]!.balancer,
      certificateArn: this.certificate.certificateArns[region]!,
      peakRps: load.peakRps,
      minInstances: topology.minInstances,
      maxInstances: topology.maxInstances,
      readyPeriodSeconds: detection.periodSeconds,
      readyTimeoutSeconds: detection.timeoutSeconds,
      readyFailures: detection.failures,
      readySuccesses: detection.successes,
      env: {
        ...service.env,
        REGION: region,
        BUCKET: bucket.bucketNames[region]!,
        ...(table ? { TABLE: table.tableName } : {}),
        DATABASE_NAME: database.databaseName,
        DATABASE_USER: database.userName,
        // Writes follow the writer, reads stay in the region.
        DATABASE_WRITE_HOST: writeHost,
        DATABASE_READ_HOST: database.readHosts[region]!,
      },
      secretEnv: Object.fromEntries(
        Object.entries(this.secrets.secrets).map(([key, secret]) => [variableName(key), secret]),
      ),
      bucketArn: bucket.bucketArns[region],
      tableArn: table?.tableArns[region],
      keyArn: this.keys.keyArns[region],
      guarded: topology.database.guarded,
    };
  }
}

/** Reads the topology again: it may have been changed by hand since, and nobody may build what the checks refuse. */
function checked(topology: AwsTopology): AwsTopology {
  try {
    return readAwsTopology(awsConfigOf(topology), { stack: pulumi.getStack() });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

const balancerOf = ({ balancerArn, balancerHost, balancerZoneId }: AwsRegion) => ({
  balancerArn,
  balancerHost,
  balancerZoneId,
});

const metricsOf = ({ balancerMetric, targetsMetric, filterMetric, clusterName, serviceName }: AwsRegion) => ({
  balancerMetric,
  targetsMetric,
  filterMetric,
  clusterName,
  serviceName,
});
