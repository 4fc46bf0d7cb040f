import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isSet, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Known } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { linkedNear } from './links.ts';
import {
  APP_SCALING_POLICY,
  APP_SCALING_SCHEDULE,
  CAPACITY_PROVIDER,
  ECS_SERVICE,
  GROUP_SCALING_POLICY,
  GROUP_SCHEDULE,
  SCALABLE_TARGET,
  SCALING_GROUP,
} from './types.ts';

// What a region may grow to. A maximum is a limit only: something has to move the number of instances towards it.

/** How many run, and how many there may be. */
export interface Growth {
  readonly min: Known<number>;
  readonly max: Known<number>;
  /** True when something changes the number. */
  readonly moves: boolean;
}

/** Tasks of a service that has auto scaling. */
export function serviceGrowth(graph: ResourceGraph, service: Resource, scaler: Resource): Growth {
  const limits = { min: numberAt(scaler.inputs, 'minCapacity'), max: numberAt(scaler.inputs, 'maxCapacity') };
  const moves = [
    [APP_SCALING_POLICY, 'suspendedState.dynamicScalingOutSuspended'],
    [APP_SCALING_SCHEDULE, 'suspendedState.scheduledScalingSuspended'],
  ].some(
    ([type = '', suspended = '']) =>
      valueAt(scaler.inputs, suspended) !== true &&
      graph.ofType(type).some((mover) => isAbout(graph, mover, service, scaler)),
  );
  return moves ? { ...limits, moves } : { ...standing(service, 'desiredCount', limits), moves };
}

/** A policy names what it scales by the service, by its auto scaling, or by the text that the latter is registered under. */
function isAbout(graph: ResourceGraph, mover: Resource, service: Resource, scaler: Resource): boolean {
  const linked = linkedNear(graph, mover, 'resourceId', [SCALABLE_TARGET, ECS_SERVICE]);
  if (linked.includes(scaler) || linked.includes(service)) return true;
  const resourceId = textAt(scaler.inputs, 'resourceId');
  return (
    resourceId !== undefined &&
    textAt(mover.inputs, 'resourceId') === resourceId &&
    regionOf(graph, mover) === regionOf(graph, scaler)
  );
}

/** Instances of a scaling group. */
export function groupGrowth(graph: ResourceGraph, group: Resource): Growth {
  const limits = { min: numberAt(group.inputs, 'minSize'), max: numberAt(group.inputs, 'maxSize') };
  const suspended = valuesAt(group.inputs, 'suspendedProcesses');
  const moves =
    !suspended.includes('Launch') &&
    ((!suspended.includes('AlarmNotification') && isMovedBy(graph, group, GROUP_SCALING_POLICY, NAME)) ||
      (!suspended.includes('ScheduledActions') && isMovedBy(graph, group, GROUP_SCHEDULE, NAME)) ||
      isMovedBy(graph, group, CAPACITY_PROVIDER, 'autoScalingGroupProvider.autoScalingGroupArn') ||
      isMovedByCluster(group));
  return moves ? { ...limits, moves } : { ...standing(group, 'desiredCapacity', limits), moves };
}

const NAME = 'autoscalingGroupName';

const isMovedBy = (graph: ResourceGraph, group: Resource, type: string, path: string): boolean =>
  graph.ofType(type).some((mover) => linkedNear(graph, mover, path, [SCALING_GROUP]).includes(group));

/** The autoscaler of a Kubernetes cluster finds its groups by a tag. */
const isMovedByCluster = ({ inputs }: Resource): boolean =>
  valuesAt(inputs, 'tags.key').some((key) => String(key).startsWith('k8s.io/cluster-autoscaler/'));

/** What nothing moves stays at the number that it was given, within its limits. */
function standing(
  { inputs }: Resource,
  argument: string,
  { min, max }: Pick<Growth, 'min' | 'max'>,
): Pick<Growth, 'min' | 'max'> {
  const given = numberAt(inputs, argument);
  if (given === undefined) return isSet(inputs, argument) ? { min, max } : { min, max: min };
  const runs = Math.max(min ?? 0, Math.min(given, max ?? given));
  return { min: runs, max: runs };
}
