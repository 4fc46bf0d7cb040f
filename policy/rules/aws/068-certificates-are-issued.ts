import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt } from '../../../topology/graph/value.ts';
import { DISTRIBUTION, LISTENERS, RECORD } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';

const CERTIFICATE = 'aws:acm/certificate:Certificate';
const VALIDATION = 'aws:acm/certificateValidation:CertificateValidation';
const EXTRA = 'aws:lb/listenerCertificate:ListenerCertificate';
const ZONE = 'aws:route53/zone:Zone';

export const certificatesAreIssued = graphRule({
  id: 'tandem-aws-068-certificates-are-issued',
  title: 'A listener waits for its certificate',
  what: 'A certificate that ACM issues is validated, what serves it waits for that, and where the program holds the zone of its name it holds the record that proves it.',
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

const hasZone = (graph: ResourceGraph, domain: string): boolean =>
  graph.ofType(ZONE).some(({ inputs }) => {
    const zone = textAt(inputs, 'name')?.replace(/\.$/, '');
    return zone !== undefined && (domain === zone || domain.endsWith(`.${zone}`)) && !isSet(inputs, 'vpcs');
  });
