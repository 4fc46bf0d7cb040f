import type { Description } from '../../kit/description.ts';
import { distinct, isPresent, items, matches, oneOf, required, when, within, type Rule } from '../../kit/rules.ts';
import { digits } from '../../kit/random.ts';
import { listOf, objectOf } from '../../kit/values.ts';
import { gceName, globalResource, named, namedLower } from '../common.ts';
import { MANAGED_CERTIFICATE, SECURITY_POLICY, SSL_POLICY } from '../types.ts';

const DEFAULT_RULE_PRIORITY = 2147483647;

const KEYS = [
  'ALL',
  'IP',
  'HTTP_HEADER',
  'XFF_IP',
  'HTTP_COOKIE',
  'HTTP_PATH',
  'SNI',
  'REGION_CODE',
  'TLS_JA3_FINGERPRINT',
  'TLS_JA4_FINGERPRINT',
  'USER_IP',
];

const hasDefaultRule: Rule = ({ rules }) => {
  const list = listOf(rules);
  const found = list.some((rule) => objectOf(rule)['priority'] === DEFAULT_RULE_PRIORITY);
  return list.length === 0 || found
    ? []
    : [{ path: 'rules', reason: `a rule with priority ${DEFAULT_RULE_PRIORITY} is required: the default` }];
};

const securityPolicy: Description = {
  type: SECURITY_POLICY,
  ...globalResource('securityPolicies'),
  autoname: namedLower,
  check: [
    gceName,
    oneOf('type', ['CLOUD_ARMOR', 'CLOUD_ARMOR_EDGE', 'CLOUD_ARMOR_INTERNAL_SERVICE']),
    distinct('rules[].priority'),
    oneOf('rules[].match.versionedExpr', ['SRC_IPS_V1']),
    items('rules[].match.config.srcIpRanges', 1, 10),
    oneOf('rules[].rateLimitOptions.exceedAction', ['redirect', 'deny(403)', 'deny(404)', 'deny(429)', 'deny(502)']),
    oneOf('rules[].rateLimitOptions.conformAction', ['allow']),
    oneOf('rules[].rateLimitOptions.enforceOnKey', KEYS),
    oneOf('advancedOptionsConfig.requestBodyInspectionSize', ['8KB', '16KB', '32KB', '48KB', '64KB']),
  ],
  apply: [
    matches(
      'rules[].action',
      /^(allow|deny\((403|404|502)\)|redirect|throttle|rate_based_ban)$/,
      'allow, deny(403|404|502), redirect, throttle or rate_based_ban',
    ),
    within(
      'rules[]',
      when(({ action }) => action === 'throttle' || action === 'rate_based_ban', required('rateLimitOptions')),
    ),
    hasDefaultRule,
  ],
  computed: [
    'type',
    'rules',
    'rules[].preview',
    'advancedOptionsConfig',
    'adaptiveProtectionConfig',
    'rules[].rateLimitOptions.enforceOnKey',
  ],
  replaces: ['name', 'type'],
  outputs: () => ({ type: 'CLOUD_ARMOR' }),
};

const sslPolicy: Description = {
  type: SSL_POLICY,
  ...globalResource('sslPolicies'),
  autoname: named,
  defaults: { minTlsVersion: 'TLS_1_0', profile: 'COMPATIBLE' },
  check: [
    gceName,
    oneOf('profile', ['COMPATIBLE', 'MODERN', 'RESTRICTED', 'CUSTOM', 'FIPS_202205']),
    oneOf('minTlsVersion', ['TLS_1_0', 'TLS_1_1', 'TLS_1_2', 'TLS_1_3']),
    oneOf('postQuantumKeyExchange', ['DEFAULT', 'ENABLED', 'DEFERRED']),
  ],
  plan: [
    (inputs) => {
      const isCustom = inputs['profile'] === 'CUSTOM';
      if (isCustom === isPresent(inputs, 'customFeatures')) return [];
      const reason = isCustom ? 'must not be empty when profile is CUSTOM' : 'may only be set when profile is CUSTOM';
      return [{ path: 'customFeatures', reason }];
    },
  ],
  apply: [when(({ minTlsVersion }) => minTlsVersion === 'TLS_1_3', oneOf('profile', ['RESTRICTED']))],
  replaces: ['name', 'description'],
  computed: ['postQuantumKeyExchange'],
  outputs: () => ({ enabledFeatures: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] }),
};

const managedCertificate: Description = {
  type: MANAGED_CERTIFICATE,
  ...globalResource('sslCertificates'),
  autoname: named,
  defaults: { type: 'MANAGED' },
  check: [items('managed.domains', 1, 100), oneOf('type', ['MANAGED'])],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { 'managed.domains[]': (domain) => String(domain).replace(/\.$/, '') },
  outputs: ({ inputs }) => ({
    certificateId: Number(digits(15)),
    subjectAlternativeNames: listOf(objectOf(inputs['managed'])['domains']),
    expireTime: '',
  }),
};

/** What protects the entry: request rules, TLS settings, certificates. */
export const security = [securityPolicy, sslPolicy, managedCertificate];
