import type { AwsTopology } from '../topology/shape/aws/schema.ts';
import { composeAws, type AwsStackOutputs } from './composeAws.ts';
import { requireGuards } from './guards.ts';

/** What clients use, on AWS. Its data can neither be deleted by a slip nor lost with a zone. */
export function productionAws(topology: AwsTopology): AwsStackOutputs {
  requireGuards('production-aws', topology);
  return composeAws(topology);
}
