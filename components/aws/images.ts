import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AwsImagesArgs {
  /** Name of the repository, the same in every region. A change replaces it. */
  repositoryId: string;
  /** The regions that each hold the images. Plain, because it decides which resources exist. */
  regions: readonly string[];
  /** Deletion is refused by the engine, and by the cloud while images remain. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * A container image repository in each region. What is pushed to one is copied to the others, so that tasks start from the
 * registry of their own region.
 *
 * The registry of an account has one replication setting for each region: this component owns it. Images that were there
 * before it are not copied.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class AwsImages extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsImages';

  /** Where images are pushed to and pulled from in each region, without a scheme, by region. */
  readonly registries: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AwsImagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsImages.__pulumiType, name, {}, opts);
    const guarded = args.guarded ?? true;
    const repositories = args.regions.map((region) => ({
      region,
      repository: new aws.ecr.Repository(
        `${name}-repository-${region}`,
        {
          region,
          name: args.repositoryId,
          // A tag that moves would let the two regions run different code under one name.
          imageTagMutability: 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
          forceDelete: !guarded,
        },
        { parent: this, protect: guarded },
      ),
    }));
    for (const { region, repository } of repositories) {
      const others = args.regions.filter((other) => other !== region);
      if (others.length === 0) continue;
      new aws.ecr.ReplicationConfiguration(
        `${name}-replication-${region}`,
        {
          region,
          replicationConfiguration: {
            rules: [
              {
                destinations: others.map((other) => ({ region: other, registryId: repository.registryId })),
                repositoryFilters: [{ filter: args.repositoryId, filterType: 'PREFIX_MATCH' }],
              },
            ],
          },
        },
        { parent: this },
      );
    }
    this.registries = Object.fromEntries(
      repositories.map(({ region, repository }) => [region, repository.repositoryUrl]),
    );
    this.registerOutputs({});
  }
}
