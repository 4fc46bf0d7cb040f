import type { Description } from '../kit/description.ts';
import { exactlyOne, oneOf, range, within } from '../kit/rules.ts';
import { alphanumeric } from '../kit/random.ts';
import { listOf, objectOf, textOf } from '../kit/values.ts';
import { byLastPart, locatedResource, named } from './common.ts';

const DNS_AUTHORIZATION = 'gcp:certificatemanager/dnsAuthorization:DnsAuthorization';
const CERTIFICATE = 'gcp:certificatemanager/certificate:Certificate';
const CERTIFICATE_MAP = 'gcp:certificatemanager/certificateMap:CertificateMap';

const dnsAuthorization: Description = {
  type: DNS_AUTHORIZATION,
  ...locatedResource('dnsAuthorizations'),
  autoname: named,
  defaults: { location: 'global' },
  check: [oneOf('type', ['FIXED_RECORD', 'PER_PROJECT_RECORD'])],
  computed: ['type'],
  replaces: ['name', 'domain', 'location', 'type'],
  outputs: ({ inputs }) => ({
    type: 'FIXED_RECORD',
    dnsResourceRecords: [
      {
        name: `_acme-challenge.${textOf(inputs['domain'])}.`,
        type: 'CNAME',
        data: `${alphanumeric(36)}.authorize.certificatemanager.goog.`,
      },
    ],
  }),
};

const certificate: Description = {
  type: CERTIFICATE,
  ...locatedResource('certificates'),
  autoname: named,
  defaults: { location: 'global', scope: 'DEFAULT' },
  check: [
    exactlyOne('managed', 'selfManaged'),
    within(
      'selfManaged',
      exactlyOne('pemCertificate', 'certificatePem'),
      exactlyOne('pemPrivateKey', 'privateKeyPem', 'pemPrivateKeyWo'),
    ),
  ],
  computed: ['managed.state', 'managed.provisioningIssues', 'managed.authorizationAttemptInfos'],
  replaces: ['name', 'location', 'scope', 'managed'],
  unordered: ['managed.dnsAuthorizations'],
  references: { 'managed.dnsAuthorizations[]': [DNS_AUTHORIZATION] },
  holds: ['managed.dnsAuthorizations[]'],
  secrets: ['selfManaged.pemPrivateKey', 'selfManaged.privateKeyPem', 'selfManaged.certificatePem'],
  outputs: ({ inputs }) => ({
    ...('managed' in inputs ? { managed: { state: 'ACTIVE' } } : {}),
    sanDnsnames: listOf(objectOf(inputs['managed'])['domains']),
  }),
};

const certificateMap: Description = {
  type: CERTIFICATE_MAP,
  ...locatedResource('certificateMaps'),
  autoname: named,
  replaces: ['name'],
};

const certificateMapEntry: Description = {
  type: 'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry',
  autoname: named,
  check: [exactlyOne('hostname', 'matcher')],
  replaces: ['name', 'map', 'hostname', 'matcher'],
  normal: { map: byLastPart },
  references: { map: [CERTIFICATE_MAP], 'certificates[]': [CERTIFICATE] },
  holds: ['map', 'certificates[]'],
  id: ({ inputs }) =>
    `projects/${textOf(inputs['project'])}/locations/global/certificateMaps/${String(byLastPart(inputs['map'] ?? ''))}/certificateMapEntries/${textOf(inputs['name'])}`,
};

const serviceLbPolicies: Description = {
  type: 'gcp:networkservices/serviceLbPolicies:ServiceLbPolicies',
  ...locatedResource('serviceLbPolicies'),
  autoname: named,
  defaults: { 'isolationConfig.isolationMode': 'NEAREST' },
  check: [
    oneOf('loadBalancingAlgorithm', ['SPRAY_TO_REGION', 'SPRAY_TO_WORLD', 'WATERFALL_BY_REGION', 'WATERFALL_BY_ZONE']),
    oneOf('isolationConfig.isolationGranularity', ['REGION']),
    oneOf('isolationConfig.isolationMode', ['NEAREST', 'STRICT']),
  ],
  apply: [
    range('failoverConfig.failoverHealthThreshold', 1, 99),
    // The provider plans a new name or location as an update, which the cloud then refuses.
    ({ name, location }, { old }) =>
      old === undefined || (old['name'] === name && old['location'] === location)
        ? []
        : [
            {
              path: old['name'] === name ? 'location' : 'name',
              reason: 'cannot be changed: the resource does not exist under it',
            },
          ],
  ],
};

/** Certificates and the policies of the global load balancer. */
export const edge = [dnsAuthorization, certificate, certificateMap, certificateMapEntry, serviceLbPolicies];
