import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface GcpBucketArgs {
  /**
   * Where the bucket is: a multi-region such as `US` together with `dataLocations`, or a predefined pair such as `NAM4`.
   * A change replaces the bucket.
   */
  location: pulumi.Input<string>;
  /** The two regions inside `location`, in capitals; empty for a predefined pair. Plain, because its order must not matter. A change replaces the bucket. */
  dataLocations: readonly string[];
  /** Name of the bucket, unique in the world. A change replaces the bucket. Default: the component's name with a random end. */
  bucketName?: pulumi.Input<string>;
  /** True: every new object is in both regions within 15 minutes. False: within 12 hours, most within one. Default: true. */
  turbo?: boolean;
  /** Days for which an overwritten or deleted object can be brought back. Default: 30. */
  recoveryDays?: pulumi.Input<number>;
  /**
   * Deletion is refused by the engine, and by the cloud while objects remain. Plain, because it is a resource option.
   * Default: true.
   */
  guarded?: boolean;
}

/**
 * A bucket with a copy in each of the two regions under one name, so that losing a region changes no address.
 *
 * Source: https://docs.cloud.google.com/storage/docs/availability-durability
 */
export class GcpBucket extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpBucket';

  /** Name of the bucket, the same in both regions. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: GcpBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpBucket.__pulumiType, name, {}, opts);
    const guarded = args.guarded ?? true;
    // Sorted: which region is called primary must not change an input that replaces the bucket.
    const dataLocations = [...args.dataLocations].sort();
    const bucket = new gcp.storage.Bucket(
      `${name}-bucket`,
      {
        name: args.bucketName,
        location: args.location,
        ...(dataLocations.length > 0 ? { customPlacementConfig: { dataLocations } } : {}),
        rpo: (args.turbo ?? true) ? 'ASYNC_TURBO' : 'DEFAULT',
        versioning: { enabled: true },
        lifecycleRules: [
          {
            action: { type: 'Delete' },
            condition: { daysSinceNoncurrentTime: args.recoveryDays ?? 30, withState: 'ARCHIVED' },
          },
        ],
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        forceDestroy: !guarded,
      },
      { parent: this, protect: guarded },
    );
    this.bucketName = bucket.name;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
