import * as pulumi from '@pulumi/pulumi';
import { DATABASE_SECRET, physicalNames, type PhysicalNames } from '../../topology/shape/names.ts';
import { imagesLocation } from '../../topology/shape/places.ts';
import { ConfigError, configOf, readTopology } from '../../topology/shape/readTopology.ts';
import { nameOfService, peakOfWhole, topologyOfService } from '../../topology/shape/services.ts';
import type { Topology } from '../../topology/shape/topology.ts';
import { byRegion, type Pair } from '../byRegion.ts';
import { GcpApis } from './apis.ts';
import { GcpBucket } from './bucket.ts';
import { GcpDatabase, type GcpDatabaseArgs } from './database.ts';
import { declaredOf } from './declared.ts';
import { GcpEntry } from './entry.ts';
import { GcpImages } from './images.ts';
import { GcpNetwork } from './network.ts';
import { GcpRateLimit } from './rateLimit.ts';
import type { Route } from './routes.ts';
import { GcpSecrets } from './secrets.ts';
import { namesOf, serve, type Served, type Shared } from './serve.ts';
import { GcpService } from './service.ts';
import { GcpServiceSignals } from './serviceSignals.ts';
import { GcpSignals } from './signals.ts';

/** Everything that is declared, as `readTopology` fills it in. Plain data: it decides which resources exist. */
export type GcpTwoRegionArgs = Topology & {
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
  readonly regions: Served['regions'];
  /** Further services, by name. */
  readonly services: Readonly<Record<string, GcpService>>;
  readonly entry: GcpEntry;
  readonly signals: GcpSignals;

  /** @throws `RunError` with every problem at once, before any resource, when the topology cannot be built. */
  constructor(name: string, args: GcpTwoRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { writeHost, ...asked } = args;
    const topology = checked(asked);
    super(GcpTwoRegion.__pulumiType, name, { declared: declaredOf(topology) }, opts);
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

    const rateLimit = new GcpRateLimit(`${name}-armor`, { peakRps: peakOfWhole(topology) }, child);
    const { network, database, bucket, secrets } = this;
    const shared: Shared = {
      network,
      database,
      writeHost: writeHost ?? database.writeHost,
      bucket,
      secrets,
      rateLimit,
    };
    const { regions, target } = serve(name, topology, shared, child);
    this.regions = regions;
    this.services = Object.fromEntries(
      Object.keys(topology.services).map((service) => [
        service,
        new GcpService(
          nameOfService({ name }, service),
          { topology: topologyOfService(topology, service), shared },
          child,
        ),
      ]),
    );
    this.entry = new GcpEntry(
      `${name}-entry`,
      {
        domain,
        target,
        routes: Object.entries(this.services).flatMap(([service, built]) => routesOf(topology, service, built)),
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
        ...(topology.instances ? { subnetCidrs: cidrsOf(topology) } : {}),
        urlMapName: this.entry.urlMapName,
        ...(Object.keys(this.services).length > 0 ? { backendServiceName: target.serviceName } : {}),
        databaseNames: byRegion(pair, (region) => namesOf(names, region).database),
        peakRps: topology.load.peakRps,
        maxInstances: topology.maxInstances,
        alertEmails: topology.alertEmails,
      },
      child,
    );
    for (const [service, built] of Object.entries(this.services)) {
      const own = topologyOfService(topology, service);
      const { hosts, paths } = topology.services[service]!;
      new GcpServiceSignals(
        `${nameOfService({ name }, service)}-signals`,
        {
          project,
          host: hosts[0]!,
          // Asked through the entry, which leads there only what is below the service's own paths.
          path: `${paths[0] ?? ''}${own.service.readyPath}`,
          regions: pair,
          serviceNames: byRegion(pair, (region) => built.regions[region]!.serviceName),
          ...(topology.instances ? { subnetCidrs: cidrsOf(topology) } : {}),
          urlMapName: this.entry.urlMapName,
          backendServiceName: built.target.serviceName,
          peakRps: own.load.peakRps,
          maxInstances: own.maxInstances,
          liveShare: own.objectives.liveShare,
          channelNames: this.signals.channelNames,
        },
        child,
      );
    }
    this.registerOutputs({
      ipv4: this.entry.ipv4,
      ipv6: this.entry.ipv6,
      writeHost: this.database.writeHost,
      bucketName: this.bucket.bucketName,
    });
  }
}

/** Reads the topology again: it may have been changed by hand since, and nobody may build what the checks refuse. */
function checked(topology: Topology): Topology {
  try {
    return readTopology(configOf(topology), { stack: pulumi.getStack() });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** What the entry sends to a further service. Its paths on the topology's own domain are those of every host without a name. */
function routesOf({ services, domain }: Topology, service: string, { target }: GcpService): Route[] {
  const { hosts, paths } = services[service]!;
  const others = hosts.filter((host) => host !== domain);
  return [
    ...(others.length < hosts.length ? [{ hosts: [], paths, target }] : []),
    ...(others.length > 0 ? [{ hosts: others, paths, target }] : []),
  ];
}

/** IPv4 range of each region's machines. */
const cidrsOf = ({ regions, network }: Topology): Record<string, string> => ({
  [regions.primary]: network.cidrs.primary,
  [regions.failover]: network.cidrs.failover,
});

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
