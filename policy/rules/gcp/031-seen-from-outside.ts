import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, FORWARDING_RULE, URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { ALERT_POLICY, UPTIME_CHECK } from './support/alerts.ts';
import { isFor } from './support/certificates.ts';
import { textsIn } from '../support/blocks.ts';
import { pinsOf } from './support/pins.ts';
import { scopesOf, type Scope } from './support/scope.ts';
import { UPTIME_CHECKS } from './support/sources.ts';

const HOST = 'monitoredResource.labels.host';
/** Where the names of the entry stand. */
const CERTIFIED = [
  'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry',
  'gcp:certificatemanager/certificate:Certificate',
  'gcp:compute/managedSslCertificate:ManagedSslCertificate',
];
const HOSTS = ['hostname', 'managed.domains'];

export const seenFromOutside = graphRule({
  id: 'tandem-gcp-031-seen-from-outside',
  title: 'The site is watched from outside, region by region',
  what: 'An uptime check asks every minute from at least three places, each region that a header pins has a check that sends this header, the checks ask a name that the entry has a certificate for, and an alert tells when a check fails.',
  why: 'Signals from inside fall silent with the region. A check through the entry alone does not notice a lost region, because the failover hides it.',
  source: UPTIME_CHECKS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    "Add an UptimeCheckConfig with period '60s' for the public name, and one for each region with its header.",
  example:
    "new UptimeCheckConfig('up-us-east4', { period: '60s', selectedRegions: ['USA', 'EUROPE', 'ASIA_PACIFIC'], httpCheck: { path: '/ready', useSsl: true, headers: { 'x-tandem-region': 'us-east4' } } })",
  types: [UPTIME_CHECK, BACKEND_SERVICE],
  judge: (graph) => {
    const checks = graph.ofType(UPTIME_CHECK);
    return [...checks.flatMap(judgeCheck), ...scopesOf(graph).flatMap((scope) => judgeScope(graph, scope, checks))];
  },
});

function judgeScope(graph: ResourceGraph, { entry, includes }: Scope, checks: readonly Resource[]): readonly Finding[] {
  const argument = 'monitoring.UptimeCheckConfig';
  const own = checks.filter(includes);
  if (own.length === 0) {
    const fix = "add an UptimeCheckConfig with period '60s' for the public name";
    return [breach(entry.service, argument, 'is missing, so nobody asks from outside', fix)];
  }
  const astray = [
    ...judgeHosts(graph.ofType(...CERTIFIED).filter(includes), own),
    ...judgePorts(graph.ofType(FORWARDING_RULE).filter(includes), own),
  ];
  const pins = graph.ofType(URL_MAP).filter(includes).flatMap(pinsOf);
  const unheard = own
    .filter((check) => !alerts(graph, check))
    .map((check) =>
      breach(
        check,
        'monitoring.AlertPolicy',
        'is missing: nobody hears when this check fails',
        'add an AlertPolicy on uptime_check/check_passed for it',
      ),
    );
  const general = own.some((check) => !pins.some(({ header, value }) => sends(check, header, value)))
    ? []
    : [
        breach(
          entry.service,
          argument,
          'for clients is missing: every check pins a region',
          'add an UptimeCheckConfig that sends no pinning header',
        ),
      ];
  const unpinned = pins
    .filter(({ header, value }) => !own.some((check) => sends(check, header, value)))
    .map(({ header, value }) =>
      breach(
        entry.service,
        argument,
        `for the route pinned by ${header}: ${value} is missing`,
        `add an UptimeCheckConfig whose httpCheck.headers has ${header}: ${value}`,
      ),
    );
  return [...unheard, ...general, ...unpinned, ...astray];
}

/** A check that asks another host than the certified ones says nothing about this entry. */
function judgeHosts(certified: readonly Resource[], checks: readonly Resource[]): readonly Finding[] {
  const hosts = certified.flatMap((resource) => HOSTS.flatMap((path) => valuesAt(resource.inputs, path)));
  if (hosts.length === 0 || hosts.some(isUnknown)) return [];
  return checks.flatMap((check): readonly Finding[] => {
    const host = textAt(check.inputs, HOST);
    if (host === undefined || hosts.some((known) => isFor(String(known), host))) return [];
    const problem = `is ${host}, which no certificate of this entry is for`;
    return [breach(check, HOST, problem, `set it to ${String(hosts[0])}`)];
  });
}

/** A check that asks where no forwarding rule answers fails always. */
function judgePorts(rules: readonly Resource[], checks: readonly Resource[]): readonly Finding[] {
  const ports = rules.map(({ inputs }) => String(valueAt(inputs, 'portRange') ?? '').split('-')[0] ?? '');
  if (ports.length === 0 || ports.some((port) => !/^\d+$/.test(port))) return [];
  return checks.flatMap((check): readonly Finding[] => {
    const port = numberAt(check.inputs, 'httpCheck.port');
    if (port === undefined || ports.includes(String(port))) return [];
    const answered = [...new Set(ports)].join(' and ');
    return [breach(check, 'httpCheck.port', `is ${port}, and the entry answers on ${answered}`, 'set it to 443')];
  });
}

