import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface GcpImagesArgs {
  /** Name of the repository in its path, 2 to 63 characters. A change replaces the repository. */
  repositoryId: pulumi.Input<string>;
  /**
   * Multi-region that stores the images: `us`, `europe` or `asia`. An image kept in one region cannot be pulled while that
   * region is down, which is when the other one has to start instances.
   */
  location: pulumi.Input<string>;
  /** Deletion is refused by the engine. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/**
 * A container image repository that survives the loss of either region.
 *
 * Source: https://docs.cloud.google.com/artifact-registry/docs/repositories/repo-locations
 */
export class GcpImages extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpImages';

  /** Where images are pushed to and pulled from, without a scheme: `us-docker.pkg.dev/project/repository`. */
  readonly registry: pulumi.Output<string>;

  constructor(name: string, args: GcpImagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpImages.__pulumiType, name, {}, opts);
    const repository = new gcp.artifactregistry.Repository(
      `${name}-repository`,
      {
        repositoryId: args.repositoryId,
        location: args.location,
        format: 'DOCKER',
        // A tag that moves would let the two regions run different code under one name.
        dockerConfig: { immutableTags: true },
      },
      { parent: this, protect: args.guarded ?? true },
    );
    this.registry = repository.registryUri;
    this.registerOutputs({ registry: this.registry });
  }
}
