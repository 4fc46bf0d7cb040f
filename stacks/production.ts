import type { Topology } from '../topology/shape/topology.ts';
import { compose, type StackOutputs } from './compose.ts';
import { requireGuards } from './guards.ts';

/** What clients use. Its data can neither be deleted by a slip nor lost with a zone. */
export function production(topology: Topology): StackOutputs {
  requireGuards('production', topology);
  return compose(topology);
}
