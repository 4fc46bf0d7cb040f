import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { textAt, valueAt, valuesAt } from '../../../../topology/graph/value.ts';
import { ALARM } from '../../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../../topology/recognise/place.ts';

export const COMPOSITE_ALARM = 'aws:cloudwatch/compositeAlarm:CompositeAlarm';
export const TOPIC = 'aws:sns/topic:Topic';

/** Namespaces whose metrics exist in one region for the whole account. */
const GLOBAL = ['AWS/Route53', 'AWS/GlobalAccelerator', 'AWS/CloudFront', 'AWS/Billing'];

/** What an alarm watches, as namespace and metric. */
export const watched = ({ inputs }: Resource): readonly string[] => {
  const own = textAt(inputs, 'metricName');
  const queried = valuesAt(inputs, 'metricQueries.metric.metricName').filter((name) => typeof name === 'string');
  const namespace = textAt(inputs, 'namespace') ?? String(valuesAt(inputs, 'metricQueries.metric.namespace')[0] ?? '');
  return [...(own === undefined ? [] : [own]), ...queried].map((name) => `${namespace} ${name}`);
};

/** Alarms on metrics that each region has for itself, with their region. */
export const regionalAlarms = (
  graph: ResourceGraph,
): readonly { readonly alarm: Resource; readonly region: string | undefined }[] =>
  graph
    .ofType(ALARM)
    .filter((alarm) => !watched(alarm).some((metric) => GLOBAL.includes(metric.split(' ')[0] ?? '')))
    .map((alarm) => ({ alarm, region: regionOf(graph, alarm) }));

/** True when an alarm may act. */
export const acts = ({ inputs }: Resource): boolean => valueAt(inputs, 'actionsEnabled') !== false;
