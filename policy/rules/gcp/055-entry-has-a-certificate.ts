import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { HTTPS_PROXY } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { CERTIFICATES } from './support/sources.ts';

const MAP = 'gcp:certificatemanager/certificateMap:CertificateMap';
const ENTRY = 'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry';
const LISTS = ['sslCertificates', 'certificateManagerCertificates'];

export const entryHasACertificate = graphRule({
  id: 'tandem-gcp-055-entry-has-a-certificate',
  title: 'The entry has a certificate',
  what: 'An HTTPS proxy names certificates or a certificate map, and the map has an entry.',
  why: 'The preview accepts a proxy without any; the apply refuses it, or clients get no handshake.',
  source: CERTIFICATES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set certificateMap, and add a CertificateMapEntry for the domain.',
  example: 'certificateMap: interpolate`//certificatemanager.googleapis.com/${map.id}`',
  types: [HTTPS_PROXY, MAP],
  judge: (graph) => [
    ...graph.ofType(HTTPS_PROXY).flatMap(judgeProxy),
    ...graph.ofType(MAP).flatMap((map) => judgeMap(graph, map)),
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
  if (entries.some((entry) => isSet(entry.inputs, 'certificates'))) return [];
  return [
    breach(
      map,
      'certificateMapEntry',
      'is missing: no entry gives this map a certificate',
      'add a CertificateMapEntry with hostname and certificates',
    ),
  ];
}
