import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { ALERT_POLICY } from './support/alerts.ts';
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

export const signalsCanBeMade = resourceRule({
  id: 'tandem-gcp-073-signals-can-be-made',
  title: 'Alerts and channels have what they need',
  what: 'Every condition of an alert says what it watches, an alert on log lines has that one condition and a limit of its notifications, and a channel says whom it reaches.',
  why: 'The preview takes an alert or a channel without them; the apply refuses it, and nobody is woken until somebody notices.',
  source: ALERTING,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Add what the message names.',
  example:
    "conditions: [{ displayName, conditionMatchedLog: { filter } }], alertStrategy: { notificationRateLimit: { period: '300s' } }",
  types: [ALERT_POLICY, CHANNEL],
  judge: (resource) => (resource.type === CHANNEL ? judgeChannel(resource) : judgeAlert(resource)),
});

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
  return [...none, ...empty, ...judgeLog(policy, conditions)];
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
  if (label === undefined || isSet(channel.inputs, `labels.${label}`) || unknownAt(channel, 'labels')) return [];
  return [breach(channel, `labels.${label}`, `is not set; a channel of the type ${String(type)} needs it`, 'set it')];
}
