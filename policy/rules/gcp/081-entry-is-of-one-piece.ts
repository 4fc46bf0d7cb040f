import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt } from '../../../topology/graph/value.ts';
import {
  BACKEND_SERVICE,
  FORWARDING_RULE,
  GLOBAL_ADDRESS,
  HTTP_PROXY,
  HTTPS_PROXY,
  URL_MAP,
} from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { notOneOf } from '../support/values.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

const SCHEME = 'loadBalancingScheme';
const PROTOCOL = /^(HTTPS?|HTTP2|H2C|GRPC)$/;

export const entryIsOfOnePiece = graphRule({
  id: 'tandem-gcp-081-entry-is-of-one-piece',
  title: 'From address to backends the entry is of one kind',
  what: 'A forwarding rule, its address and the backend services behind it are of one load balancing scheme, services behind a URL map speak HTTP, and the map behind the HTTPS proxy does not redirect to HTTPS.',
  why: 'The preview does not follow the chain. The API refuses a chain of several kinds in the middle of an apply; a redirect to itself sends every client round in circles.',
  source: BACKEND_SERVICES,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Set loadBalancingScheme EXTERNAL_MANAGED on all of them, and give the HTTPS proxy the map with the services.',
  example: 'new TargetHttpsProxy(name, { urlMap: routes.id, ... }), new TargetHttpProxy(name, { urlMap: redirect.id })',
  types: [FORWARDING_RULE, HTTPS_PROXY, HTTP_PROXY, URL_MAP, BACKEND_SERVICE],
  judge: (graph) => [
    ...graph.ofType(FORWARDING_RULE).flatMap((rule) => judgeRule(graph, rule)),
    ...graph.ofType(HTTPS_PROXY).flatMap((proxy) => judgeRedirect(graph, proxy)),
    ...behind(graph, graph.ofType(URL_MAP)).flatMap(judgeProtocol),
  ],
});

const behind = (graph: ResourceGraph, maps: readonly Resource[]): readonly Resource[] => [
  ...new Set(
    maps.flatMap((map) => Object.keys(map.inputs).flatMap((key) => graph.linked(map, key, [BACKEND_SERVICE]))),
  ),
];

function judgeRule(graph: ResourceGraph, rule: Resource): readonly Finding[] {
  const scheme = schemeOf(rule);
  const proxies = graph.linked(rule, 'target', [HTTPS_PROXY, HTTP_PROXY]);
  const maps = proxies.flatMap((proxy) => graph.linked(proxy, 'urlMap', [URL_MAP]));
  const others = behind(graph, maps).filter((service) => {
    const other = schemeOf(service);
    // A service is moved to the managed scheme before the rules in front of it are.
    return scheme !== undefined && other !== undefined && other !== scheme && scheme !== 'EXTERNAL';
  });
  return [
    ...others.map((service) => {
      const problem = `is ${String(schemeOf(service))}, and that of ${rule.name} in front of it is ${String(scheme)}; allowed is the same`;
      return breach(service, SCHEME, problem, `set ${SCHEME} to EXTERNAL_MANAGED on both`);
    }),
    ...(proxies.length > 0 ? [...judgeAddress(graph, rule, scheme), ...notOneOf(rule, 'ipProtocol', ['TCP'])] : []),
  ];
}

/** An address inside a network is none that clients reach. */
function judgeAddress(graph: ResourceGraph, rule: Resource, scheme: string | undefined): readonly Finding[] {
  const addresses = graph.linked(rule, 'ipAddress', [GLOBAL_ADDRESS]);
  if (scheme?.startsWith('INTERNAL')) {
    const outside = addresses.filter((address) => textAt(address.inputs, 'addressType') !== 'INTERNAL');
    return outside.slice(0, 1).map((address) => {
      const problem = `is ${scheme}, and the address ${address.name} is one of the internet`;
      return breach(rule, SCHEME, problem, `set ${SCHEME} to EXTERNAL_MANAGED`);
    });
  }
  if (!scheme?.startsWith('EXTERNAL')) return [];
  return addresses
    .filter((address) => textAt(address.inputs, 'addressType') === 'INTERNAL')
    .map((address) =>
      breach(
        address,
        'addressType',
        `is INTERNAL, and ${rule.name} answers the internet on it`,
        'set addressType to EXTERNAL',
      ),
    );
}

const schemeOf = ({ inputs }: Resource): string | undefined =>
  isSet(inputs, SCHEME) ? textAt(inputs, SCHEME) : 'EXTERNAL';

const ELSEWHERE = ['hostRedirect', 'pathRedirect', 'prefixRedirect'];

function judgeRedirect(graph: ResourceGraph, proxy: Resource): readonly Finding[] {
  const round = graph
    .linked(proxy, 'urlMap', [URL_MAP])
    .filter((map) => valueAt(map.inputs, 'defaultUrlRedirect.httpsRedirect') === true)
    // Another host or path is another answer.
    .filter((map) => !ELSEWHERE.some((argument) => isSet(map.inputs, `defaultUrlRedirect.${argument}`)));
  return round.map((map) => {
    const problem = `is ${map.name}, which redirects to HTTPS: clients of this proxy are sent back to it for ever`;
    return breach(proxy, 'urlMap', problem, 'set urlMap to the map that leads to the backend services');
  });
}

function judgeProtocol(service: Resource): readonly Finding[] {
  if (unknownAt(service, 'protocol')) return [unknownArgument(service, 'protocol', 'write the protocol out')];
  const protocol = textAt(service.inputs, 'protocol');
  if (protocol === undefined || protocol === '' || PROTOCOL.test(protocol)) return [];
  const problem = `is ${protocol}, and a URL map leads here; allowed is HTTP, HTTPS, HTTP2, H2C, GRPC`;
  return [breach(service, 'protocol', problem, 'set protocol to HTTPS or HTTP')];
}
