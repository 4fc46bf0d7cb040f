import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import { primaryRole, replicaRole, type DatabaseRoleInputs } from './databaseRole.ts';

export interface GcpDatabaseArgs {
  /** Google Cloud project of the pair. It is part of the name by which the disaster recovery replica is designated. */
  project: pulumi.Input<string>;
  /** The two regions, in the order of their home roles. Plain, because it names the resources. */
  regions: readonly [string, string];
  /** The region whose instance takes writes. A change swaps the roles in place. Plain, because it decides the order of the swap. */
  activeRegion: string;
  /**
   * Instance name of each region, without the random suffix that is added (a deleted name stays taken for a week).
   * A change replaces the instance. Default: the component's name and the region.
   */
  instanceNames?: Readonly<Record<string, string>>;
  /** VPC id, as `projects/P/global/networks/N`, connected to managed services. The instances have private addresses only. */
  networkId: pulumi.Input<string>;
  /** Engine and major version. Default: POSTGRES_17. */
  version?: pulumi.Input<string>;
  /** Machine size of both instances: the replica must carry the load after a swap. Default: db-perf-optimized-N-2. */
  tier?: pulumi.Input<string>;
  /**
   * `ENTERPRISE_PLUS` can swap roles without loss and has a write endpoint that follows the primary; `ENTERPRISE` is cheaper
   * and can only be promoted once. Default: ENTERPRISE_PLUS.
   */
  edition?: 'ENTERPRISE' | 'ENTERPRISE_PLUS';
  /** A standby in a second zone, on both sides. Default: true. */
  highAvailability?: pulumi.Input<boolean>;
  /**
   * Designate the replica for disaster recovery. The cloud accepts that only for a replica that exists, so it is false on
   * the first apply and true from the second on. Plain, because it decides which arguments are written. Default: false.
   */
  designateReplica?: boolean;
  /** Where backups are kept: `us`, `eu` or `asia`, so that they outlive either region. */
  backupLocation: pulumi.Input<string>;
  /** Days of point-in-time recovery, 1 to 35 (7 with ENTERPRISE). Default: 7. */
  recoveryDays?: pulumi.Input<number>;
  /** Name of the database that the service uses. Default: app. */
  databaseName?: pulumi.Input<string>;
  /** Name of the user that the service logs in as. Default: app. */
  userName?: pulumi.Input<string>;
  /** Deletion is refused by engine and cloud. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * A PostgreSQL pair: one instance takes writes, the other follows in the other region and serves reads there.
 *
 * Which is which comes from `activeRegion` alone. Logical names, physical names and every argument that forces a
 * replacement stay the same when it changes, so a swap is an update of both instances in place.
 *
 * Source: https://docs.cloud.google.com/sql/docs/postgres/use-advanced-disaster-recovery
 */
export class GcpDatabase extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpDatabase';

  /** Host that takes writes. With ENTERPRISE_PLUS it is a DNS name that follows the primary by itself. */
  readonly writeHost: pulumi.Output<string>;
  /** Host that serves reads nearest to each region, by region. */
  readonly readHosts: Readonly<Record<string, pulumi.Output<string>>>;
  /** Instance name of each region, by region. */
  readonly instanceNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the database that the service uses. */
  readonly databaseName: pulumi.Output<string>;
  /** Name of the user that the service logs in as. */
  readonly userName: pulumi.Output<string>;
  /** Password of that user; a secret. Hand it to a secret store and nowhere else. */
  readonly password: pulumi.Output<string>;

