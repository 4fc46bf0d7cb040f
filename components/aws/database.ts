import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import { databaseCluster, type ClusterArgs, type DatabaseCluster } from './databaseCluster.ts';

export interface AwsDatabaseArgs {
  /** The two regions, in the order of their home roles. Plain, because it names the resources. */
  regions: readonly [string, string];
  /**
   * The region whose cluster takes writes when the database is made. AWS has no argument that moves the writer: a switchover
   * is an action, and this plan then changes nothing. Plain, because it decides the order of creation.
   */
  activeRegion: string;
  /** Identifier of the global database. A change replaces it. Default: the component's name. */
  globalName?: string;
  /** Identifier of each region's cluster, by region. A change replaces it. Default: the component's name and the region. */
  clusterNames?: Readonly<Record<string, string>>;
  /** VPC of each region, by region. */
  vpcIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Private subnets of each region, in at least two zones, by region. */
  subnetIds: Readonly<Record<string, pulumi.Input<string>[]>>;
  /** Ranges from which a connection may come: those of both regions, because each reaches the writer wherever it is. Plain, because each is a rule. */
  cidrs: readonly string[];
  /** Key that encrypts each cluster: one of its own region, by region. */
  keyArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Engine version of both clusters. Plain, because its family is a part of it. Default: 17.4. */
  version?: string;
  /** Machine of every instance; memory-optimised or db.serverless. Default: db.r6g.large. */
  instanceClass?: pulumi.Input<string>;
  /** A second instance in another zone, on both sides. Plain, because it decides which resources exist. Default: true. */
  highAvailability?: boolean;
  /** Days of point-in-time recovery, 1 to 35. Default: 7. */
  recoveryDays?: pulumi.Input<number>;
  /** Seconds of writes by which the other region may be behind before the writer waits for it, at least 20. Plain. Default: it never waits. */
  rpoCapSeconds?: number;
  /** Name of the database that the service uses. Default: app. */
  databaseName?: pulumi.Input<string>;
  /** Name of the user that the service logs in as. A change replaces the database. Default: app. */
  userName?: pulumi.Input<string>;
  /** Deletion is refused by engine and cloud. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * A global PostgreSQL database: a cluster in each region, of which one takes writes and the other follows within a second
 * and serves reads.
 *
 * The writer endpoint follows a switchover by itself, so a change of roles rolls out nothing. Which cluster is the writer is
 * never an argument: every argument by which the provider would promote or eject a cluster is left alone once it is made.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
 */
export class AwsDatabase extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsDatabase';

  /** Host that takes writes. It follows the writer by itself; clients must not remember it for longer than 5 seconds. */
  readonly writeHost: pulumi.Output<string>;
  /** Host that serves reads in each region, by region. */
  readonly readHosts: Readonly<Record<string, pulumi.Output<string>>>;
  /** Identifier of each region's cluster, by region. */
  readonly instanceNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Security group that says who may open a connection to each region's cluster, by region. */
  readonly accessGroupIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the database that the service uses. */
  readonly databaseName: pulumi.Output<string>;
  /** Name of the user that the service logs in as. */
  readonly userName: pulumi.Output<string>;
  /** Password of that user; a secret. Hand it to a secret store and nowhere else. */
  readonly password: pulumi.Output<string>;

  constructor(name: string, args: AwsDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsDatabase.__pulumiType, name, {}, opts);
    const [first, second] = args.regions;
    if (args.activeRegion !== first && args.activeRegion !== second) {
      throw new pulumi.RunError(
        `${name}: activeRegion is "${args.activeRegion}"; it must be one of the two regions, "${first}" or "${second}".`,
      );
    }
    const active = args.activeRegion;
    const passive = active === first ? second : first;
    const guarded = args.guarded ?? true;
    const version = args.version ?? '17.4';
    const databaseName = args.databaseName ?? 'app';

    const whole = new aws.rds.GlobalCluster(
      `${name}-global`,
      {
        region: first,
        globalClusterIdentifier: args.globalName ?? name,
        engine: 'aurora-postgresql',
        engineVersion: version,
        databaseName,
        storageEncrypted: true,
        deletionProtection: guarded,
      },
      { parent: this, protect: guarded },
    );
    const password = new random.RandomPassword(`${name}-password`, { length: 32, special: false }, { parent: this });
    const cluster = (region: string, rest: Pick<ClusterArgs, 'writer' | 'after' | 'sourceRegion'>): DatabaseCluster =>
      databaseCluster(`${name}-${region}`, this, {
        ...args,
        ...rest,
        region,
        globalName: whole.id,
        clusterName: args.clusterNames?.[region] ?? `${name}-${region}`,
        vpcId: args.vpcIds[region] ?? '',
        subnetIds: args.subnetIds[region] ?? [],
        keyArn: args.keyArns[region] ?? '',
        version,
        guarded,
        highAvailability: args.highAvailability ?? true,
      });
    const writer = cluster(active, {
      writer: { databaseName, userName: args.userName ?? 'app', password: password.result },
    });
    // A cluster can only follow one that has an instance, and it goes before the one that it follows.
    const reader = cluster(passive, { after: writer.instances, sourceRegion: active });

    const clusters: Readonly<Record<string, DatabaseCluster>> = { [active]: writer, [passive]: reader };
    const perRegion = <T>(pick: (cluster: DatabaseCluster) => T): Record<string, T> =>
      Object.fromEntries(Object.entries(clusters).map(([region, one]) => [region, pick(one)]));
    this.writeHost = pulumi
      .all([whole.endpoint, ...writer.instances.map(({ id }) => id)])
      .apply(([host]) => host ?? '');
    this.readHosts = perRegion(({ cluster: { readerEndpoint } }) => readerEndpoint);
    this.instanceNames = perRegion(({ cluster: { clusterIdentifier } }) => clusterIdentifier);
    this.accessGroupIds = perRegion(({ accessGroupId }) => accessGroupId);
    this.databaseName = pulumi.output(databaseName);
    this.userName = pulumi.output(args.userName ?? 'app');
    this.password = password.result;
    this.registerOutputs({ writeHost: this.writeHost, readHosts: this.readHosts, instanceNames: this.instanceNames });
  }
}
