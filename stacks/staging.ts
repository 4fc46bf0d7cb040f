import type { Topology } from '../topology/shape/topology.ts';
import { compose, type StackOutputs } from './compose.ts';
import { requireGuards } from './guards.ts';

/** Production's shape at a smaller size, guarded the same way: what is rehearsed here is what happens there. */
export function staging(topology: Topology): StackOutputs {
  requireGuards('staging', topology);
  return compose(topology);
}
