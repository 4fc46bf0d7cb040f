import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt, valuesAt } from '../../../../topology/graph/value.ts';
import { textsIn } from './blocks.ts';

export const ALERT_POLICY = 'gcp:monitoring/alertPolicy:AlertPolicy';
const LOG_METRIC = 'gcp:logging/metric:Metric';

/** Load balancer metrics come up to 210 s late, so a condition on one of them is a confirmation and not an alarm. */
const LATE_METRIC = 'loadbalancing.googleapis.com/https/';
const FAST_SECONDS = 60;

/** One condition of an alert policy, with everything that says what it watches. */
export interface Condition {
  readonly policy: Resource;
  /** Filter or query, and the filter of the log-based metric behind it; undefined when not known before an apply. */
  readonly watches: string | undefined;
  /** True when it fires within a minute of what it sees. */
  readonly fast: boolean;
  /** True when one condition tells regions apart by grouping. */
  readonly grouped: boolean;
}

/** Conditions of all alert policies that are switched on. */
export function conditionsOf(graph: ResourceGraph): readonly Condition[] {
  return graph
    .ofType(ALERT_POLICY)
    .filter((policy) => valueAt(policy.inputs, 'enabled') !== false)
    .flatMap((policy) => {
      if (isUnknown(valueAt(policy.inputs, 'conditions'))) {
        return [{ policy, watches: undefined, fast: true, grouped: false }];
      }
      return blocksAt(policy.inputs, 'conditions').map((block) => conditionOf(graph, policy, block));
    });
}

function conditionOf(graph: ResourceGraph, policy: Resource, block: Readonly<Record<string, unknown>>): Condition {
  const { displayName: _, ...rest } = block;
  const texts = textsIn(rest).map(({ text }) => text);
  const own = texts.some(isUnknown) ? undefined : texts.join(' ');
  const metrics = graph.ofType(LOG_METRIC).filter((metric) => {
    const name = textAt(metric.inputs, 'name');
    return name !== undefined && own?.includes(`/${name}"`);
  });
  const filters = metrics.map((metric) => textAt(metric.inputs, 'filter'));
  const watches = own === undefined || filters.includes(undefined) ? undefined : [own, ...filters].join(' ');
  const duration =
    textAt(block, 'conditionThreshold.duration') ?? textAt(block, 'conditionPrometheusQueryLanguage.duration') ?? '0s';
  const groups = valuesAt(block, 'conditionThreshold.aggregations.groupByFields').map(String);
  return {
    policy,
    watches,
    fast: Number.parseFloat(duration) <= FAST_SECONDS && !(own ?? '').includes(LATE_METRIC),
    grouped: groups.some((field) => /location|region|backend_scope|backend_name|service_name/.test(field)),
  };
}

/** True when at least one channel hears of a policy. Channels that are made in the same program count. */
export function isHeard(policy: Resource): boolean {
  const channels = valueAt(policy.inputs, 'notificationChannels');
  return isUnknown(channels) || (Array.isArray(channels) && channels.length > 0);
}
