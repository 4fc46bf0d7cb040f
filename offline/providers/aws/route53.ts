import type { Description } from '../kit/description.ts';
import { alphanumeric, uuid } from '../kit/random.ts';
import {
  atMostOne,
  conflicts,
  exactlyOne,
  isPresent,
  items,
  length,
  list,
  matches,
  oneOf,
  range,
  required,
  requires,
  type Rule,
  when,
} from '../kit/rules.ts';
import { isSet, listOf, type Value, type Values } from '../kit/values.ts';

const ZONE = 'aws:route53/zone:Zone';

const HEALTH_CHECK = 'aws:route53/healthCheck:HealthCheck';

const RECORD = 'aws:route53/record:Record';

const zone: Description = {
  type: ZONE,
  autoname: { property: 'name', maximum: 255 },
  defaults: { comment: 'Managed by Pulumi' },
  check: [conflicts('delegationSetId', 'vpcs'), length('name', 1, 1024), length('comment', 0, 256)],
  remove: [
    (state, cloud) => {
      const records = cloud.all(RECORD).filter((record) => record.state['zoneId'] === state['zoneId']);
      if (state['forceDestroy'] === true || records.length === 0) return [];
      return [{ path: 'forceDestroy', reason: `is not true and the zone has ${records.length} more records` }];
    },
  ],
  computed: ['enableAcceleratedRecovery', 'vpcs[].vpcRegion'],
  replaces: ['name', 'delegationSetId'],
  normal: { name: byDomain },
  id: () => `Z${alphanumeric(20).toUpperCase()}`,
  outputs: (_situation, id) => ({
    zoneId: id,
    arn: `arn:aws:route53:::hostedzone/${id}`,
    nameServers: ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net', 'ns-3.awsdns-03.org', 'ns-4.awsdns-04.co.uk'],
    primaryNameServer: 'ns-1.awsdns-01.com',
  }),
};

const POLICIES = [
  'cidrRoutingPolicy',
  'failoverRoutingPolicies',
  'geolocationRoutingPolicies',
  'geoproximityRoutingPolicy',
  'latencyRoutingPolicies',
  'multivalueAnswerRoutingPolicy',
  'weightedRoutingPolicies',
];

const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
];

const setNeedsPolicy: Rule = (inputs) =>
  isSet(inputs['setIdentifier']) && !POLICIES.some((policy) => isPresent(inputs, policy))
    ? [{ path: 'setIdentifier', reason: `needs one of ${list(POLICIES)}` }]
    : [];

/** Records of one name and type share a set: all simple, or all with the same kind of policy. */
const fitsSet: Rule = (inputs, { cloud, old }) => {
  const kindOf = (record: Values): string => POLICIES.find((policy) => isPresent(record, policy)) ?? 'simple';
  const others = cloud.all(RECORD).filter(({ state }) => {
    const isSame = ['zoneId', 'type'].every((name) => state[name] === inputs[name]);
    return (
      isSame &&
      byDomain(state['name'] ?? '') === byDomain(inputs['name'] ?? '') &&
      state['fqdn'] !== undefined &&
      state['setIdentifier'] !== old?.['setIdentifier']
    );
  });
  return others
    .filter(({ state }) => kindOf(state) !== kindOf(inputs) || state['setIdentifier'] === inputs['setIdentifier'])
    .filter(() => old === undefined)
    .map(({ id }) => ({
      path: 'name',
      reason: `clashes with ${id}: one kind of routing policy a name, each with its own setIdentifier`,
    }));
};

const record: Description = {
  type: RECORD,
  check: [
    exactlyOne('aliases', 'records'),
    conflicts('aliases', 'ttl'),
    requires('ttl', 'records'),
    atMostOne(...POLICIES),
    ...POLICIES.map((policy) => requires(policy, 'setIdentifier')),
    oneOf('type', RECORD_TYPES),
    oneOf('failoverRoutingPolicies[].type', ['PRIMARY', 'SECONDARY']),
    range('geoproximityRoutingPolicy.bias', -99, 99),
    length('aliases[].zoneId', 1, 32),
  ],
  apply: [
    when((inputs) => isPresent(inputs, 'records'), required('ttl')),
    setNeedsPolicy,
    fitsSet,
    when(
      (inputs) =>
        listOf(inputs['failoverRoutingPolicies']).some((policy) => (policy as Values)['type'] === 'PRIMARY') &&
        !isPresent(inputs, 'aliases'),
      required('healthCheckId'),
    ),
  ],
  replaces: ['zoneId', 'name'],
  normal: { name: byDomain, 'aliases[].name': byDomain },
  unordered: ['records'],
  references: { zoneId: [ZONE], healthCheckId: [HEALTH_CHECK] },
  holds: ['healthCheckId'],
  id: ({ inputs }) =>
    [inputs['zoneId'], byDomain(inputs['name'] ?? ''), inputs['type'], inputs['setIdentifier']].filter(isSet).join('_'),
  outputs: ({ inputs }) => ({ fqdn: byDomain(inputs['name'] ?? '') }),
};

const ENDPOINT_CHECKS = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP'];

const healthCheck: Description = {
  type: HEALTH_CHECK,
  check: [
    oneOf('type', [...ENDPOINT_CHECKS, 'CALCULATED', 'CLOUDWATCH_METRIC', 'RECOVERY_CONTROL']),
    oneOf('requestInterval', [10, 30]),
    range('failureThreshold', 1, 10),
    items('regions', 3, 64),
    items('childHealthchecks', 0, 256),
    range('childHealthThreshold', 0, 256),
    length('fqdn', 0, 255),
    length('resourcePath', 0, 255),
    length('searchString', 0, 255),
    oneOf('insufficientDataHealthStatus', ['Healthy', 'Unhealthy', 'LastKnownStatus']),
    matches('ipAddress', /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]+)$/, 'an IP address'),
    length('referenceName', 0, 27),
  ],
  apply: [
    (inputs) =>
      ENDPOINT_CHECKS.includes(String(inputs['type'])) && !isPresent(inputs, 'fqdn') && !isPresent(inputs, 'ipAddress')
        ? [{ path: 'fqdn', reason: 'one of `fqdn`, `ipAddress` must be set for this type' }]
        : [],
    when(
      ({ type }) => type === 'CLOUDWATCH_METRIC',
      required('cloudwatchAlarmName'),
      required('cloudwatchAlarmRegion'),
    ),
    when(({ type }) => String(type).endsWith('_STR_MATCH'), required('searchString')),
  ],
  computed: ['enableSni', 'failureThreshold', 'requestInterval', 'port'],
  replaces: ['type', 'measureLatency', 'referenceName', 'requestInterval', 'routingControlArn'],
  references: { 'childHealthchecks[]': [HEALTH_CHECK] },
  holds: ['childHealthchecks[]'],
  unordered: ['childHealthchecks', 'regions'],
  id: () => uuid(),
  outputs: (_situation, id) => ({ arn: `arn:aws:route53:::healthcheck/${id}` }),
};

/** Route 53 stores names in lower case and without the last dot. */
function byDomain(value: Value): string {
  return String(value).toLowerCase().replace(/\.$/, '');
}

/** Zones, records and health checks. */
export const route53 = [zone, record, healthCheck];
