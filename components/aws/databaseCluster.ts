import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

/** One region's cluster of a global database. */
export interface ClusterArgs {
  readonly region: string;
  readonly globalName: pulumi.Input<string>;
  readonly clusterName: string;
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string>[];
  readonly cidrs: readonly string[];
  readonly keyArn: pulumi.Input<string>;
  readonly version: string;
  readonly instanceClass?: pulumi.Input<string>;
  readonly highAvailability: boolean;
  readonly recoveryDays?: pulumi.Input<number>;
  readonly rpoCapSeconds?: number;
  readonly guarded: boolean;
  /** First user and database; given to the cluster that is made first and to no other. */
  readonly writer?: {
    databaseName: pulumi.Input<string>;
    userName: pulumi.Input<string>;
    password: pulumi.Input<string>;
  };
  /** What must stand before. */
  readonly after?: readonly pulumi.Resource[];
  /** Region that the encrypted copy comes from. */
  readonly sourceRegion?: string;
}

export interface DatabaseCluster {
  readonly cluster: aws.rds.Cluster;
  readonly instances: readonly aws.rds.ClusterInstance[];
  /** Security group that says who may open a connection. */
  readonly accessGroupId: pulumi.Output<string>;
}

/** The port of PostgreSQL, on every cloud. */
export const POSTGRES_PORT = 5432;

/*
 * What the provider reads back differs once the roles have been swapped, and acting on the difference would promote a
 * cluster or throw it out of the global database (docs/surprises.md). What was given at creation alone stays as it was too:
 * the roles may be swapped by then.
 */
const LEFT_ALONE = [
  'globalClusterIdentifier',
  'replicationSourceIdentifier',
  'engineVersion',
  'snapshotIdentifier',
  'sourceRegion',
  'databaseName',
  'masterUsername',
  'masterPasswordWo',
  'masterPasswordWoVersion',
];

/** The cluster with its instances. Whichever role it plays, it is declared alike, so that it can play the other one. */
export function databaseCluster(name: string, parent: pulumi.Resource, args: ClusterArgs): DatabaseCluster {
  const { region, guarded } = args;
  const child = { parent };
  const subnets = new aws.rds.SubnetGroup(`${name}-subnets`, { region, subnetIds: args.subnetIds }, child);
  const parameters = new aws.rds.ClusterParameterGroup(
    `${name}-parameters`,
    {
      region,
      family: `aurora-postgresql${args.version.split('.')[0]}`,
      parameters: [
        { name: 'rds.force_ssl', value: '1' },
        ...(args.rpoCapSeconds === undefined ? [] : [{ name: 'rds.global_db_rpo', value: String(args.rpoCapSeconds) }]),
      ],
    },
    child,
  );
  const accessGroupId = access(name, args, child);
  const cluster = new aws.rds.Cluster(
    name,
    {
      region,
      clusterIdentifier: args.clusterName,
      globalClusterIdentifier: args.globalName,
      engine: 'aurora-postgresql',
      engineVersion: args.version,
      ...(args.writer
        ? {
            databaseName: args.writer.databaseName,
            masterUsername: args.writer.userName,
            masterPasswordWo: args.writer.password,
            masterPasswordWoVersion: 1,
          }
        : { sourceRegion: args.sourceRegion }),
      dbSubnetGroupName: subnets.name,
      dbClusterParameterGroupName: parameters.name,
      vpcSecurityGroupIds: [accessGroupId],
      storageEncrypted: true,
      kmsKeyId: args.keyArn,
      backupRetentionPeriod: args.recoveryDays ?? 7,
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: ['postgresql'],
      iamDatabaseAuthenticationEnabled: true,
      deletionProtection: guarded,
      skipFinalSnapshot: !guarded,
      ...(guarded ? { finalSnapshotIdentifier: `${args.clusterName}-final` } : {}),
    },
    {
      parent,
      protect: guarded,
      ignoreChanges: LEFT_ALONE,
      dependsOn: [...(args.after ?? [])],
      // A follower is taken out of the global database and made a database of its own before it can be deleted.
      customTimeouts: { create: '3h', delete: '3h' },
    },
  );
  const instances = Array.from(
    { length: args.highAvailability ? 2 : 1 },
    (_, index) =>
      new aws.rds.ClusterInstance(
        `${name}-${index + 1}`,
        {
          region,
          identifier: `${args.clusterName}-${index + 1}`,
          clusterIdentifier: cluster.id,
          engine: 'aurora-postgresql',
          instanceClass: args.instanceClass ?? 'db.r6g.large',
          dbSubnetGroupName: subnets.name,
          publiclyAccessible: false,
          // It has no effect in a global database, where both regions must have one version.
          autoMinorVersionUpgrade: false,
          performanceInsightsEnabled: true,
          promotionTier: index,
        },
        child,
      ),
  );
  return { cluster, instances, accessGroupId };
}

/** Whoever is inside the network of either region may open a connection; nobody else can. */
function access(name: string, args: ClusterArgs, child: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const { region } = args;
  const group = new aws.ec2.SecurityGroup(
    `${name}-access`,
    { region, vpcId: args.vpcId, description: 'Connections to the database' },
    child,
  );
  for (const [index, cidr] of args.cidrs.entries())
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-access-${index + 1}`,
      {
        region,
        securityGroupId: group.id,
        cidrIpv4: cidr,
        ipProtocol: 'tcp',
        fromPort: POSTGRES_PORT,
        toPort: POSTGRES_PORT,
      },
      child,
    );
  return group.id;
}
