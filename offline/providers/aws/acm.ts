import type { Description } from '../kit/description.ts';
import { hex, uuid } from '../kit/random.ts';
import { conflicts, exactlyOne, isPresent, length, oneOf, rejects, required, requires, when } from '../kit/rules.ts';
import { isSet, listOf, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import { arn, isArn } from './common.ts';

const CERTIFICATE = 'aws:acm/certificate:Certificate';

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
    oneOf('keyAlgorithm', [
      'RSA_1024',
      'RSA_2048',
      'RSA_3072',
      'RSA_4096',
      'EC_prime256v1',
      'EC_secp384r1',
      'EC_secp521r1',
    ]),
  ],
  apply: [
    when(
      (inputs) => isPresent(inputs, 'domainName') && !isPresent(inputs, 'certificateAuthorityArn'),
      required('validationMethod'),
    ),
  ],
  computed: ['keyAlgorithm', 'options', 'subjectAlternativeNames', 'validationMethod', 'domainName'],
  replaces: [
    'domainName',
    'subjectAlternativeNames',
    'validationMethod',
    'validationOptions',
    'keyAlgorithm',
    'certificateAuthorityArn',
  ],
  unordered: ['subjectAlternativeNames'],
  secrets: ['privateKey'],
  id: (situation) => arn('acm', situation, `certificate/${uuid()}`),
  planned: ({ inputs, old }): Values => {
    const domains = domainsOf(inputs);
    if (old !== undefined || domains.includes(UNKNOWN)) return {};
    return {
      subjectAlternativeNames: domains,
      ...(inputs['validationMethod'] === 'DNS'
        ? { domainValidationOptions: domains.map((domain) => validationRecord(domain, true)) }
        : {}),
    };
  },
  outputs: ({ inputs }, id) => ({
    arn: id,
    domainValidationOptions:
      inputs['validationMethod'] === 'DNS' ? domainsOf(inputs).map((domain) => validationRecord(domain, false)) : [],
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
  // It waits, and makes nothing in the cloud; its id is the moment at which the wait was over.
  onlyInState: true,
  id: () => new Date().toISOString(),
};

/** Certificates. */
export const acm = [certificate, certificateValidation];
