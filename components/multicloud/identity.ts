import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface MultiIdentityArgs {
  /** Google Cloud project that trusts the AWS account. */
  project: pulumi.Input<string>;
  /** The AWS account that is trusted: 12 digits. */
  awsAccountId: pulumi.Input<string>;
  /** Names of the AWS roles that may act on Google's side, by region. Every other role of the account is turned away. Keys are plain, because they name resources. */
  awsRoleNames: Readonly<Record<string, pulumi.Input<string>>>;
  /** Id of the account that AWS roles act as on Google's side, 6 to 30 characters. A change replaces it. */
  accountId: pulumi.Input<string>;
  /** Numeric ids of the Google service accounts that may act on AWS. Addresses can be given away again, numbers cannot. */
  googleAccountIds: readonly pulumi.Input<string>[];
  /** What the tokens of Google's side must be made for. Default: the AWS account, as `aws:ACCOUNT`. */
  audience?: pulumi.Input<string>;
}

/** The part of an AWS session that is worth a name: the role. The session's own name is a task's, and new each time. */
const ROLE_OF_SESSION = "assertion.arn.extract('assumed-role/{role}/')";

/**
 * Each cloud lets the other's services act under an identity of its own, for minutes at a time and without a key that
 * could be lost.
 *
 * From AWS: a workload identity pool trusts one account, of it only the roles named, and lets them act as one service
 * account. The subject is account and role, since a whole session of a Fargate task is longer than the 127 characters
 * that a subject may have. From Google: a role trusts the numeric ids of service accounts; Google is known to AWS, so
 * no identity provider is declared.
 *
 * Google's libraries look for the credentials of an AWS service where EC2 has them. Fargate has them elsewhere, so a task
 * has to hand them over itself: docs/multicloud.md says how.
 *
 * Source: https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds
 */
export class MultiIdentity extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiIdentity';

  /** Audience that an AWS task names when it exchanges its credentials. */
  readonly googleAudience: pulumi.Output<string>;
  /** Email of the service account that AWS roles act as. */
  readonly googleAccountEmail: pulumi.Output<string>;
  /** The same account as a member of a policy. */
  readonly googleMember: pulumi.Output<string>;
  /** ARN of the role that Google's services act as. */
  readonly awsRoleArn: pulumi.Output<string>;
  /** Name of that role. */
  readonly awsRoleName: pulumi.Output<string>;
  /** Audience for which a Google service asks its token. */
  readonly awsAudience: pulumi.Output<string>;

  constructor(name: string, args: MultiIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiIdentity.__pulumiType, name, {}, opts);
    const child = { parent: this };

    const pool = new gcp.iam.WorkloadIdentityPool(
      `${name}-pool`,
      { workloadIdentityPoolId: args.accountId, displayName: 'Services on AWS' },
      child,
    );
    const roles = Object.entries(args.awsRoleNames).sort(([one], [other]) => (one < other ? -1 : 1));
    const provider = new gcp.iam.WorkloadIdentityPoolProvider(
      `${name}-provider`,
      {
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: 'aws-roles',
        aws: { accountId: args.awsAccountId },
        attributeMapping: {
          'google.subject': `assertion.account + '/' + ${ROLE_OF_SESSION}`,
          'attribute.role': ROLE_OF_SESSION,
        },
        attributeCondition: pulumi
          .all(roles.map(([, role]) => role))
          .apply((names) => `attribute.role in [${names.map((role) => `'${role}'`).join(', ')}]`),
      },
      child,
    );
    const account = new gcp.serviceaccount.Account(
      `${name}-guest`,
      { accountId: args.accountId, displayName: 'Services on AWS' },
      child,
    );
    for (const [key, role] of roles) {
      new gcp.serviceaccount.IAMMember(
        `${name}-acts-${key}`,
        {
          serviceAccountId: account.name,
          role: 'roles/iam.workloadIdentityUser',
          member: pulumi.interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.role/${role}`,
        },
        child,
      );
    }

    const audience = pulumi.output(args.audience ?? pulumi.interpolate`aws:${args.awsAccountId}`);
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        description: 'What services on Google Cloud may do here',
        assumeRolePolicy: pulumi
          .all([pulumi.all([...args.googleAccountIds]), audience])
          .apply(([ids, asked]) => JSON.stringify(trustsGoogle([...ids].sort(), asked))),
      },
      child,
    );

    this.googleAudience = pulumi.interpolate`//iam.googleapis.com/${provider.name}`;
    this.googleAccountEmail = account.email;
    this.googleMember = account.member;
    this.awsRoleArn = role.arn;
    this.awsRoleName = role.name;
    this.awsAudience = audience;
    this.registerOutputs({
      googleAudience: this.googleAudience,
      googleAccountEmail: this.googleAccountEmail,
      awsRoleArn: this.awsRoleArn,
      awsAudience: this.awsAudience,
    });
  }
}

/**
 * Who may take a role with a token of Google. AWS reads `aud` from the token's authorised party, which for a service
 * account is its number, and calls the audience that was asked for `oaud`; a trust that names the audience alone would let
 * every account of the world in that asks for it.
 */
export function trustsGoogle(accountIds: readonly string[], audience?: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'accounts.google.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'accounts.google.com:sub': accountIds,
            'accounts.google.com:aud': accountIds,
            ...(audience === undefined ? {} : { 'accounts.google.com:oaud': audience }),
          },
        },
      },
    ],
  };
}
