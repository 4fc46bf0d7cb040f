import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt } from '../../../topology/graph/value.ts';
import { HTTP_PROXY, HTTPS_PROXY, URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { SSL_POLICIES } from './support/sources.ts';

const SSL_POLICY = 'gcp:compute/sSLPolicy:SSLPolicy';
const ALLOWED = ['TLS_1_2', 'TLS_1_3'];

export const modernTls = graphRule({
  id: 'tandem-gcp-028-modern-tls',
  title: 'TLS 1.2 or newer, and port 80 only redirects',
  what: 'SSL policies ask for TLS 1.2 or newer and leave the profile COMPATIBLE behind, every HTTPS proxy has one, and a plain HTTP proxy does nothing but redirect to HTTPS.',
  why: 'The default accepts TLS 1.0, and what is served on port 80 can be read and changed on the way.',
  source: SSL_POLICIES,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Attach an SSLPolicy with minTlsVersion TLS_1_2, and give port 80 a URL map with defaultUrlRedirect.httpsRedirect.',
  example: "new SSLPolicy('tls', { profile: 'MODERN', minTlsVersion: 'TLS_1_2' })",
  types: [SSL_POLICY, HTTPS_PROXY, HTTP_PROXY],
  judge: (graph) => [
    ...graph.ofType(SSL_POLICY).flatMap(judgePolicy),
    ...graph.ofType(HTTPS_PROXY).flatMap(judgeHttps),
    ...graph.ofType(HTTP_PROXY).flatMap((proxy) => judgeHttp(graph, proxy)),
  ],
});

function judgePolicy(policy: Resource): readonly Finding[] {
  const fix = 'set minTlsVersion to TLS_1_2';
  if (unknownAt(policy, 'minTlsVersion')) return [unknownArgument(policy, 'minTlsVersion', fix)];
  const version = textAt(policy.inputs, 'minTlsVersion') ?? 'TLS_1_0';
  if (!ALLOWED.includes(version)) {
    const given = isSet(policy.inputs, 'minTlsVersion') ? `is ${version}` : `is not set and defaults to ${version}`;
    return [breach(policy, 'minTlsVersion', `${given}; allowed is ${ALLOWED.join(' or ')}`, fix)];
  }
  const profile = textAt(policy.inputs, 'profile');
  if (unknownAt(policy, 'profile')) return [unknownArgument(policy, 'profile', 'set profile to MODERN')];
  if (profile === undefined || profile === 'COMPATIBLE') {
    const given = profile === undefined ? 'is not set and defaults to COMPATIBLE' : 'is COMPATIBLE';
    const problem = `${given}, which allows ciphers that are broken; allowed is MODERN, RESTRICTED or CUSTOM`;
    return [
      breach(policy, 'profile', problem, version === 'TLS_1_3' ? 'set profile to RESTRICTED' : 'set profile to MODERN'),
    ];
  }
  if (version !== 'TLS_1_3' || profile === 'RESTRICTED') return [];
  const problem = `is ${profile}; TLS_1_3 needs RESTRICTED`;
  return [breach(policy, 'profile', problem, 'set profile to RESTRICTED, or minTlsVersion to TLS_1_2')];
}

function judgeHttps(proxy: Resource): readonly Finding[] {
  const policy = valueAt(proxy.inputs, 'sslPolicy');
  if (policy !== undefined && policy !== null && policy !== '') return [];
  return [
    breach(
      proxy,
      'sslPolicy',
      'is not set, so the proxy accepts TLS 1.0',
      'attach an SSLPolicy with minTlsVersion TLS_1_2',
    ),
  ];
}

function judgeHttp(graph: ResourceGraph, proxy: Resource): readonly Finding[] {
  const maps = graph.linked(proxy, 'urlMap', [URL_MAP]);
  const fix = 'use a URL map with defaultUrlRedirect { httpsRedirect: true, stripQuery: false } and nothing else';
  if (maps.length === 0) return [undecided(proxy, 'urlMap', 'names a URL map that is not in this plan', fix)];
  return maps.flatMap((map) => {
    const redirect = 'defaultUrlRedirect.httpsRedirect';
    if (unknownAt(map, redirect)) return [unknownArgument(map, redirect, fix)];
    if (valueAt(map.inputs, redirect) === true && !isSet(map.inputs, 'pathMatchers')) return [];
    const problem = `leads to ${map.name}, which serves requests in plain text; allowed is a redirect to HTTPS`;
    return [breach(proxy, 'urlMap', problem, fix)];
  });
}