/** True when an alert policy refers to a check, or watches all of them. */
function alerts(graph: ResourceGraph, check: Resource): boolean {
  return graph.ofType(ALERT_POLICY).some((policy) => {
    if (valueAt(policy.inputs, 'enabled') === false || !firesOnFailure(policy, check)) return false;
    if (graph.linked(policy, 'conditions', [UPTIME_CHECK]).includes(check)) return true;
    const texts = textsIn(policy.inputs['conditions']).map(({ text }) => text);
    return texts.some((text) => text.includes('uptime_check/check_passed') && !text.includes('check_id'));
  });
}

/**
 * False where a condition counts failures and waits for few of them, or for more than there are places, or counts passes and
 * waits for many. Other ways to write it are taken for right.
 */
function firesOnFailure(policy: Resource, check: Resource): boolean {
  const places = valueAt(check.inputs, 'selectedRegions');
  const most = Array.isArray(places) && places.length > 0 ? reach(places) : 6;
  return blocksAt(policy.inputs, 'conditions').every((block) => {
    const threshold = valueAt(block, 'conditionThreshold');
    const counts = ['crossSeriesReducer', 'perSeriesAligner'].flatMap((argument) =>
      valuesAt(threshold, `aggregations.${argument}`).map(String),
    );
    const falls = textAt(threshold, 'comparison') === 'COMPARISON_LT';
    if (counts.some((count) => count.endsWith('COUNT_FALSE')))
      return !falls && (numberAt(threshold, 'thresholdValue') ?? 0) < most;
    return falls || !counts.some((count) => count.endsWith('_TRUE'));
  });
}

function judgeCheck(check: Resource): readonly Finding[] {
  const findings: Finding[] = [];
  const period = textAt(check.inputs, 'period') ?? '300s';
  const everyMinute = "set period to '60s'";
  if (unknownAt(check, 'period')) findings.push(unknownArgument(check, 'period', everyMinute));
  else if (Number.parseFloat(period) !== 60) {
    findings.push(breach(check, 'period', `is ${period}; allowed is 60s`, everyMinute));
  }
  const places = valueAt(check.inputs, 'selectedRegions');
  const fix = "set selectedRegions to ['USA', 'EUROPE', 'ASIA_PACIFIC'], or leave it out for all";
  if (isUnknown(places)) findings.push(unknownArgument(check, 'selectedRegions', fix));
  else if (Array.isArray(places) && places.length > 0 && reach(places) < 3) {
    findings.push(
      breach(check, 'selectedRegions', `names ${places.join(', ')}; allowed are three places or more`, fix),
    );
  }
  return [...findings, ...judgeQuestion(check)];
}

/** TLS is spoken on one port and plain HTTP on the other, and an answer that means trouble has to count as such. */
function judgeQuestion(check: Resource): readonly Finding[] {
  const [secure, port] = [valueAt(check.inputs, 'httpCheck.useSsl') === true, valueAt(check.inputs, 'httpCheck.port')];
  const wrong = secure ? 80 : 443;
  const problem = `is ${String(secure)}, while the check asks on port ${wrong}, so it fails always`;
  const fix = `set useSsl to ${String(!secure)}, or another port`;
  const crossed = port === wrong ? [breach(check, 'httpCheck.useSsl', problem, fix)] : [];
  const blind = blocksAt(check.inputs, 'httpCheck.acceptedResponseStatusCodes').flatMap((code, index) => {
    const given = [textAt(code, 'statusClass'), numberAt(code, 'statusValue')];
    if (!given.some((value) => value === 'STATUS_CLASS_ANY' || value === 'STATUS_CLASS_5XX' || Number(value) >= 500))
      return [];
    const argument = `httpCheck.acceptedResponseStatusCodes[${index}]`;
    const says = `takes ${String(given.find(Boolean))} for health, so the check passes while requests fail`;
    return [breach(check, argument, says, 'accept STATUS_CLASS_2XX only')];
  });
  const inside = textAt(check.inputs, 'checkerType') === 'VPC_CHECKERS';
  const within = inside
    ? [breach(check, 'checkerType', 'is VPC_CHECKERS, which ask from inside the network', 'remove checkerType')]
    : [];
  return [...crossed, ...blind, ...within];
}

/** The name USA stands for three places by itself. */
const reach = (places: readonly unknown[]): number =>
  places.reduce<number>((sum, place) => sum + (place === 'USA' ? 3 : 1), 0);

function sends(check: Resource, header: string, value: string): boolean {
  const headers = valueAt(check.inputs, 'httpCheck.headers');
  if (isUnknown(headers) || isUnknown(valueAt(check.inputs, 'httpCheck'))) return true;
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.entries(headers).some(
    ([name, given]) => name.toLowerCase() === header.toLowerCase() && given === value,
  );
}
