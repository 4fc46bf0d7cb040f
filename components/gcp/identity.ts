import * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import type { GcpSecretRef } from './secrets.ts';

// Who a region's half of a service runs as, and what that identity may do.

export interface IdentityArgs {
  project: pulumi.Input<string>;
  accountId: pulumi.Input<string> | undefined;
  displayName: pulumi.Input<string>;
  /** Roles in the project by what they are for. */
  projectRoles: Readonly<Record<string, string>>;
  /** Secrets it may read, by variable name. */
  secretEnv: Readonly<Record<string, GcpSecretRef>>;
  /** Bucket whose objects it may read and write. */
  bucketName: pulumi.Input<string> | undefined;
}

export interface Identity {
  account: gcp.serviceaccount.Account;
  /** Everything that must stand before an instance can start: one whose secret cannot be read does not. */
  grants: pulumi.Resource[];
}

/** What every half may do in the project: report how it is doing. */
export const REPORTING_ROLES = { metrics: 'roles/monitoring.metricWriter', traces: 'roles/cloudtrace.agent' };

/** The identity with exactly these rights, as children of `parent`. */
export function identity(name: string, args: IdentityArgs, parent: pulumi.Resource): Identity {
  const child = { parent };
  const account = new gcp.serviceaccount.Account(
    `${name}-account`,
    { accountId: args.accountId, displayName: args.displayName },
    child,
  );
  const { member } = account;
  const project = Object.entries(args.projectRoles).map(
    ([what, role]) => new gcp.projects.IAMMember(`${name}-${what}`, { project: args.project, role, member }, child),
  );
  const secrets = Object.entries(args.secretEnv).flatMap(([variable, secret]) => [
    new gcp.secretmanager.SecretIamMember(
      `${name}-reads-${variable.toLowerCase().replaceAll('_', '-')}`,
      { secretId: secret.id, role: 'roles/secretmanager.secretAccessor', member },
      child,
    ),
    secret.written,
  ]);
  const objects = args.bucketName
    ? [
        new gcp.storage.BucketIAMMember(
          `${name}-objects`,
          { bucket: args.bucketName, role: 'roles/storage.objectUser', member },
          child,
        ),
      ]
    : [];
  return { account, grants: [...project, ...secrets, ...objects] };
}
