import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';

/** One secret's places in the two stores. */
export interface MultiSecretPlaces {
  /** Id of the secret on Google: `projects/P/secrets/S`. */
  google: pulumi.Input<string>;
  /** ARN or name of the secret on AWS, and the region that its copies follow. */
  aws: { id: pulumi.Input<string>; region: string };
  /** What has to be written before: the placeholders of both sides. */
  after: readonly pulumi.Resource[];
}

export interface MultiSecretsArgs {
  /** Secrets that have to be the same on both clouds, by name. Keys are plain, because they name resources. */
  places: Readonly<Record<string, MultiSecretPlaces>>;
  /** Values by name, where somebody else decides them. Default: made up here, once, 32 letters and digits. */
  values?: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * One source for what both clouds must know alike: a session that one cloud has begun must be good on the other.
 *
 * A value is written to both stores in the same update, as the current version. It is in the state, encrypted, and in no
 * output. To change one, give a new value or replace the one that was made up; running instances read it at their next
 * start, so a service has to accept the old value for a while.
 *
 * Source: https://docs.cloud.google.com/secret-manager/docs/rotation-recommendations
 */
export class MultiSecrets extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiSecrets';

  constructor(name: string, args: MultiSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiSecrets.__pulumiType, name, {}, opts);
    for (const [key, { google, aws: onAws, after }] of Object.entries(args.places)) {
      const given = args.values?.[key];
      const value = pulumi.secret(given ?? this.#madeUp(`${name}-${key}`));
      const child = { parent: this, dependsOn: [...after] };
      new gcp.secretmanager.SecretVersion(`${name}-${key}-gcp`, { secret: google, secretData: value }, child);
      new aws.secretsmanager.SecretVersion(
        `${name}-${key}-aws`,
        { region: onAws.region, secretId: onAws.id, secretString: value },
        child,
      );
    }
    this.registerOutputs({});
  }

  #madeUp(name: string): pulumi.Output<string> {
    return new random.RandomPassword(name, { length: 32, special: false }, { parent: this }).result;
  }
}
