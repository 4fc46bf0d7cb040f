import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { partsOf } from '../../../topology/recognise/aws/links.ts';
import {
  ACCELERATOR,
  ACCELERATOR_LISTENER,
  BALANCERS,
  ENDPOINT_GROUP,
  RECORD,
} from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isAlias } from '../aws/support/records.ts';
import { linksIn } from '../aws/support/scope.ts';
import { isOpen } from '../support/filled.ts';
import { joinedSets, type Answer } from './support/answers.ts';

const CERTIFICATE = 'aws:acm/certificate:Certificate';
const VALIDATION = 'aws:acm/certificateValidation:CertificateValidation';
const EXTRA = 'aws:lb/listenerCertificate:ListenerCertificate';
const AUTHORIZATION = 'gcp:certificatemanager/dnsAuthorization:DnsAuthorization';
const MAP_ENTRY = 'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry';

export const bothCloudsShowTheCertificate = graphRule({
  id: 'tandem-multi-008-both-clouds-show-the-certificate',
  title: 'Either cloud shows a certificate of the common name',
  what: 'For the name of a record set over two clouds every HTTPS listener on AWS that it leads to has a certificate of that name, and so has the certificate map of Google’s entry; names that are proven to Google are all proven.',
  why: 'Clients that DNS sends to the other cloud ask for the same name there. Without its certificate every one of them stops at a warning, and only in the failover.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a certificate of the name to each listener, and an entry for it to the certificate map.',
  example:
    'new ListenerCertificate(region, { region, listenerArn: listener.arn, certificateArn: issued.certificateArn })',
  types: [EXTRA, CERTIFICATE, MAP_ENTRY],
  judge: (graph) => {
    const sets = joinedSets(graph);
    const shown = sets.flatMap((answers) => {
      const name = answers.map(({ record }) => textAt(record.inputs, 'name')).find((one) => one !== undefined);
      if (name === undefined) return [];
      return [...onAws(graph, answers, name), ...onGoogle(graph, name)];
    });
    return [...shown, ...unproven(graph)];
  },
});

const covers = (pattern: string, name: string): boolean => {
  const [own, wanted] = [pattern, name].map((one) => one.toLowerCase().replace(/\.$/, '')) as [string, string];
  return own === wanted || (own.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === own.slice(1));
};

function onAws(graph: ResourceGraph, answers: readonly Answer[], name: string): readonly Finding[] {
  const entries = answers.flatMap(({ record }) =>
    graph.linked(record, isAlias(record) ? 'aliases.name' : 'records', [ACCELERATOR, ...BALANCERS]),
  );
  const balancers = new Set(entries.flatMap((entry) => balancersOf(graph, entry)));
  const listeners = [...balancers].flatMap((balancer) => linksIn(graph).listeners.get(balancer) ?? []);
  return listeners
    .filter(({ inputs }) => ['HTTPS', 'TLS'].includes(textAt(inputs, 'protocol') ?? ''))
    .flatMap((listener): readonly Finding[] => {
      const extras = graph
        .ofType(EXTRA)
        .filter((one) => graph.linked(one, 'listenerArn', [listener.type]).includes(listener));
      const open = extras.find((one) => isOpen(one, 'certificateArn'));
      const shown = [listener, ...extras].map((one) => certificatesOf(graph, one));
      // A certificate of another program may be of any name.
      if (shown.some((certificates) => certificates.length === 0))
        return open ? [unknownArgument(open, 'certificateArn', `take it from a certificate of ${name}`)] : [];
      if (
        shown
          .flat()
          .some((certificate) => namesOf(certificate).some((one) => isUnknown(one) || covers(String(one), name)))
      )
        return [];
      const problem = `shows none for ${name}, with which clients come here as well`;
      return [breach(listener, 'lb.ListenerCertificate', problem, `add a ListenerCertificate of ${name}`)];
    });
}

function balancersOf(graph: ResourceGraph, entry: Resource): readonly Resource[] {
  if (entry.type !== ACCELERATOR) return [entry];
  const listeners = partsOf(graph, [ACCELERATOR_LISTENER], 'acceleratorArn', [ACCELERATOR]).get(entry) ?? [];
  const groups = partsOf(graph, [ENDPOINT_GROUP], 'listenerArn', [ACCELERATOR_LISTENER]);
  return listeners
    .flatMap((listener) => groups.get(listener) ?? [])
    .flatMap((group) => graph.linked(group, 'endpointConfigurations', BALANCERS));
}

const certificatesOf = (graph: ResourceGraph, server: Resource): readonly Resource[] => [
  ...graph.linked(server, 'certificateArn', [CERTIFICATE]),
  ...graph
    .linked(server, 'certificateArn', [VALIDATION])
    .flatMap((validation) => graph.linked(validation, 'certificateArn', [CERTIFICATE])),
];

const namesOf = ({ inputs }: Resource): readonly unknown[] => [
  ...valuesAt(inputs, 'domainName'),
  ...valuesAt(inputs, 'subjectAlternativeNames'),
];

/** Where Google's entry has a certificate map in the program, each name needs an entry there. */
function onGoogle(graph: ResourceGraph, name: string): readonly Finding[] {
  const entries = graph.ofType(MAP_ENTRY);
  const [first] = entries;
  if (!first) return [];
  const open = entries.find((entry) => isUnknown(valueAt(entry.inputs, 'hostname')) && isOpen(entry, 'hostname'));
  const held = entries.some(({ inputs }) => {
    const hostname = valueAt(inputs, 'hostname');
    return isUnknown(hostname) || textAt(inputs, 'matcher') === 'PRIMARY' || covers(String(hostname), name);
  });
  if (open) return [unknownArgument(open, 'hostname', 'write it out')];
  if (held) return [];
  const problem = `has no entry for ${name}, with which clients come here as well`;
  return [breach(first, 'hostname', problem, `add a CertificateMapEntry for ${name}`)];
}

/** Where the program proves one name to Google by a record, it proves all of them: another one waits for nobody. */
function unproven(graph: ResourceGraph): readonly Finding[] {
  const names = graph.ofType(AUTHORIZATION);
  const proven = new Set(graph.ofType(RECORD).flatMap((record) => graph.linked(record, 'records', [AUTHORIZATION])));
  if (proven.size === 0) return [];
  return names
    .filter((name) => !proven.has(name))
    .map((name) => {
      const problem = `that proves ${textAt(name.inputs, 'domain') ?? 'its domain'} is missing, so its certificate is never issued`;
      return breach(name, 'route53.Record', problem, 'add a Record from dnsResourceRecords');
    });
}
