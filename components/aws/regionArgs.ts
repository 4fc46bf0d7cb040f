import type * as pulumi from '@pulumi/pulumi';
import type { AwsSecretRef } from './secrets.ts';

export interface AwsRegionArgs {
  /** AWS region. A change replaces everything in it. Plain, because copies of secrets and tables are found by it. */
  region: string;
  /** The region's VPC. */
  vpcId: pulumi.Input<string>;
  /** Subnets of the load balancer, one in each zone. */
  publicSubnetIds: pulumi.Input<string>[];
  /** Subnets of the tasks, one in each zone. */
  privateSubnetIds: pulumi.Input<string>[];
  /** Certificate of the load balancer, of this region. */
  certificateArn: pulumi.Input<string>;
  /** Name of the load balancer, at most 32 characters. A change replaces it. Default: the component's name with a random end. */
  balancerName?: pulumi.Input<string>;
  /** Container image by digest or tag, in a registry of this region or a public one. */
  image: pulumi.Input<string>;
  /** TCP port the container listens on. Default: 8080. */
  port?: pulumi.Input<number>;
  /** vCPUs of one task. Default: 1. */
  cpu?: pulumi.Input<number>;
  /** Memory of one task in MiB, in a pair that Fargate offers. Default: 2048. */
  memoryMib?: pulumi.Input<number>;
  /** Tasks that run all the time, over all zones of the region: enough for the loss of the other one, since nothing can be started by then. */
  minInstances: pulumi.Input<number>;
  /** Tasks it may grow to. */
  maxInstances: pulumi.Input<number>;
  /** Requests per second that one task carries at target utilisation: what scaling holds each task at. */
  instanceRps: pulumi.Input<number>;
  /** Requests per second of the whole at peak. Sizes the filter, which must let the whole load through to one region. */
  peakRps: pulumi.Input<number>;
  /** Seconds until a new task serves; a deployment allows three times as long before a failed check counts. Default: 10. */
  startSeconds?: number;
  /** Path that answers 200 only when this task can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** Health check: seconds from one start to the next, 5 to 300. Default: 5. */
  readyPeriodSeconds?: pulumi.Input<number>;
  /** Health check: time limit in seconds, below the period. Default: 2. */
  readyTimeoutSeconds?: pulumi.Input<number>;
  /** Health checks in a row that must fail to take a task out, 2 to 10. Default: 2. */
  readyFailures?: pulumi.Input<number>;
  /** Health checks in a row that must succeed to take it back, 2 to 10. Default: 2. */
  readySuccesses?: pulumi.Input<number>;
  /** Environment variables of the container, by name. Default: none. */
  env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secrets given to the container as environment variables, by variable name. Default: none. */
  secretEnv?: Readonly<Record<string, AwsSecretRef>>;
  /** ARN of a bucket whose objects the service may read and write. Default: none. */
  bucketArn?: pulumi.Input<string>;
  /** ARN of a table whose items the service may read and write. Default: none. */
  tableArn?: pulumi.Input<string>;
  /** ARN of the key that encrypts what the service reads and writes. Default: none. */
  keyArn?: pulumi.Input<string>;
  /** Deletion is refused by the cloud. Plain, because it decides whether logs are deleted too. Default: true. */
  guarded?: boolean;
}
