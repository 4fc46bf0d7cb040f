import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { trusts } from './trust.ts';
import { replicationAccess, replicationRule } from './replication.ts';

export interface AwsBucketArgs {
  /** The two regions. Plain, because it decides which resources exist. */
  regions: readonly [string, string];
  /** Names of the buckets by region, unique in the world. A change replaces the bucket. Default: the component's name and the region with a random end. */
  bucketNames?: Readonly<Record<string, pulumi.Input<string>>>;
  /** True: an object is in both regions within 15 minutes, by promise. False: at some time. Plain, because it decides what is written. Default: true. */
  timeControl?: boolean;
  /** Key that encrypts each bucket, by region. */
  keyArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Days for which an overwritten or deleted object can be brought back. Default: 30. */
  recoveryDays?: pulumi.Input<number>;
  /**
   * Deletion is refused by the engine, and by the cloud while objects remain. Plain, because it is a resource option.
   * Default: true.
   */
  guarded?: boolean;
}

/**
 * A bucket in each region that copies what it gets to the other, deletions included. Each region reads and writes its own;
 * objects that were there before the copying began are not copied.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class AwsBucket extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsBucket';

  /** Name of the bucket of each region, by region. */
  readonly bucketNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARN of the bucket of each region, by region. */
  readonly bucketArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AwsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsBucket.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const buckets = args.regions.map((region) => ({ region, ...this.#bucket(name, region, args) }));
    const role = new aws.iam.Role(
      `${name}-copier`,
      {
        assumeRolePolicy: trusts('s3'),
      },
      child,
    );
    const granted = new aws.iam.RolePolicy(
      `${name}-copies`,
      {
        role: role.name,
        policy: replicationAccess(
          buckets.map(({ region, bucket }) => ({ region, arn: bucket.arn, key: args.keyArns[region] ?? '' })),
        ),
      },
      child,
    );
    for (const { region, bucket } of buckets) {
      const other = buckets.find((each) => each.region !== region);
      if (!other) continue;
      new aws.s3.BucketReplicationConfig(
        `${name}-replication-${region}`,
        {
          region,
          bucket: bucket.id,
          role: role.arn,
          rules: [
            replicationRule({
              to: other.bucket.arn,
              key: args.keyArns[other.region] ?? '',
              timeControl: args.timeControl ?? true,
            }),
          ],
        },
        // Both sides must keep versions before either may copy.
        { ...child, dependsOn: [granted, ...buckets.map(({ versioning }) => versioning)] },
      );
    }
    this.bucketNames = Object.fromEntries(buckets.map(({ region, bucket }) => [region, bucket.bucket]));
    this.bucketArns = Object.fromEntries(buckets.map(({ region, bucket }) => [region, bucket.arn]));
    this.registerOutputs({});
  }

  #bucket(name: string, region: string, args: AwsBucketArgs) {
    const guarded = args.guarded ?? true;
    const child = { parent: this };
    const bucket = new aws.s3.Bucket(
      `${name}-${region}`,
      { region, bucket: args.bucketNames?.[region], forceDestroy: !guarded },
      { parent: this, protect: guarded },
    );
    const of = { region, bucket: bucket.id };
    const versioning = new aws.s3.BucketVersioning(
      `${name}-${region}-versions`,
      { ...of, versioningConfiguration: { status: 'Enabled' } },
      child,
    );
    new aws.s3.BucketPublicAccessBlock(
      `${name}-${region}-private`,
      { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-${region}-owner`,
      { ...of, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      child,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-${region}-encrypted`,
      {
        ...of,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: args.keyArns[region] },
            bucketKeyEnabled: true,
          },
        ],
      },
      child,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-${region}-expiry`,
      {
        ...of,
        rules: [
          {
            id: 'old-versions',
            status: 'Enabled',
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: args.recoveryDays ?? 30 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { ...child, dependsOn: versioning },
    );
    return { bucket, versioning };
  }
}
