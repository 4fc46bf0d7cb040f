import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import { POSTGRES_PORT } from '../aws/databaseCluster.ts';

export interface MultiDatabaseArgs {
  /** What is followed: the PostgreSQL instance on Google that takes writes. */
  source: {
    instanceName: pulumi.Input<string>;
    /** Private address. A name that only resolves inside Google's network is of no use here. */
    host: pulumi.Input<string>;
    databaseName: pulumi.Input<string>;
  };
  /** What follows: the Aurora database on AWS. */
  target: {
    region: string;
    host: pulumi.Input<string>;
    databaseName: pulumi.Input<string>;
    userName: pulumi.Input<string>;
    password: pulumi.Input<string>;
  };
  /** Where the replication runs: private subnets of the target's VPC, in two zones or more. */
  subnetIds: readonly pulumi.Input<string>[];
  /** That VPC. */
  vpcId: pulumi.Input<string>;
  /** Machine of the replication. Default: dms.r6i.large. */
  instanceClass?: pulumi.Input<string>;
  /** True while Google takes the writes. False once AWS does: what is copied then would overwrite what is new. Default: true. */
  running?: pulumi.Input<boolean>;
}

/** Everything that a service writes, and nothing that an extension keeps for itself. */
const TABLES = {
  rules: [
    {
      'rule-type': 'selection',
      'rule-id': '1',
      'rule-name': 'tables-of-the-service',
      'object-locator': { 'schema-name': 'public', 'table-name': '%' },
      'rule-action': 'include',
    },
  ],
};

/** The schema is brought by migrations on both sides: what a copy would make of it lacks indexes and defaults. */
const SETTINGS = { FullLoadSettings: { TargetTablePrepMode: 'TRUNCATE_BEFORE_LOAD' } };

/**
 * The database on AWS follows that on Google: a first copy, then every change.
 *
 * One way, and not a failover by itself. It carries rows of tables that have a primary key; it carries no change of the
 * schema, no sequence and no large object, and what was written in the last seconds is lost with the source. It goes back
 * only by a new first copy the other way. A plan cannot say all of it: the user still has to be allowed to replicate.
 * docs/multicloud.md has the steps.
 *
 * Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html
 */
export class MultiDatabase extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiDatabase';

  /** Name of the user on Google that the replication reads as. It has to be given the attribute `REPLICATION`. */
  readonly userName: pulumi.Output<string>;
  /** ARN of the replication. */
  readonly taskArn: pulumi.Output<string>;

  constructor(name: string, args: MultiDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiDatabase.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const { source, target } = args;
    const { region } = target;

    const password = new random.RandomPassword(`${name}-password`, { length: 32, special: false }, child);
    // It lives in the data and goes with it, like the service's own user.
    const user = new gcp.sql.User(
      `${name}-reader`,
      { name: 'follower', instance: source.instanceName, password: password.result, deletionPolicy: 'ABANDON' },
      { parent: this, ignoreChanges: ['instance'] },
    );
    const group = new aws.ec2.SecurityGroup(
      `${name}-access`,
      { region, vpcId: args.vpcId, description: 'Replication between the databases of both clouds' },
      child,
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-databases`,
      {
        region,
        securityGroupId: group.id,
        cidrIpv4: '0.0.0.0/0',
        ipProtocol: 'tcp',
        fromPort: POSTGRES_PORT,
        toPort: POSTGRES_PORT,
      },
      child,
    );
    const subnets = new aws.dms.ReplicationSubnetGroup(
      `${name}-subnets`,
      {
        region,
        replicationSubnetGroupId: `${name}-subnets`,
        replicationSubnetGroupDescription: `${name}: private subnets`,
        subnetIds: [...args.subnetIds],
      },
      child,
    );
    const instance = new aws.dms.ReplicationInstance(
      `${name}-replication`,
      {
        region,
        replicationInstanceId: `${name}-replication`,
        replicationInstanceClass: args.instanceClass ?? 'dms.r6i.large',
        allocatedStorage: 100,
        multiAz: true,
        publiclyAccessible: false,
        replicationSubnetGroupId: subnets.replicationSubnetGroupId,
        vpcSecurityGroupIds: [group.id],
      },
      child,
    );
    const from = new aws.dms.Endpoint(
      `${name}-from`,
      {
        region,
        endpointId: `${name}-from`,
        endpointType: 'source',
        engineName: 'postgres',
        serverName: source.host,
        port: POSTGRES_PORT,
        databaseName: source.databaseName,
        username: user.name,
        password: password.result,
        sslMode: 'require',
        // Without its own heartbeat a quiet database keeps its log for the follower until the disk is full.
        postgresSettings: { heartbeatEnable: true, heartbeatSchema: 'public' },
      },
      child,
    );
    const to = new aws.dms.Endpoint(
      `${name}-to`,
      {
        region,
        endpointId: `${name}-to`,
        endpointType: 'target',
        engineName: 'aurora-postgresql',
        serverName: target.host,
        port: POSTGRES_PORT,
        databaseName: target.databaseName,
        username: target.userName,
        password: target.password,
        sslMode: 'require',
      },
      child,
    );
    const task = new aws.dms.ReplicationTask(
      `${name}-changes`,
      {
        region,
        replicationTaskId: `${name}-changes`,
        migrationType: 'full-load-and-cdc',
        replicationInstanceArn: instance.replicationInstanceArn,
        sourceEndpointArn: from.endpointArn,
        targetEndpointArn: to.endpointArn,
        tableMappings: JSON.stringify(TABLES),
        replicationTaskSettings: JSON.stringify(SETTINGS),
        startReplicationTask: args.running ?? true,
      },
      child,
    );
    this.userName = user.name;
    this.taskArn = task.replicationTaskArn;
    this.registerOutputs({ userName: this.userName, taskArn: this.taskArn });
  }
}
