import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt, valuesAt } from '../../../../topology/graph/value.ts';
import { textsIn } from '../../support/blocks.ts';

export const UPTIME_CHECK = 'gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig';
export const ALERT_POLICY = 'gcp:monitoring/alertPolicy:AlertPolicy';
const CHANNEL = 'gcp:monitoring/notificationChannel:NotificationChannel';
export const LOG_METRIC = 'gcp:logging/metric:Metric';

/** Load balancer metrics come up to 210 s late, so a condition on one of them is a confirmation and not an alarm. */
const LATE_METRIC = 'loadbalancing.googleapis.com/https/';
const FAST_SECONDS = 60;

/** Labels by which regions differ, and what a region's name looks like in a filter. */
const PLACE = /location|region|backend_scope|backend_name|service_name/;
const REGION = /[a-z]+-[a-z]+\d/;

/** One condition of an alert policy, with everything that says what it watches. */
export interface Condition {
  readonly policy: Resource;
  /** Filter or query, and the filter of the log-based metric behind it; undefined when not known before an apply. */
  readonly watches: string | undefined;
  /** True when it fires within a minute of what it sees. */
  readonly fast: boolean;
  /** False for one that fires when there is too little of something. */
  readonly rises: boolean;
  /** True when the condition tells this region from the others: by its filter, or by watching each region by itself. */
  readonly tells: (region: string) => boolean;
}

/** Conditions of all alert policies that are switched on. */
export function conditionsOf(graph: ResourceGraph): readonly Condition[] {
  return graph
    .ofType(ALERT_POLICY)
    .filter((policy) => valueAt(policy.inputs, 'enabled') !== false)
    .flatMap((policy) => {
      if (isUnknown(valueAt(policy.inputs, 'conditions'))) {
        return [{ policy, watches: undefined, fast: true, rises: true, tells: () => false }];
      }
      return blocksAt(policy.inputs, 'conditions').map((block) => conditionOf(graph, policy, block));
    });
}

function conditionOf(graph: ResourceGraph, policy: Resource, block: Readonly<Record<string, unknown>>): Condition {
  const { displayName: _, ...rest } = block;
  const texts = textsIn(rest).map(({ text }) => text);
  // What is computed from an uptime check watches that check, whatever its filter says in the end.
  const known = texts.filter((text) => !isUnknown(text));
  const uptime = graph.linked(policy, 'conditions', [UPTIME_CHECK]).length > 0;
  const own = known.length < texts.length && !uptime ? undefined : known.join(' ');
  const metrics = graph.ofType(LOG_METRIC).filter((metric) => {
    const name = textAt(metric.inputs, 'name');
    return name !== undefined && own?.includes(`/${name}"`);
  });
  const filters = metrics.map((metric) => textAt(metric.inputs, 'filter'));
  const watches = own === undefined || filters.includes(undefined) ? undefined : [own, ...filters].join(' ');
  const duration =
    textAt(block, 'conditionThreshold.duration') ?? textAt(block, 'conditionPrometheusQueryLanguage.duration') ?? '0s';
  const apart = watchesEachByItself(block);
  return {
    policy,
    watches,
    fast: Number.parseFloat(duration) <= FAST_SECONDS && !(own ?? '').includes(LATE_METRIC),
    rises: textAt(block, 'conditionThreshold.comparison') !== 'COMPARISON_LT',
    tells: (region) => (own ?? '').includes(region) || (apart && !REGION.test(own ?? '')),
  };
}

/** A threshold is compared with each time series, unless a reducer adds the series of all regions up first. */
function watchesEachByItself(block: Readonly<Record<string, unknown>>): boolean {
  const threshold = valueAt(block, 'conditionThreshold');
  if (threshold === undefined) return false;
  const reducers = valuesAt(threshold, 'aggregations.crossSeriesReducer').filter(
    (reducer) => reducer !== 'REDUCE_NONE',
  );
  const groups = valuesAt(threshold, 'aggregations.groupByFields').map(String);
  return reducers.length === 0 || groups.some((field) => PLACE.test(field));
}

/** True when at least one channel hears of a policy. A channel of this program that is switched off does not. */
export function isHeard(graph: ResourceGraph, policy: Resource): boolean {
  const channels = valueAt(policy.inputs, 'notificationChannels');
  if (isUnknown(channels)) return true;
  const deaf = graph
    .linked(policy, 'notificationChannels', [CHANNEL])
    .filter((channel) => valueAt(channel.inputs, 'enabled') === false);
  return Array.isArray(channels) && channels.length > deaf.length;
}
