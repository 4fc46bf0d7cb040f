import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Roles } from './grants.ts';
import type { AwsRegionArgs } from './regionArgs.ts';

/** vCPUs as Fargate counts them. */
const UNITS_PER_CPU = 1024;
const LOG_DAYS = 30;

/** What one task is. A change is a new revision, which the service rolls out. */
export function taskDefinition(
  name: string,
  args: AwsRegionArgs,
  roles: Roles,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { region } = args;
  const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { region, retentionInDays: LOG_DAYS }, child);
  const secrets = Object.entries(args.secretEnv ?? {}).flatMap(([variable, secret]) => {
    const arn = secret.arns[region];
    return arn ? [{ name: variable, valueFrom: versioned(arn, secret.version) }] : [];
  });
  const container = {
    name: 'service',
    image: args.image,
    essential: true,
    portMappings: [{ containerPort: args.port ?? 8080, protocol: 'tcp' }],
    environment: byName(Object.entries(args.env ?? {}).map(([variable, value]) => ({ name: variable, value }))),
    secrets: byName(secrets),
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': logs.name, 'awslogs-region': region, 'awslogs-stream-prefix': 'service' },
    },
    // A container that does not end by itself is given as long as the load balancer lets requests finish.
    stopTimeout: 30,
  };
  return new aws.ecs.TaskDefinition(
    `${name}-task`,
    {
      region,
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: pulumi.output(args.cpu ?? 1).apply((vcpus) => String(vcpus * UNITS_PER_CPU)),
      memory: pulumi.output(args.memoryMib ?? 2048).apply(String),
      executionRoleArn: roles.execution.arn,
      taskRoleArn: roles.task.arn,
      containerDefinitions: pulumi.jsonStringify([container]),
    },
    child,
  ).arn;
}

/** A secret's ARN with the version to read; without one it is the current version. */
const versioned = (arn: pulumi.Output<string>, version: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.all([arn, version]).apply(([secret, id]) => (id === '' ? secret : `${secret}:::${id}`));

/** Sorted, so that a caller's order of keys never shows up as a change. */
const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
