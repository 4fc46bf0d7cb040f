import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AwsRegionArgs } from './regionArgs.ts';
import { trusts } from './trust.ts';

/** Who starts the tasks, and who they run as. */
export interface Roles {
  /** Pulls the image, reads the secrets, writes the log: before the container runs. */
  readonly execution: aws.iam.Role;
  /** What the container itself may do. */
  readonly task: aws.iam.Role;
  /** Everything that must stand before a task can start. */
  readonly granted: readonly pulumi.Resource[];
}

const TASKS_MAY_BE_THIS = trusts('ecs-tasks');

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: pulumi.Input<pulumi.Input<string>[]>;
}

const allow = (actions: readonly string[], resources: pulumi.Input<string>[]): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
});

/** The region's own identities, with the least that they need. */
export function grants(
  name: string,
  { region, secretEnv = {}, bucketArn, tableArn, keyArn }: AwsRegionArgs,
  child: pulumi.CustomResourceOptions,
): Roles {
  const execution = new aws.iam.Role(`${name}-starts`, { assumeRolePolicy: TASKS_MAY_BE_THIS }, child);
  const task = new aws.iam.Role(`${name}-runs`, { assumeRolePolicy: TASKS_MAY_BE_THIS }, child);
  const policy = (key: string, role: aws.iam.Role, statements: readonly Statement[]): pulumi.Resource[] =>
    statements.length === 0
      ? []
      : [
          new aws.iam.RolePolicy(
            `${name}-${key}`,
            {
              role: role.name,
              policy: pulumi.jsonStringify({ Version: '2012-10-17', Statement: [...statements] }),
            },
            child,
          ),
        ];
  const secrets = Object.values(secretEnv);
  const arns = secrets.flatMap((secret) => secret.arns[region] ?? []);
  const key = keyArn === undefined ? [] : [keyArn];
  const managed = new aws.iam.RolePolicyAttachment(
    `${name}-starts-tasks`,
    {
      role: execution.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    },
    child,
  );
  return {
    execution,
    task,
    granted: [
      managed,
      ...policy('reads-secrets', execution, [
        ...(arns.length > 0 ? [allow(['secretsmanager:GetSecretValue'], arns)] : []),
        ...(arns.length > 0 && key.length > 0 ? [allow(['kms:Decrypt'], key)] : []),
      ]),
      ...policy('uses-stores', task, [
        ...(bucketArn === undefined
          ? []
          : [
              allow(['s3:ListBucket'], [bucketArn]),
              allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [pulumi.interpolate`${bucketArn}/*`]),
            ]),
        ...(tableArn === undefined
          ? []
          : [
              allow(
                [
                  'dynamodb:BatchGetItem',
                  'dynamodb:BatchWriteItem',
                  'dynamodb:ConditionCheckItem',
                  'dynamodb:DeleteItem',
                  'dynamodb:GetItem',
                  'dynamodb:PutItem',
                  'dynamodb:Query',
                  'dynamodb:UpdateItem',
                ],
                [tableArn],
              ),
            ]),
        ...(key.length > 0 && (bucketArn !== undefined || tableArn !== undefined)
          ? [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key)]
          : []),
      ]),
      ...secrets.map(({ written }) => written),
    ],
  };
}
