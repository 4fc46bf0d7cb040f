import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isGiven, isSet, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { HTTPS_PROXY } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isFor } from './support/certificates.ts';
import { CERTIFICATES } from './support/sources.ts';

const MAP = 'gcp:certificatemanager/certificateMap:CertificateMap';
const ENTRY = 'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry';
const CERTIFICATE = 'gcp:certificatemanager/certificate:Certificate';
const PROOF = 'gcp:certificatemanager/dnsAuthorization:DnsAuthorization';
const LISTS = ['sslCertificates', 'certificateManagerCertificates'];

export const entryHasACertificate = graphRule({
  id: 'tandem-gcp-055-entry-has-a-certificate',
  title: 'The entry has a certificate',
  what: 'An HTTPS proxy names certificates or a certificate map, the map has an entry with a host and a certificate, and each certificate has domains, is for the host of its entry and can be proven for every domain.',
  why: 'The preview accepts a proxy without any; the apply refuses it, or clients get no handshake.',
  source: CERTIFICATES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set certificateMap, and add a CertificateMapEntry for the domain.',
  example: 'certificateMap: interpolate`//certificatemanager.googleapis.com/${map.id}`',
  types: [HTTPS_PROXY, MAP, ENTRY, CERTIFICATE],
  judge: (graph) => [
    ...graph.ofType(HTTPS_PROXY).flatMap(judgeProxy),
    ...graph.ofType(MAP).flatMap((map) => judgeMap(graph, map)),
    ...graph.ofType(ENTRY).flatMap((entry) => [...judgeEntry(entry), ...judgeHost(graph, entry)]),
    ...graph
      .ofType(CERTIFICATE)
      .flatMap((certificate) => [...judgeKind(certificate), ...judgeProofs(graph, certificate)]),
  ],
});

function judgeProxy(proxy: Resource): readonly Finding[] {
  const fix = 'set certificateMap or sslCertificates';
  const map = valueAt(proxy.inputs, 'certificateMap');
  if (map !== undefined && map !== null && map !== '') return [];
  const lists = LISTS.map((argument) => valueAt(proxy.inputs, argument));
  if (lists.some((list) => Array.isArray(list) && list.length > 0)) return [];
  const open = LISTS.find((argument) => isUnknown(valueAt(proxy.inputs, argument)));
  if (open) return [unknownArgument(proxy, open, fix)];
  return [breach(proxy, 'certificateMap', 'is not set, and no other argument names a certificate', fix)];
}

function judgeMap(graph: ResourceGraph, map: Resource): readonly Finding[] {
  const entries = graph.ofType(ENTRY).filter((entry) => graph.linked(entry, 'map', [MAP]).includes(map));
  if (entries.some((entry) => isGiven(entry.inputs, 'certificates'))) return [];
  return [
    breach(
      map,
      'certificateMapEntry',
      'is missing: no entry gives this map a certificate',
      'add a CertificateMapEntry with hostname and certificates',
    ),
  ];
}

function judgeEntry(entry: Resource): readonly Finding[] {
  if (['hostname', 'matcher'].some((argument) => isSet(entry.inputs, argument))) return [];
  const problem = 'is not set, so the entry is for no host';
  return [breach(entry, 'hostname', problem, 'set hostname to the domain, or matcher to PRIMARY')];
}

function judgeKind(certificate: Resource): readonly Finding[] {
  const managed = valueAt(certificate.inputs, 'managed');
  const fix = 'set managed with domains, or selfManaged';
  if (managed === undefined || managed === null) {
    if (['selfManaged', 'managedIdentity'].some((argument) => isSet(certificate.inputs, argument))) return [];
    return [breach(certificate, 'managed', 'is not set, so there is no certificate', fix)];
  }
  if (isUnknown(managed) || isGiven(certificate.inputs, 'managed.domains')) return [];
  return [breach(certificate, 'managed.domains', 'is empty, so the certificate is for nobody', fix)];
}

function judgeHost(graph: ResourceGraph, entry: Resource): readonly Finding[] {
  const host = textAt(entry.inputs, 'hostname');
  const certificates = graph.linked(entry, 'certificates', [CERTIFICATE]);
  const domains = certificates.flatMap(domainsOf);
  if (host === undefined || domains.length === 0 || domains.some((domain) => isFor(String(domain), host))) return [];
  if (domains.some(isUnknown) || certificates.some((each) => domainsOf(each).length === 0)) return [];
  const problem = `is ${host}, while its certificate is for ${domains.join(', ')}`;
  return [breach(entry, 'hostname', problem, `write ${String(domains[0])}, or add the host to managed.domains`)];
}

/** A domain of a managed certificate is proven by an authorisation for it; a wildcard by one for what follows the star. */
function judgeProofs(graph: ResourceGraph, certificate: Resource): readonly Finding[] {
  const argument = 'managed.dnsAuthorizations';
  const proofs = graph.linked(certificate, argument, [PROOF]);
  const proven = proofs.map((proof) => textAt(proof.inputs, 'domain'));
  const named = valueAt(certificate.inputs, argument);
  return domainsOf(certificate).flatMap((domain): readonly Finding[] => {
    if (typeof domain !== 'string' || isUnknown(domain)) return [];
    const base = domain.replace(/^\*\./, '');
    const fix = `add a DnsAuthorization for ${base} and name it in dnsAuthorizations`;
    if (named === undefined || (Array.isArray(named) && named.length === 0)) {
      if (base === domain || isSet(certificate.inputs, 'managed.issuanceConfig')) return [];
      return [breach(certificate, argument, `is not set, and ${domain} is proven by DNS only`, fix)];
    }
    const told = Array.isArray(named) && proofs.length === named.length && !proven.includes(undefined);
    if (!told || proven.includes(base)) return [];
    return [breach(certificate, argument, `proves ${proven.join(', ')} and not ${base}`, fix)];
  });
}

const domainsOf = (certificate: Resource): readonly unknown[] => valuesAt(certificate.inputs, 'managed.domains');
