import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { textsIn } from '../support/blocks.ts';
import { judgeThresholds } from './support/aggregations.ts';
import { ALERT_POLICY, LOG_METRIC, UPTIME_CHECK } from './support/alerts.ts';
import { ALERTING } from './support/sources.ts';

const CHANNEL = 'gcp:monitoring/notificationChannel:NotificationChannel';
const KINDS = [
  ...['conditionThreshold', 'conditionAbsent', 'conditionMatchedLog', 'conditionMonitoringQueryLanguage'],
  ...['conditionPrometheusQueryLanguage', 'conditionSql'],
];
const RATE = 'alertStrategy.notificationRateLimit';

/** The label without which a channel of a type reaches nobody. */
const LABELS: Readonly<Record<string, string>> = {
  email: 'email_address',
  sms: 'number',
  slack: 'channel_name',
  pubsub: 'topic',
  webhook_basicauth: 'url',
  webhook_tokenauth: 'url',
};

export const signalsCanBeMade = graphRule({
  id: 'tandem-gcp-073-signals-can-be-made',
  title: 'Alerts, checks and channels have what they need',
  what: 'Every condition of an alert says what it watches, adds it up in a way that its metric allows and can be met and not met, a log-based metric that it names is in the program where the program makes such metrics, an alert on log lines has that one condition and a limit of its notifications, a check says what it asks of whom, and a channel says whom it reaches.',
  why: 'The preview takes an alert or a channel without them; the apply refuses it, and nobody is woken until somebody notices.',
  source: ALERTING,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Add what the message names.',
  example:
    "conditions: [{ displayName, conditionMatchedLog: { filter } }], alertStrategy: { notificationRateLimit: { period: '300s' } }",
  types: [ALERT_POLICY, CHANNEL, UPTIME_CHECK],
  judge: (graph) => [
    ...graph
      .ofType(ALERT_POLICY)
      .flatMap((policy) => [...judgeAlert(policy), ...judgeThresholds(policy), ...judgeMetrics(graph, policy)]),
    ...graph.ofType(CHANNEL).flatMap(judgeChannel),
    ...graph.ofType(UPTIME_CHECK).flatMap(judgeCheck),
  ],
});

/** What a check can ask, and of whom. */
const QUESTIONS = ['httpCheck', 'tcpCheck', 'syntheticMonitor'];
const ASKED = ['monitoredResource', 'resourceGroup', 'syntheticMonitor'];

function judgeCheck(check: Resource): readonly Finding[] {
  const isAnyOf = (list: readonly string[]): boolean => list.some((argument) => isSet(check.inputs, argument));
  const mute = isAnyOf(QUESTIONS) ? [] : [breach(check, 'httpCheck', 'is not set, nor another kind', 'set httpCheck')];
  const host = 'monitoredResource.labels.host';
  const url = textAt(check.inputs, 'monitoredResource.type') === 'uptime_url' && !isSet(check.inputs, host);
  const nowhere = isAnyOf(ASKED)
    ? url && !unknownAt(check, host)
      ? [breach(check, host, 'is not set, so there is nobody to ask', 'set it to the public name')]
      : []
    : [breach(check, 'monitoredResource', 'is not set, so there is nobody to ask', 'set type uptime_url and host')];
  return [...mute, ...nowhere];
}

/** A metric that somebody else makes is found by the API as well, so only a program that makes its own is judged. */
function judgeMetrics(graph: ResourceGraph, policy: Resource): readonly Finding[] {
  const names = graph.ofType(LOG_METRIC).map((metric) => valueAt(metric.inputs, 'name'));
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || isUnknown(name))) return [];
  return textsIn(policy.inputs['conditions'], 'conditions').flatMap(({ path, text }): readonly Finding[] => {
    const [, named] = /logging\.googleapis\.com\/user\/([^"\s]+)/.exec(text) ?? [];
    if (named === undefined || names.includes(named)) return [];
    const problem = `watches the log-based metric ${named}, which the program does not make`;
    return [breach(policy, path, problem, `use one of ${names.join(', ')}, or add a logging.Metric`)];
  });
}

function judgeAlert(policy: Resource): readonly Finding[] {
  const list = 'conditions';
  if (unknownAt(policy, list)) return [unknownArgument(policy, list, 'give the conditions as a list')];
  const conditions = blocksAt(policy.inputs, list);
  const none = conditions.length === 0 ? [breach(policy, list, 'is empty, so it never fires', 'add a condition')] : [];
  const empty = conditions.flatMap((block, index): readonly Finding[] => {
    if (KINDS.some((kind) => isSet(block, kind))) return [];
    const fix = 'add conditionThreshold, conditionMatchedLog or another kind';
    return [breach(policy, `${list}[${index}]`, 'says nothing to watch', fix)];
  });
  const blind = conditions.flatMap((block, index): readonly Finding[] => {
    const place = `${list}[${index}].conditionThreshold`;
    if (!isSet(block, 'conditionThreshold') || isUnknown(valueAt(block, 'conditionThreshold'))) return [];
    const filter = valueAt(block, 'conditionThreshold.filter');
    if (filter !== undefined && filter !== null && filter !== '') return [];
    return [breach(policy, `${place}.filter`, 'is not set, so it watches nothing', 'set filter to the metric')];
  });
  return [...none, ...empty, ...blind, ...judgeLog(policy, conditions)];
}

function judgeLog(policy: Resource, conditions: readonly unknown[]): readonly Finding[] {
  if (!conditions.some((block) => isSet(block, 'conditionMatchedLog'))) return [];
  const findings: Finding[] = [];
  if (conditions.length > 1) {
    const problem = 'has others beside conditionMatchedLog, which has to be the only one';
    findings.push(breach(policy, 'conditions', problem, 'give each its own AlertPolicy'));
  }
  if (!isSet(policy.inputs, RATE)) {
    findings.push(breach(policy, RATE, 'is not set; an alert on log lines needs it', "set its period to '300s'"));
  }
  return findings;
}

function judgeChannel(channel: Resource): readonly Finding[] {
  const type = valueAt(channel.inputs, 'type');
  const label = LABELS[String(type)];
  if (isUnknown(type)) return [unknownArgument(channel, 'type', 'write the type out')];
  if (label === undefined || isNamed(channel, label) || unknownAt(channel, 'labels')) return [];
  return [breach(channel, `labels.${label}`, `is not set; a channel of the type ${String(type)} needs it`, 'set it')];
}

const isNamed = (channel: Resource, label: string): boolean =>
  isSet(channel.inputs, `labels.${label}`) && valueAt(channel.inputs, `labels.${label}`) !== '';
