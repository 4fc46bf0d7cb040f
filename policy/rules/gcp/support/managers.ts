import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../../topology/graph/value.ts';
import {
  AUTOSCALER,
  REGION_AUTOSCALER,
  REGION_MANAGER,
  ZONAL_MANAGER,
} from '../../../../topology/recognise/gcp/types.ts';
import { describe } from './served.ts';
import { BACKEND_SERVICE } from '../../../../topology/recognise/gcp/types.ts';

// Managed instance groups and what steers them.

/** Managed groups that a global backend service sends requests to. */
export function servingManagers(graph: ResourceGraph): readonly Resource[] {
  const groups = graph.ofType(BACKEND_SERVICE).flatMap((service) => describe(graph, service).groups);
  const managers = groups.flatMap(({ group }) => (group && isManager(group) ? [group] : []));
  return [...new Set(managers)];
}

/** The autoscaler that sizes a managed group; undefined where none in the plan does. */
export const autoscalerOf = (graph: ResourceGraph, manager: Resource): Resource | undefined =>
  graph
    .ofType(AUTOSCALER, REGION_AUTOSCALER)
    .find((autoscaler) => graph.linked(autoscaler, 'target', [manager.type]).includes(manager));

/**
 * How many zones a regional group spreads over. Unset, the API takes three.
 *
 * @returns undefined when the list is not known before an apply
 */
export function zonesOf(manager: Resource): number | undefined {
  const zones = valueAt(manager.inputs, 'distributionPolicyZones');
  if (isUnknown(zones)) return undefined;
  return Array.isArray(zones) && zones.length > 0 ? zones.length : 3;
}

const isManager = ({ type }: Resource): boolean => type === ZONAL_MANAGER || type === REGION_MANAGER;
