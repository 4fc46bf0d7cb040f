import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AwsKeysArgs {
  /** The regions that each hold the key. Plain, because their order must not matter. A change replaces the key. */
  regions: readonly string[];
  /** What the key is for, as a person reads it. Default: encrypts the data of both regions. */
  description?: pulumi.Input<string>;
  /** Days in which a key that is to be deleted can be saved, 7 to 30. Default: 30. */
  recoveryDays?: pulumi.Input<number>;
  /** Deletion is refused by the engine. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * One encryption key in every region: what is encrypted in one can be decrypted in the other, so no store depends on a key
 * that went with its region.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class AwsKeys extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsKeys';

  /** ARN of the key in each region, by region. */
  readonly keyArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AwsKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsKeys.__pulumiType, name, {}, opts);
    // Sorted: which region is called primary must not decide where the first of the keys is.
    const [home = '', ...others] = [...args.regions].sort();
    const guard = { parent: this, protect: args.guarded ?? true };
    const common = {
      description: args.description ?? 'Encrypts the data of both regions',
      deletionWindowInDays: args.recoveryDays ?? 30,
    };
    const key = new aws.kms.Key(
      `${name}-key`,
      { ...common, region: home, multiRegion: true, enableKeyRotation: true },
      guard,
    );
    const replicas = others.map((region) => ({
      region,
      key: new aws.kms.ReplicaKey(`${name}-key-${region}`, { ...common, region, primaryKeyArn: key.arn }, guard),
    }));
    const all: readonly { region: string; key: aws.kms.Key | aws.kms.ReplicaKey }[] = [
      { region: home, key },
      ...replicas,
    ];
    for (const { region, key: own } of all)
      new aws.kms.Alias(
        `${name}-alias-${region}`,
        { region, name: `alias/${name}`, targetKeyId: own.keyId },
        { parent: this },
      );
    this.keyArns = Object.fromEntries(all.map(({ region, key: { arn } }) => [region, arn]));
    this.registerOutputs({});
  }
}
