import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AwsTableArgs {
  /** The regions that each hold a copy. Plain, because their order must not matter. */
  regions: readonly string[];
  /** Partition key, a text. A change replaces the table. Default: id. */
  hashKey?: string;
  /** Sort key, a text. A change replaces the table. Default: none. */
  rangeKey?: string;
  /** Name of the table, the same in every region. A change replaces it. Default: the component's name with a random end. */
  tableName?: pulumi.Input<string>;
  /**
   * `EVENTUAL` takes writes in each region and copies them in about a second, the later one winning. `STRONG` loses nothing
   * and needs three regions of one continent, and takes no expiry. Default: EVENTUAL.
   */
  consistency?: 'EVENTUAL' | 'STRONG';
  /** Key that encrypts each copy, by region. Default: a key that AWS owns. */
  keyArns?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Days of point-in-time recovery, 1 to 35. Default: 35. */
  recoveryDays?: pulumi.Input<number>;
  /** Deletion is refused by engine and cloud. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * A table with an equal copy in every region. Each region reads and writes its own; nothing has to be promoted.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
 */
export class AwsTable extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsTable';

  /** Name of the table, the same in every region. */
  readonly tableName: pulumi.Output<string>;
  /** ARN of the copy in each region, by region. */
  readonly tableArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AwsTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsTable.__pulumiType, name, {}, opts);
    const guarded = args.guarded ?? true;
    const keys = [args.hashKey ?? 'id', ...(args.rangeKey === undefined ? [] : [args.rangeKey])];
    // Sorted: which region is called primary must not decide where the first copy is.
    const [home = '', ...others] = [...args.regions].sort();
    const encrypted = args.keyArns?.[home];
    const recoveryDays = args.recoveryDays ?? 35;
    const table = new aws.dynamodb.Table(
      `${name}-table`,
      {
        region: home,
        name: args.tableName,
        hashKey: keys[0],
        rangeKey: keys[1],
        attributes: keys.map((key) => ({ name: key, type: 'S' })),
        billingMode: 'PAY_PER_REQUEST',
        streamEnabled: true,
        streamViewType: 'NEW_AND_OLD_IMAGES',
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: recoveryDays },
        ...(encrypted === undefined ? {} : { serverSideEncryption: { enabled: true, kmsKeyArn: encrypted } }),
        deletionProtectionEnabled: guarded,
        // Neither is on by default in a copy, whatever the first one says.
        replicas: others.map((region) => ({
          regionName: region,
          kmsKeyArn: args.keyArns?.[region],
          pointInTimeRecovery: true,
          deletionProtectionEnabled: guarded,
          propagateTags: true,
          consistencyMode: args.consistency ?? 'EVENTUAL',
        })),
      },
      { parent: this, protect: guarded },
    );
    this.tableName = table.name;
    this.tableArns = Object.fromEntries(
      [home, ...others].map((region) => [
        region,
        table.arn.apply((arn) => arn.replace(/^(arn:[^:]+:dynamodb:)[^:]+/, `$1${region}`)),
      ]),
    );
    this.registerOutputs({ tableName: this.tableName });
  }
}
