import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** What a service needs to read a secret. */
export interface AwsSecretRef {
  /** Region of the first copy, which the others follow: a new value is put there. */
  home: string;
  /** ARN of the copy in each region, by region. */
  arns: Readonly<Record<string, pulumi.Output<string>>>;
  /**
   * Id of the version to read where the program knows the value, so that a new value rolls out as a new revision; empty
   * where the value is set outside the plan: then it is the current one.
   */
  version: pulumi.Output<string>;
  /** The version that the plan wrote. A service that reads the secret at start must depend on it. */
  written: pulumi.Resource;
}

export interface AwsSecretsArgs {
  /** The regions that each hold a copy. Plain, because their order must not matter. */
  regions: readonly string[];
  /** Secrets whose value the program knows, by name. Values are marked secret, whatever the caller passed. Default: none. */
  values?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Names of secrets whose value is set outside the plan. They begin with a placeholder, because a task that reads a secret
   * without any version does not start; a version added later is left alone. Default: none.
   */
  names?: readonly string[];
  /** Physical names by the names above. A change replaces the secret. Default: the component's and the secret's name with a random end. */
  secretIds?: Readonly<Record<string, string>>;
  /** Key that encrypts each copy, by region. Default: the account's own key of each region. */
  keyArns?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Days in which a deleted secret can be brought back: 0, or 7 to 30. Default: 30, or 0 when not guarded. */
  recoveryDays?: pulumi.Input<number>;
  /** Deletion is refused by the engine. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/** Never a real value: it only makes the first deployment possible. */
const PLACEHOLDER = 'unset: put a version with the real value';

/** Keeps the placeholder from being taken for the value when it is written again, and from being cleared away. */
const PLACEHOLDER_STAGE = 'PLACEHOLDER';

/**
 * Secrets with a copy in every region, so that tasks of the surviving region can start.
 *
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
export class AwsSecrets extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsSecrets';

  /** By the name that the caller gave. */
  readonly secrets: Readonly<Record<string, AwsSecretRef>>;

  constructor(name: string, args: AwsSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsSecrets.__pulumiType, name, {}, opts);
    const values = args.values ?? {};
    const names = [...Object.keys(values), ...(args.names ?? [])];
    const guarded = args.guarded ?? true;
    // Sorted: which region is called primary must not decide where the first copy is.
    const [home = '', ...others] = [...args.regions].sort();
    this.secrets = Object.fromEntries(
      names.map((key): [string, AwsSecretRef] => {
        const value = values[key];
        const secret = new aws.secretsmanager.Secret(
          `${name}-${key}`,
          {
            region: home,
            name: args.secretIds?.[key],
            kmsKeyId: args.keyArns?.[home],
            replicas: others.map((region) => ({ region, kmsKeyId: args.keyArns?.[region] })),
            recoveryWindowInDays: args.recoveryDays ?? (guarded ? 30 : 0),
          },
          { parent: this, protect: guarded },
        );
        const written = new aws.secretsmanager.SecretVersion(
          `${name}-${key}-version`,
          {
            region: home,
            secretId: secret.id,
            secretString: pulumi.secret(value ?? PLACEHOLDER),
            ...(value === undefined ? { versionStages: [PLACEHOLDER_STAGE] } : {}),
          },
          { parent: this, ignoreChanges: value === undefined ? ['versionStages'] : [] },
        );
        return [
          key,
          {
            home,
            arns: Object.fromEntries([home, ...others].map((region) => [region, inRegion(secret.arn, region)])),
            version: value !== undefined ? written.versionId : pulumi.output(''),
            written,
          },
        ];
      }),
    );
    this.registerOutputs({});
  }
}

/** A copy has the ARN of the first one but for its region. */
const inRegion = (arn: pulumi.Output<string>, region: string): pulumi.Output<string> =>
  arn.apply((text) => text.replace(/^(arn:[^:]+:secretsmanager:)[^:]+/, `$1${region}`));
