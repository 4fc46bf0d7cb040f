import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ALARM, ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { acts, COMPOSITE_ALARM, regionalAlarms, TOPIC, watched } from './support/alarms.ts';
import { regionOfArn, servingRegions } from './support/scope.ts';
import { BALANCER_METRICS } from './support/sources.ts';

const ACTIONS = 'alarmActions';

export const eitherRegionRings = graphRule({
  id: 'tandem-aws-034-either-region-rings',
  title: 'Each region has the same alarms, and rings by itself',
  what: 'Every serving region has alarms on the same metrics, alarms act, and the topics of an alarm are in its own region.',
  why: 'Roles swap, and then the other side needs the alarm. An alarm that rings through the lost region rings nowhere.',
  source: BALANCER_METRICS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Create the alarms and a topic in a loop over both regions, and name the topic of the same region in alarmActions.',
  example: 'new MetricAlarm(`errors-${region}`, { region, alarmActions: [topics[region].arn] })',
  types: [ALARM, COMPOSITE_ALARM, TOPIC],
  judge: (graph) => {
    const parts = partsOfOthers(graph);
    return [
      ...graph.ofType(ALARM).flatMap((alarm) => judgeActions(graph, alarm, parts.has(alarm))),
      ...graph.ofType(COMPOSITE_ALARM).flatMap((alarm) => judgeTopics(graph, alarm)),
      ...sameSets(graph),
    ];
  },
});

/** Alarms that act through something else: a composite alarm rings, and a health check sends requests elsewhere. */
function partsOfOthers(graph: ResourceGraph): ReadonlySet<Resource> {
  const composites = graph.ofType(COMPOSITE_ALARM);
  const rules = composites.map(({ inputs }) => textAt(inputs, 'alarmRule') ?? '');
  const named = graph.ofType(ALARM).filter(({ inputs }) => {
    const name = textAt(inputs, 'name');
    return name !== undefined && rules.some((rule) => rule.includes(`(${name})`) || rule.includes(`("${name}")`));
  });
  return new Set([
    ...named,
    ...composites.flatMap((composite) => graph.linked(composite, 'alarmRule', [ALARM])),
    ...graph.ofType(ROUTE53_CHECK).flatMap((check) => graph.linked(check, 'cloudwatchAlarmName', [ALARM])),
  ]);
}

function judgeActions(graph: ResourceGraph, alarm: Resource, isPart: boolean): readonly Finding[] {
  const actions = valueAt(alarm.inputs, ACTIONS);
  const fix = 'name a topic of the same region';
  if (!acts(alarm))
    return [breach(alarm, 'actionsEnabled', 'is false, so nobody hears of it', 'remove actionsEnabled')];
  if (!isPart && !isUnknown(actions) && (!Array.isArray(actions) || actions.length === 0))
    return [breach(alarm, ACTIONS, 'is empty, so nobody hears of it', fix)];
  return judgeTopics(graph, alarm);
}

function judgeTopics(graph: ResourceGraph, alarm: Resource): readonly Finding[] {
  const home = regionOf(graph, alarm);
  const topics = graph.linked(alarm, ACTIONS, [TOPIC]);
  const fix = `name a topic in ${home ?? 'the region of the alarm'}`;
  if (isUnknown(valueAt(alarm.inputs, ACTIONS)) && topics.length === 0)
    return [unknownArgument(alarm, ACTIONS, 'take it from a topic of this program')];
  const away = topics.find((topic) => regionOf(graph, topic) !== home);
  if (away)
    return [
      breach(
        alarm,
        ACTIONS,
        `names ${away.name}, a topic in ${regionOf(graph, away) ?? 'another region'}; allowed is one in ${home ?? '?'}`,
        fix,
      ),
    ];
  const literal = valueAt(alarm.inputs, ACTIONS);
  const arn = (Array.isArray(literal) ? literal : [])
    .map(String)
    .find((text) => /:sns:/.test(text) && regionOfArn(text) !== home);
  return arn === undefined ? [] : [breach(alarm, ACTIONS, `names ${arn}; allowed is a topic in ${home ?? '?'}`, fix)];
}

function sameSets(graph: ResourceGraph): readonly Finding[] {
  const regions = servingRegions(graph);
  const alarms = regionalAlarms(graph);
  if (regions.length < 2) return [];
  const open = alarms.find(({ region }) => region === undefined);
  const all = [...new Set(alarms.flatMap(({ alarm }) => watched(alarm)))];
  return all.flatMap((metric) => {
    const having = alarms.filter(({ alarm }) => watched(alarm).includes(metric));
    const [first] = having;
    return regions
      .filter((region) => first && !having.some((one) => one.region === region))
      .flatMap((region): readonly Finding[] => {
        if (!first) return [];
        const fix = `add the same alarm in ${region}`;
        if (open)
          return [undecided(open.alarm, 'region', 'is not in the plan, nor is that of the provider', 'set region')];
        return [breach(first.alarm, 'region', `leaves ${region} without an alarm on ${metric}`, fix)];
      });
  });
}
