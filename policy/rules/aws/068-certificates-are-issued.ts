import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS, DISTRIBUTION, LISTENERS, RECORD } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { acceleratedBalancers } from './support/entries.ts';

const CERTIFICATE = 'aws:acm/certificate:Certificate';
const VALIDATION = 'aws:acm/certificateValidation:CertificateValidation';
const EXTRA = 'aws:lb/listenerCertificate:ListenerCertificate';
const ZONE = 'aws:route53/zone:Zone';

export const certificatesAreIssued = graphRule({
  id: 'tandem-aws-068-certificates-are-issued',
  title: 'A listener waits for its certificate',
  what: 'A certificate that ACM issues is validated, what serves it waits for that, where the program holds the zone of its name it holds the record that proves it, and where it proves the name of an accelerated entry it holds the record by which clients find it.',
  why: 'A load balancer refuses a certificate that is not issued yet, in the middle of an apply; one that nobody proves is never issued.',
  source: 'https://docs.aws.amazon.com/acm/latest/userguide/domain-ownership-validation.html',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Take certificateArn from a CertificateValidation of the certificate.',
  example:
    'certificateArn: new CertificateValidation(name, { certificateArn: certificate.arn, validationRecordFqdns }).certificateArn',
  types: [CERTIFICATE, VALIDATION, ...LISTENERS, EXTRA],
  judge: (graph) => [
    ...graph.ofType(...LISTENERS, EXTRA).flatMap((server) => early(graph, server, 'certificateArn')),
    ...graph.ofType(DISTRIBUTION).flatMap((server) => early(graph, server, 'viewerCertificate')),
    ...graph.ofType(CERTIFICATE).flatMap((certificate) => shapeless(certificate)),
    ...graph.ofType(VALIDATION).flatMap((validation) => unproven(graph, validation)),
    ...nameless(graph),
  ],
});

/** A certificate that is imported has its body with it. */
const isIssued = ({ inputs }: Resource): boolean =>
  !isSet(inputs, 'certificateBody') && !isSet(inputs, 'certificateAuthorityArn');

function early(graph: ResourceGraph, server: Resource, argument: string): readonly Finding[] {
  if (isOpen(server, argument))
    return [unknownArgument(server, argument, 'take it from a CertificateValidation of this program')];
  const awaited = server.dependencies.flatMap((urn) => graph.get(urn) ?? []).filter(({ type }) => type === VALIDATION);
  return graph
    .linked(server, argument, [CERTIFICATE])
    .filter(isIssued)
    .filter(
      (certificate) => !awaited.some((one) => graph.linked(one, 'certificateArn', [CERTIFICATE]).includes(certificate)),
    )
    .map((certificate) =>
      breach(
        server,
        argument,
        `is ${certificate.name}, which may not be issued by then`,
        'take it from a CertificateValidation of that certificate',
      ),
    );
}

function shapeless(certificate: Resource): readonly Finding[] {
  if (!isIssued(certificate)) return [];
  const missing = ['domainName', 'validationMethod'].filter((argument) => !isSet(certificate.inputs, argument));
  return missing.map((argument) =>
    breach(certificate, argument, 'is not set, and ACM cannot issue without it', `set ${argument}`),
  );
}

/** Certificates of one name are proven by one record, whatever their region. */
function unproven(graph: ResourceGraph, validation: Resource): readonly Finding[] {
  const certificates = graph.ofType(CERTIFICATE);
  return graph
    .linked(validation, 'certificateArn', [CERTIFICATE])
    .filter(({ inputs }) => textAt(inputs, 'validationMethod') === 'DNS')
    .flatMap((certificate): readonly Finding[] => {
      const domain = textAt(certificate.inputs, 'domainName');
      if (domain === undefined || !hasZone(graph, domain)) return [];
      const same = certificates.filter(({ inputs }) => valueAt(inputs, 'domainName') === domain);
      const proven = graph
        .ofType(RECORD)
        .some((record) => graph.linked(record, 'name', [CERTIFICATE]).some((one) => same.includes(one)));
      if (proven) return [];
      const problem = `is missing that proves ${domain}, so it is never issued`;
      return [breach(certificate, 'route53.Record', problem, 'add a Record from domainValidationOptions')];
    });
}

/** Where the program proves a name by a record, it also has the one by which clients find the entry. */
function nameless(graph: ResourceGraph): readonly Finding[] {
  const records = graph.ofType(RECORD);
  const proves = (record: Resource): boolean => graph.linked(record, 'name', [CERTIFICATE]).length > 0;
  if (records.some((record) => isUnknown(valueAt(record.inputs, 'name')) && !proves(record))) return [];
  const names = records.flatMap(({ inputs }) => textAt(inputs, 'name')?.toLowerCase().replace(/\.$/, '') ?? []);
  const proven = graph
    .ofType(CERTIFICATE)
    .filter((certificate) =>
      records.some((record) => graph.linked(record, 'name', [CERTIFICATE]).includes(certificate)),
    );
  return proven.flatMap((certificate): readonly Finding[] => {
    const domain = textAt(certificate.inputs, 'domainName')?.toLowerCase();
    if (domain === undefined || !isServed(graph, certificate)) return [];
    const wildcard = domain.replace(/^[^.]+/, '*');
    // A name relative to its zone, and any name below a wildcard, count as well.
    const found = names.some(
      (name) =>
        name === domain ||
        name === '' ||
        name === wildcard ||
        (domain.startsWith('*.') && name.endsWith(domain.slice(1))) ||
        domain.startsWith(`${name}.`),
    );
    if (found) return [];
    const problem = `for ${domain} is missing, so no client finds the entry by its name`;
    return [breach(certificate, 'route53.Record', problem, 'add a Record that leads to the entry')];
  });
}

/** True for a certificate of a load balancer that an accelerator of the program leads to. */
const isServed = (graph: ResourceGraph, certificate: Resource): boolean => {
  const validations = graph
    .ofType(VALIDATION)
    .filter((validation) => graph.linked(validation, 'certificateArn', [CERTIFICATE]).includes(certificate));
  const balancers = acceleratedBalancers(graph);
  return graph
    .ofType(...LISTENERS)
    .filter((listener) =>
      graph.linked(listener, 'certificateArn', [VALIDATION]).some((one) => validations.includes(one)),
    )
    .some((listener) => graph.linked(listener, 'loadBalancerArn', BALANCERS).some((one) => balancers.includes(one)));
};

const hasZone = (graph: ResourceGraph, domain: string): boolean =>
  graph.ofType(ZONE).some(({ inputs }) => {
    const zone = textAt(inputs, 'name')?.replace(/\.$/, '');
    return zone !== undefined && (domain === zone || domain.endsWith(`.${zone}`)) && !isSet(inputs, 'vpcs');
  });
