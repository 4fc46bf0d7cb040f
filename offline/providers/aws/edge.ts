import type { Description } from '../kit/description.ts';
import { atMostOne, conflicts, each, exactlyOne, isPresent, items, length, list, matches, oneOf, range, rejects, required, requires, when, within, type Rule } from '../kit/rules.ts';
import { alphanumeric, hex, uuid } from '../kit/random.ts';
import { isSet, listOf, textOf, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import { arn, globalArn, isArn, named, regionOf, unique } from './common.ts';
import { LOAD_BALANCER } from './loadBalancing.ts';

const ACCELERATOR = 'aws:globalaccelerator/accelerator:Accelerator';
const GA_LISTENER = 'aws:globalaccelerator/listener:Listener';
const ENDPOINT_GROUP = 'aws:globalaccelerator/endpointGroup:EndpointGroup';
const ZONE = 'aws:route53/zone:Zone';
const HEALTH_CHECK = 'aws:route53/healthCheck:HealthCheck';
const RECORD = 'aws:route53/record:Record';
const CERTIFICATE = 'aws:acm/certificate:Certificate';
const WEB_ACL = 'aws:wafv2/webAcl:WebAcl';

const accelerator: Description = {
  type: ACCELERATOR,
  autoname: named,
  defaults: { enabled: true, ipAddressType: 'IPV4' },
  check: [
    matches('name', /^(?!-)[0-9A-Za-z-]{1,255}(?<!-)$/, 'letters, digits and hyphens, with no hyphen at either end'),
    oneOf('ipAddressType', ['IPV4', 'DUAL_STACK']),
  ],
  computed: ['ipAddresses'],
  replaces: ['ipAddresses'],
  id: () => globalArn('globalaccelerator', `accelerator/${uuid()}`),
  outputs: (_situation, id) => ({
    arn: id,
    dnsName: `a${hex(16)}.awsglobalaccelerator.com`,
    dualStackDnsName: '',
    hostedZoneId: 'Z2BJ6XQ5FK7U4H',
    ipSets: [{ ipFamily: 'IPv4', ipAddresses: ['192.0.2.250', '198.51.100.250'] }],
  }),
};

const gaListener: Description = {
  type: GA_LISTENER,
  defaults: { clientAffinity: 'NONE' },
  check: [
    isArn('acceleratorArn'),
    oneOf('protocol', ['TCP', 'UDP']),
    oneOf('clientAffinity', ['NONE', 'SOURCE_IP']),
    items('portRanges', 1, 10),
    range('portRanges[].fromPort', 1, 65535),
    range('portRanges[].toPort', 1, 65535),
  ],
  replaces: ['acceleratorArn'],
  unordered: ['portRanges'],
  references: { acceleratorArn: [ACCELERATOR] },
  holds: ['acceleratorArn'],
  id: ({ inputs }) => `${textOf(inputs['acceleratorArn'])}/listener/${hex(8)}`,
  outputs: (_situation, id) => ({ arn: id }),
};

/** A listener has one group of endpoints in a region. */
const oneGroupPerRegion: Rule = (inputs, { cloud, old, settings }) =>
  cloud
    .all(ENDPOINT_GROUP)
    .filter(({ state }) => state['listenerArn'] === inputs['listenerArn'] && state['arn'] !== old?.['arn'])
    .filter(({ state }) => state['endpointGroupRegion'] === (inputs['endpointGroupRegion'] ?? settings['region']))
    .map(({ id, state }) => ({ path: 'endpointGroupRegion', reason: `${String(state['endpointGroupRegion'])} already has ${id}` }));

const endpointGroup: Description = {
  type: ENDPOINT_GROUP,
  defaults: { healthCheckIntervalSeconds: 30, healthCheckProtocol: 'TCP', thresholdCount: 3, trafficDialPercentage: 100 },
  check: [
    isArn('listenerArn'),
    range('trafficDialPercentage', 0, 100),
    range('endpointConfigurations[].weight', 0, 255),
    range('healthCheckIntervalSeconds', 10, 30),
    range('thresholdCount', 1, 10),
    oneOf('healthCheckProtocol', ['TCP', 'HTTP', 'HTTPS']),
    items('portOverrides', 0, 10),
  ],
  apply: [
    each('healthCheckIntervalSeconds', (value) => (value === 10 || value === 30 ? undefined : `expected 10 or 30, got ${String(value)}`)),
    oneGroupPerRegion,
    items('endpointConfigurations', 0, 10),
  ],
  computed: ['endpointGroupRegion', 'healthCheckPath', 'healthCheckPort', 'endpointConfigurations[].clientIpPreservationEnabled', 'endpointConfigurations[].weight'],
  replaces: ['listenerArn', 'endpointGroupRegion'],
  unordered: ['endpointConfigurations', 'portOverrides'],
  references: { listenerArn: [GA_LISTENER], 'endpointConfigurations[].endpointId': [LOAD_BALANCER, 'aws:ec2/eip:Eip'] },
  holds: ['listenerArn', 'endpointConfigurations[].endpointId'],
  id: ({ inputs }) => `${textOf(inputs['listenerArn'])}/endpoint-group/${hex(12)}`,
  outputs: ({ settings }, id) => ({ arn: id, endpointGroupRegion: settings['region'] ?? '', healthCheckPath: '', healthCheckPort: 0 }),
};

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
const RECORD_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'DS', 'HTTPS', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SPF', 'SRV', 'SSHFP', 'SVCB', 'TLSA', 'TXT'];

const setNeedsPolicy: Rule = (inputs) =>
  isSet(inputs['setIdentifier']) && !POLICIES.some((policy) => isPresent(inputs, policy))
    ? [{ path: 'setIdentifier', reason: `needs one of ${list(POLICIES)}` }]
    : [];

/** Records of one name and type share a set: all simple, or all with the same kind of policy. */
const fitsSet: Rule = (inputs, { cloud, old }) => {
  const kindOf = (record: Values): string => POLICIES.find((policy) => isPresent(record, policy)) ?? 'simple';
  const others = cloud.all(RECORD).filter(({ state }) => {
    const isSame = ['zoneId', 'type'].every((name) => state[name] === inputs[name]);
    return isSame && byDomain(state['name'] ?? '') === byDomain(inputs['name'] ?? '') && state['fqdn'] !== undefined && state['setIdentifier'] !== old?.['setIdentifier'];
  });
  return others
    .filter(({ state }) => kindOf(state) !== kindOf(inputs) || state['setIdentifier'] === inputs['setIdentifier'])
    .filter(() => old === undefined)
    .map(({ id }) => ({ path: 'name', reason: `clashes with ${id}: one kind of routing policy a name, each with its own setIdentifier` }));
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
      (inputs) => listOf(inputs['failoverRoutingPolicies']).some((policy) => (policy as Values)['type'] === 'PRIMARY') && !isPresent(inputs, 'aliases'),
      required('healthCheckId'),
    ),
  ],
  replaces: ['zoneId', 'name'],
  normal: { name: byDomain, 'aliases[].name': byDomain },
  unordered: ['records'],
  references: { zoneId: [ZONE], healthCheckId: [HEALTH_CHECK] },
  holds: ['healthCheckId'],
  id: ({ inputs }) => [inputs['zoneId'], byDomain(inputs['name'] ?? ''), inputs['type'], inputs['setIdentifier']].filter(isSet).join('_'),
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
    when(({ type }) => type === 'CLOUDWATCH_METRIC', required('cloudwatchAlarmName'), required('cloudwatchAlarmRegion')),
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