  constructor(name: string, args: GcpDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpDatabase.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const [first, second] = args.regions;
    if (args.activeRegion !== first && args.activeRegion !== second) {
      throw new pulumi.RunError(
        `${name}: activeRegion is "${args.activeRegion}"; it must be one of the two regions, "${first}" or "${second}".`,
      );
    }
    const active = args.activeRegion;
    const passive = active === first ? second : first;
    const designated = args.designateReplica ?? false;

    const suffix = new random.RandomId(`${name}-suffix`, { byteLength: 2 }, child);
    const nameIn = (region: string) =>
      pulumi.interpolate`${args.instanceNames?.[region] ?? `${name}-${region}`}-${suffix.hex}`;

    const primary = this.#instance(name, active, args, {
      name: nameIn(active),
      ...primaryRole({
        replicaName: nameIn(passive),
        designated: designated ? pulumi.interpolate`${args.project}:${nameIn(passive)}` : undefined,
        backupLocation: args.backupLocation,
        recoveryDays: args.recoveryDays ?? 7,
      }),
    });
    // Named through the primary's output: the instance that steps up must be updated before the one that steps down.
    const replica = this.#instance(name, passive, args, {
      name: nameIn(passive),
      ...replicaRole(primary.name, designated),
    });

    // They live in the data, which both instances hold, so they stay with the instance they were made on when the roles
    // swap; and they go with the data, because a replica refuses to drop them (docs/decisions/database-roles.md).
    const inTheData = { parent: this, ignoreChanges: ['instance'] };
    const database = new gcp.sql.Database(
      `${name}-database`,
      { name: args.databaseName ?? 'app', instance: primary.name, deletionPolicy: 'ABANDON' },
      inTheData,
    );
    const password = new random.RandomPassword(`${name}-password`, { length: 32, special: false }, child);
    const user = new gcp.sql.User(
      `${name}-user`,
      {
        name: args.userName ?? 'app',
        instance: primary.name,
        password: password.result,
        deletionPolicy: 'ABANDON',
      },
      inTheData,
    );

    const instances = { [active]: primary, [passive]: replica };
    const perRegion = <T>(pick: (instance: gcp.sql.DatabaseInstance) => T) =>
      Object.fromEntries(Object.entries(instances).map(([region, instance]) => [region, pick(instance)]));
    // The endpoint follows the primary by itself, so the home side's is kept whoever is primary: a swap rolls out no service.
    this.writeHost = pulumi
      .all([instances[first]!.replicationCluster, primary.replicationCluster, primary.privateIpAddress])
      .apply(([home, current, address]) => home?.psaWriteEndpoint || current?.psaWriteEndpoint || address)
      .apply((host) => host.replace(/\.$/, ''));
    this.readHosts = perRegion((instance) => instance.privateIpAddress);
    this.instanceNames = perRegion((instance) => instance.name);
    this.databaseName = database.name;
    this.userName = user.name;
    this.password = password.result;
    this.registerOutputs({ writeHost: this.writeHost, readHosts: this.readHosts, instanceNames: this.instanceNames });
  }

  #instance(
    name: string,
    region: string,
    args: GcpDatabaseArgs,
    { backupConfiguration, ...role }: DatabaseRoleInputs & { name: pulumi.Input<string> },
  ): gcp.sql.DatabaseInstance {
    const guarded = args.guarded ?? true;
    return new gcp.sql.DatabaseInstance(
      `${name}-${region}`,
      {
        ...role,
        region,
        databaseVersion: args.version ?? 'POSTGRES_17',
        deletionProtection: guarded,
        settings: {
          tier: args.tier ?? 'db-perf-optimized-N-2',
          edition: args.edition ?? 'ENTERPRISE_PLUS',
          availabilityType: pulumi
            .output(args.highAvailability ?? true)
            .apply((redundant) => (redundant ? 'REGIONAL' : 'ZONAL')),
          deletionProtectionEnabled: guarded,
          backupConfiguration,
          ipConfiguration: { ipv4Enabled: false, privateNetwork: args.networkId, sslMode: 'ENCRYPTED_ONLY' },
          // Never both sides in maintenance on one day. By home order, so that a swap moves nothing.
          maintenanceWindow: { day: region === args.regions[0] ? 2 : 4, hour: 3, updateTrack: 'stable' },
          insightsConfig: { queryInsightsEnabled: true },
        },
      },
      { parent: this, protect: guarded },
    );
  }
}
