import { readAwsTopology } from '../../topology/shape/aws/readAwsTopology.ts';
import type { AwsTopology } from '../../topology/shape/aws/schema.ts';
import { configOf } from './stacks.ts';

/** The topology of a committed stack on AWS, as its program reads it. */
export const awsTopologyOf = (stack: string): AwsTopology => readAwsTopology(configOf(stack), { stack });
