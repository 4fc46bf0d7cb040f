import type { Cloud } from '../../cloud/cloud.ts';
import type { Description } from '../../kit/description.ts';
import { atLeastOne, atMostOne, oneOf, oneOfIgnoringCase, type Rule } from '../../kit/rules.ts';
import { digits, hashOf } from '../../kit/random.ts';
import { objectOf, textOf, type Value } from '../../kit/values.ts';
import { byPath, gceName, globalResource, named, namedLower } from '../common.ts';
import { BACKEND_SERVICE, GLOBAL_ADDRESS, MANAGED_CERTIFICATE, SSL_POLICY, URL_MAP } from '../types.ts';

const HTTP_PROXY = 'gcp:compute/targetHttpProxy:TargetHttpProxy';
const HTTPS_PROXY = 'gcp:compute/targetHttpsProxy:TargetHttpsProxy';
const FORWARDING_RULE = 'gcp:compute/globalForwardingRule:GlobalForwardingRule';

const httpProxy: Description = {
  type: HTTP_PROXY,
  ...globalResource('targetHttpProxies'),
  autoname: namedLower,
  computed: ['proxyBind'],
  replaces: ['name', 'description', 'httpKeepAliveTimeoutSec', 'proxyBind'],
  normal: { urlMap: byPath },
  references: { urlMap: [URL_MAP] },
  holds: ['urlMap'],
  outputs: () => ({ proxyId: Number(digits(15)) }),
};

/** A map that redirects to HTTPS belongs on the plain proxy. */
const noRedirectLoop: Rule = ({ urlMap }, { cloud }) => {
  const redirect = objectOf(cloud.named(urlMap, URL_MAP)?.state['defaultUrlRedirect']);
  return redirect['httpsRedirect'] === true
    ? [{ path: 'urlMap', reason: 'its httpsRedirect is not allowed on an HTTPS proxy' }]
    : [];
};

const httpsProxy: Description = {
  type: HTTPS_PROXY,
  ...globalResource('targetHttpsProxies'),
  autoname: namedLower,
  defaults: { quicOverride: 'NONE' },
  check: [
    atMostOne('sslCertificates', 'certificateManagerCertificates'),
    oneOf('quicOverride', ['NONE', 'ENABLE', 'DISABLE']),
    oneOf('tlsEarlyData', ['STRICT', 'PERMISSIVE', 'UNRESTRICTED', 'DISABLED']),
  ],
  apply: [atLeastOne('certificateMap', 'sslCertificates', 'certificateManagerCertificates'), noRedirectLoop],
  computed: ['proxyBind', 'tlsEarlyData'],
  replaces: ['name', 'description', 'httpKeepAliveTimeoutSec', 'proxyBind', 'tlsEarlyData'],
  normal: { urlMap: byPath, sslPolicy: byPath },
  references: {
    urlMap: [URL_MAP],
    sslPolicy: [SSL_POLICY],
    certificateMap: ['gcp:certificatemanager/certificateMap:CertificateMap'],
    'sslCertificates[]': [MANAGED_CERTIFICATE],
  },
  holds: ['urlMap', 'sslPolicy', 'certificateMap', 'sslCertificates[]'],
  outputs: () => ({ proxyId: Number(digits(15)) }),
};

/** The scheme of the service behind a rule's target, as far as it is known. */
function schemeBehind(target: Value | undefined, cloud: Cloud): string | undefined {
  const proxy = cloud.named(target, HTTP_PROXY, HTTPS_PROXY);
  const map = cloud.named(proxy?.state['urlMap'], URL_MAP);
  return textOf(cloud.named(map?.state['defaultService'], BACKEND_SERVICE)?.state['loadBalancingScheme']);
}

const sameScheme: Rule = ({ target, loadBalancingScheme }, { cloud }) => {
  const scheme = schemeBehind(target, cloud);
  // A classic rule may point to a newer service, which is how one migrates; the other way round is refused.
  const fits =
    scheme === undefined ||
    scheme === loadBalancingScheme ||
    (loadBalancingScheme === 'EXTERNAL' && scheme === 'EXTERNAL_MANAGED');
  return fits
    ? []
    : [
        {
          path: 'loadBalancingScheme',
          reason: `is ${String(loadBalancingScheme)}, the backend service behind it has ${scheme}`,
        },
      ];
};

/** One address and port belongs to one rule. */
const freePort: Rule = ({ ipAddress, portRange }, { cloud, old }) => {
  const address = cloud.named(ipAddress, GLOBAL_ADDRESS);
  const other = cloud.all(FORWARDING_RULE).find(({ state }) => {
    const isSamePort = byPort(state['portRange'] ?? null) === byPort(portRange ?? null);
    const isSameAddress = address !== undefined && cloud.named(state['ipAddress'], GLOBAL_ADDRESS) === address;
    return isSameAddress && isSamePort && state['selfLink'] !== old?.['selfLink'];
  });
  return other ? [{ path: 'portRange', reason: `${String(portRange)} of ${address?.id} is taken by ${other.id}` }] : [];
};

const forwardingRule: Description = {
  type: FORWARDING_RULE,
  ...globalResource('forwardingRules'),
  autoname: named,
  defaults: { loadBalancingScheme: 'EXTERNAL' },
  check: [
    gceName,
    oneOf('loadBalancingScheme', ['EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL_MANAGED', 'INTERNAL_SELF_MANAGED']),
    oneOfIgnoringCase('ipProtocol', ['TCP', 'UDP', 'ESP', 'AH', 'SCTP', 'ICMP']),
    oneOf('networkTier', ['PREMIUM', 'STANDARD']),
  ],
  apply: [oneOf('networkTier', ['PREMIUM']), sameScheme, freePort],
  computed: [
    'ipAddress',
    'ipProtocol',
    'network',
    'networkTier',
    'subnetwork',
    'serviceDirectoryRegistrations',
    'ipVersion',
  ],
  replaces: [
    'name',
    'ipAddress',
    'ipProtocol',
    'ipVersion',
    'portRange',
    'description',
    'network',
    'subnetwork',
    'networkTier',
    'sourceIpRanges',
    'metadataFilters',
    'allowPscGlobalAccess',
    'noAutomateDnsZone',
    'serviceDirectoryRegistrations',
  ],
  normal: {
    portRange: byPort,
    target: byPath,
    ipAddress: byPath,
    network: byPath,
    ipProtocol: (value) => String(value).toUpperCase(),
  },
  references: { target: [HTTP_PROXY, HTTPS_PROXY], ipAddress: [GLOBAL_ADDRESS] },
  holds: ['target', 'ipAddress'],
  outputs: ({ inputs }, id) => ({
    ipAddress: inputs['ipVersion'] === 'IPV6' ? '2001:db8::1' : `203.0.113.${(parseInt(hashOf(id, 4), 36) % 254) + 1}`,
    ipProtocol: 'TCP',
    networkTier: 'PREMIUM',
    forwardingRuleId: Number(digits(15)),
  }),
};

/** The way in: addresses' rules and the proxies they lead to. */
export const forwarding = [httpProxy, httpsProxy, forwardingRule];

/** `443` and `443-443` are the same range. */
function byPort(value: Value): Value {
  return String(value).replace(/^(\d+)-\1$/, '$1');
}
