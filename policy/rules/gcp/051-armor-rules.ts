import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { ARMOR_RULES } from './support/sources.ts';
import { outside, written } from '../support/values.ts';

const SECURITY_POLICY = 'gcp:compute/securityPolicy:SecurityPolicy';
const ACTION = /^(allow|deny|deny\((403|404|429|502)\)|redirect|throttle|rate_based_ban|fairshare)$/;
const LIMITS = ['throttle', 'rate_based_ban'];
const INTERVALS = [10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600];
const LAST = 2_147_483_647;
const MATCHES = ['match.config.srcIpRanges', 'match.expr'] as const;
/** Keys that name something of the request. */
const NAMED_KEYS = ['HTTP_HEADER', 'HTTP_COOKIE'];

export const armorRules = resourceRule({
  id: 'tandem-gcp-051-armor-rules',
  title: 'Rules of a security policy are ones that the API takes',
  what: 'Actions, priorities and rate limits of security policy rules have possible values.',
  why: 'The preview takes any text as an action; the apply then fails, or nothing is protected.',
  source: ARMOR_RULES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Use allow, deny(403), throttle or rate_based_ban, with rateLimitOptions for the last two.',
  example:
    "action: 'throttle', rateLimitOptions: { conformAction: 'allow', exceedAction: 'deny(429)', rateLimitThreshold: { count: 6000, intervalSec: 60 } }",
  types: [SECURITY_POLICY],
  judge: (policy) => {
    if (unknownAt(policy, 'rules')) return [unknownArgument(policy, 'rules', 'give the rules as a list')];
    return blocksAt(policy.inputs, 'rules').flatMap((rule, index) => judge(policy, rule, `rules.${index}`));
  },
});

function judge(policy: Resource, rule: Readonly<Record<string, unknown>>, path: string): readonly Finding[] {
  const at = written(path);
  const action = textAt(rule, 'action');
  const findings: Finding[] = [...outside(policy, `${path}.priority`, { low: 0, high: LAST, whole: true })];
  const fix = 'use allow, deny(403), deny(404), deny(429), deny(502), redirect, throttle or rate_based_ban';
  if (isUnknown(valueAt(rule, 'action'))) findings.push(unknownArgument(policy, `${at}.action`, fix));
  else if (action !== undefined && !ACTION.test(action)) {
    findings.push(breach(policy, `${at}.action`, `is "${action}", which is no action`, fix));
  }
  if (!isUnknown(valueAt(rule, 'match')) && !MATCHES.some((argument) => hasSome(rule, argument))) {
    const problem = 'names nobody, so the rule is for no request';
    findings.push(breach(policy, `${at}.match`, problem, "set match.config.srcIpRanges to ['*'], or match.expr"));
  } else if (hasSome(rule, MATCHES[0]) && !isSet(rule, 'match.versionedExpr')) {
    const problem = 'is not set; ranges need it';
    findings.push(breach(policy, `${at}.match.versionedExpr`, problem, 'set it to SRC_IPS_V1'));
  }
  if (action === undefined || !LIMITS.includes(action)) return findings;
  const options = `${path}.rateLimitOptions`;
  const interval = valueAt(rule, 'rateLimitOptions.rateLimitThreshold.intervalSec');
  findings.push(...outside(policy, `${options}.rateLimitThreshold.count`, { low: 1, high: 1_000_000, whole: true }));
  if (!isSet(rule, 'rateLimitOptions')) {
    findings.push(
      breach(
        policy,
        `${at}.rateLimitOptions`,
        `is not set; ${action} needs it`,
        'set rateLimitOptions with a rateLimitThreshold',
      ),
    );
  } else if (interval !== undefined && !isUnknown(interval) && !INTERVALS.includes(Number(interval))) {
    const argument = `${at}.rateLimitOptions.rateLimitThreshold.intervalSec`;
    findings.push(
      breach(policy, argument, `is ${String(interval)}; allowed is ${INTERVALS.join(', ')}`, 'set it to 60'),
    );
  }
  const key = textAt(rule, 'rateLimitOptions.enforceOnKey') ?? '';
  if (NAMED_KEYS.includes(key) && !isSet(rule, 'rateLimitOptions.enforceOnKeyName')) {
    const argument = `${at}.rateLimitOptions.enforceOnKeyName`;
    findings.push(breach(policy, argument, `is not set; enforceOnKey ${key} needs it`, 'name it, or count by IP'));
  }
  if (
    action === 'rate_based_ban' &&
    isSet(rule, 'rateLimitOptions') &&
    !isSet(rule, 'rateLimitOptions.banDurationSec')
  ) {
    findings.push(
      breach(policy, `${at}.rateLimitOptions.banDurationSec`, 'is not set; rate_based_ban needs it', 'set it to 600'),
    );
  }
  return findings;
}

function hasSome(rule: Readonly<Record<string, unknown>>, argument: string): boolean {
  const value = valueAt(rule, argument);
  return value !== undefined && value !== null && !(Array.isArray(value) && value.filter(Boolean).length === 0);
}
