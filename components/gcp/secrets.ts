import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** What a service needs to read a secret. */
export interface GcpSecretRef {
  /** Full id: `projects/P/secrets/S`. */
  id: pulumi.Output<string>;
  /**
   * The version to read: a number where the program knows the value, so that a new value rolls out as a new revision;
   * `latest` where the value is set outside the plan.
   */
  version: pulumi.Output<string>;
  /** The version that the plan wrote. A service that reads the secret at start must depend on it. */
  written: pulumi.Resource;
}

export interface GcpSecretsArgs {
  /** The regions that each hold a copy. Plain, because their order must not matter. A change replaces the secrets. */
  regions: readonly string[];
  /** Secrets whose value the program knows, by name. Values are marked secret, whatever the caller passed. Default: none. */
  values?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Names of secrets whose value is set outside the plan. They begin with a placeholder version, because a service that
   * refers to a secret without any version cannot be deployed; adding a version later changes nothing in the plan. Default: none.
   */
  names?: readonly string[];
  /** Secret ids by the names above. A change replaces the secret. Default: the component's and the secret's name with a random end. */
  secretIds?: Readonly<Record<string, string>>;
  /** Deletion is refused by engine and cloud. Plain, because it is a resource option. Default: true. */
  guarded?: boolean;
}

/** Never a real value: it only makes the first deployment possible. */
const PLACEHOLDER = 'unset: add a version with the real value';

/**
 * Secrets with a copy in every region, so that instances of the surviving region can start.
 *
 * Source: https://docs.cloud.google.com/secret-manager/docs/choosing-replication
 */
export class GcpSecrets extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpSecrets';

  /** By the name that the caller gave. */
  readonly secrets: Readonly<Record<string, GcpSecretRef>>;

  constructor(name: string, args: GcpSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpSecrets.__pulumiType, name, {}, opts);
    const values = args.values ?? {};
    const names = [...Object.keys(values), ...(args.names ?? [])];
    // Sorted: which region is called primary must not change an input that replaces the secret.
    const replicas = [...args.regions].sort().map((location) => ({ location }));
    const guarded = args.guarded ?? true;

    this.secrets = Object.fromEntries(
      names.map((key) => {
        const value = values[key];
        const secret = new gcp.secretmanager.Secret(
          `${name}-${key}`,
          { secretId: args.secretIds?.[key], replication: { userManaged: { replicas } }, deletionProtection: guarded },
          { parent: this, protect: guarded },
        );
        const written = new gcp.secretmanager.SecretVersion(
          `${name}-${key}-version`,
          { secret: secret.id, secretData: pulumi.secret(value ?? PLACEHOLDER) },
          { parent: this },
        );
        return [
          key,
          { id: secret.id, version: value !== undefined ? written.version : pulumi.output('latest'), written },
        ];
      }),
    );
    this.registerOutputs({});
  }
}