/** What a certificate covers: its domain and the further names, each once. */
function domainsOf(inputs: Values): Value[] {
  const first = inputs['domainName'];
  return [...new Set([...(isSet(first) ? [first as Value] : []), ...listOf(inputs['subjectAlternativeNames'])])];
}

function validationRecord(domain: Value, isPlanned: boolean): Values {
  const token = isPlanned ? UNKNOWN : hex(32);
  return {
    domainName: domain,
    resourceRecordName: isPlanned ? UNKNOWN : `_${token}.${String(domain)}.`,
    resourceRecordType: isPlanned ? UNKNOWN : 'CNAME',
    resourceRecordValue: isPlanned ? UNKNOWN : `_${hex(32)}.acm-validations.aws.`,
  };
}

const certificate: Description = {
  type: CERTIFICATE,
  check: [
    exactlyOne('domainName', 'privateKey', 'privateKeyWo'),
    conflicts('domainName', 'certificateBody', 'certificateChain', 'privateKey'),
    requires('certificateBody', 'privateKey'),
    conflicts('validationMethod', 'certificateAuthorityArn', 'certificateBody', 'certificateChain', 'privateKey'),
    oneOf('validationMethod', ['DNS', 'EMAIL', 'HTTP']),
    rejects('domainName', /\.$/, 'must not end with a dot'),
    rejects('subjectAlternativeNames[]', /\.$/, 'must not end with a dot'),
    length('subjectAlternativeNames[]', 1, 253),
    oneOf('keyAlgorithm', ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1']),
  ],
  apply: [when((inputs) => isPresent(inputs, 'domainName') && !isPresent(inputs, 'certificateAuthorityArn'), required('validationMethod'))],
  computed: ['keyAlgorithm', 'options', 'subjectAlternativeNames', 'validationMethod', 'domainName'],
  replaces: ['domainName', 'subjectAlternativeNames', 'validationMethod', 'validationOptions', 'keyAlgorithm', 'certificateAuthorityArn'],
  unordered: ['subjectAlternativeNames'],
  secrets: ['privateKey'],
  id: (situation) => arn('acm', situation, `certificate/${uuid()}`),
  planned: ({ inputs, old }): Values => {
    const domains = domainsOf(inputs);
    if (old !== undefined || domains.includes(UNKNOWN)) return {};
    return {
      subjectAlternativeNames: domains,
      ...(inputs['validationMethod'] === 'DNS' ? { domainValidationOptions: domains.map((domain) => validationRecord(domain, true)) } : {}),
    };
  },
  outputs: ({ inputs }, id) => ({
    arn: id,
    domainValidationOptions: inputs['validationMethod'] === 'DNS' ? domainsOf(inputs).map((domain) => validationRecord(domain, false)) : [],
    keyAlgorithm: 'RSA_2048',
    status: inputs['validationMethod'] === undefined ? 'ISSUED' : 'PENDING_VALIDATION',
    type: isSet(inputs['domainName']) ? 'AMAZON_ISSUED' : 'IMPORTED',
  }),
};

const certificateValidation: Description = {
  type: 'aws:acm/certificateValidation:CertificateValidation',
  check: [isArn('certificateArn')],
  replaces: ['*'],
  unordered: ['validationRecordFqdns'],
  references: { certificateArn: [CERTIFICATE] },
  id: () => new Date().toISOString(),
};

const VISIBILITY = ['cloudwatchMetricsEnabled', 'metricName', 'sampledRequestsEnabled'];

const webAcl: Description = {
  type: WEB_ACL,
  autoname: { ...named, maximum: 128 },
  check: [
    oneOf('scope', ['CLOUDFRONT', 'REGIONAL']),
    conflicts('rules', 'ruleJson'),
    atMostOne('name', 'namePrefix'),
    matches('name', /^[0-9A-Za-z_-]{1,128}$/, '1 to 128 letters, digits, hyphens and underscores'),
    length('description', 1, 256),
    length('tokenDomains[]', 1, 253),
    within('visibilityConfig', ...VISIBILITY.map(required)),
    within('rules[].visibilityConfig', ...VISIBILITY.map(required)),
  ],
  apply: [
    unique('name'),
    within('defaultAction', exactlyOne('allow', 'block')),
    within('rules[]', exactlyOne('action', 'overrideAction')),
    (inputs, situation) =>
      inputs['scope'] === 'CLOUDFRONT' && regionOf(situation) !== 'us-east-1' ? [{ path: 'scope', reason: 'CLOUDFRONT exists only in us-east-1' }] : [],
  ],
  computed: ['rules'],
  replaces: ['name', 'namePrefix', 'scope'],
  unordered: ['rules'],
  id: () => uuid(),
  outputs: (situation, id) => ({
    arn: arn('wafv2', situation, `${situation.inputs['scope'] === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/${textOf(situation.inputs['name'])}/${id}`),
    capacity: 100,
    lockToken: uuid(),
    applicationIntegrationUrl: '',
  }),
};

const webAclAssociation: Description = {
  type: 'aws:wafv2/webAclAssociation:WebAclAssociation',
  check: [isArn('resourceArn'), isArn('webAclArn')],
  replaces: ['resourceArn', 'webAclArn'],
  references: { webAclArn: [WEB_ACL], resourceArn: [LOAD_BALANCER] },
  holds: ['webAclArn'],
  id: ({ inputs }) => `${textOf(inputs['webAclArn'])},${textOf(inputs['resourceArn'])}`,
};

/** The global entry: accelerators, names, certificates and request filters. */
export const edge = [
  accelerator,
  gaListener,
  endpointGroup,
  zone,
  record,
  healthCheck,
  certificate,
  certificateValidation,
  webAcl,
  webAclAssociation,
];

/** Route 53 stores names in lower case and without the last dot. */
function byDomain(value: Value): string {
  return String(value).toLowerCase().replace(/\.$/, '');
}

