import type { Resource } from '../../../../topology/graph/graph.ts';
import { textAt } from '../../../../topology/graph/value.ts';

/** Availability zone of a subnet; undefined where neither the program nor the cloud tells it. */
export const zoneOf = ({ inputs, outputs }: Resource): string | undefined =>
  textAt(inputs, 'availabilityZone') ??
  textAt(inputs, 'availabilityZoneId') ??
  textAt(outputs, 'availabilityZone') ??
  textAt(outputs, 'availabilityZoneId');
