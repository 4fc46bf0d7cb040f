import type { Description } from '../../kit/description.ts';
import { contains, isCidr, overlaps } from '../../kit/cidr.ts';
import {
  atLeastOne,
  atMostOne,
  conflicts,
  each,
  exactlyOne,
  items,
  matches,
  oneOf,
  range,
  required,
  requires,
  when,
  within,
  type Rule,
} from '../../kit/rules.ts';
import { digits } from '../../kit/random.ts';
import { textOf } from '../../kit/values.ts';
import {
  byPath,
  GCE_NAME,
  gceName,
  globalResource,
  named,
  namedLower,
  projectOf,
  regionalResource,
  regionOf,
} from '../common.ts';
import { NETWORK, ROUTER, SUBNETWORK } from '../types.ts';

const network: Description = {
  type: NETWORK,
  ...globalResource('networks'),
  autoname: namedLower,
  defaults: { autoCreateSubnetworks: true, networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL' },
  check: [
    gceName,
    oneOf('routingMode', ['REGIONAL', 'GLOBAL']),
    oneOf('networkFirewallPolicyEnforcementOrder', ['BEFORE_CLASSIC_FIREWALL', 'AFTER_CLASSIC_FIREWALL']),
    oneOf('bgpBestPathSelectionMode', ['LEGACY', 'STANDARD']),
  ],
  computed: [
    'mtu',
    'routingMode',
    'bgpAlwaysCompareMed',
    'bgpBestPathSelectionMode',
    'bgpInterRegionCost',
    'internalIpv6Range',
  ],
  replaces: ['name', 'autoCreateSubnetworks', 'description', 'internalIpv6Range', 'networkProfile', 'params'],
  outputs: () => ({ networkId: digits(19), gatewayIpv4: '', routingMode: 'REGIONAL' }),
};

/** Ranges of one network must not overlap, whatever their region. */
const freeRange: Rule = (inputs, { cloud, old }) => {
  const range_ = textOf(inputs['ipCidrRange']);
  if (range_ === undefined) return [];
  return cloud.all(SUBNETWORK).flatMap(({ id, state }) => {
    const other = textOf(state['ipCidrRange']);
    const isItself = old?.['selfLink'] === state['selfLink'];
    const sameNetwork = cloud.named(state['network'], NETWORK) === cloud.named(inputs['network'] ?? null, NETWORK);
    if (isItself || !sameNetwork || other === undefined || !overlaps(range_, other)) return [];
    return [{ path: 'ipCidrRange', reason: `${range_} overlaps ${other} of ${id}` }];
  });
};

const subnetwork: Description = {
  type: SUBNETWORK,
  ...regionalResource('subnetworks'),
  autoname: namedLower,
  defaults: {
    'logConfig.aggregationInterval': 'INTERVAL_5_SEC',
    'logConfig.filterExpr': 'true',
    'logConfig.flowSampling': 0.5,
    'logConfig.metadata': 'INCLUDE_ALL_METADATA',
  },
  check: [
    gceName,
    each('ipCidrRange', (value) => (isCidr(value) ? undefined : `expected a CIDR range, got ${JSON.stringify(value)}`)),
    oneOf('role', ['ACTIVE', 'BACKUP']),
    oneOf('stackType', ['IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY']),
    oneOf('ipv6AccessType', ['EXTERNAL', 'INTERNAL']),
    within('logConfig', atLeastOne('aggregationInterval', 'flowSampling', 'metadata', 'metadataFields', 'filterExpr')),
    oneOf('logConfig.aggregationInterval', [
      'INTERVAL_5_SEC',
      'INTERVAL_30_SEC',
      'INTERVAL_1_MIN',
      'INTERVAL_5_MIN',
      'INTERVAL_10_MIN',
      'INTERVAL_15_MIN',
    ]),
    oneOf('logConfig.metadata', ['EXCLUDE_ALL_METADATA', 'INCLUDE_ALL_METADATA', 'CUSTOM_METADATA']),
    matches('secondaryIpRanges[].rangeName', GCE_NAME, 'a name of lower-case letters, digits and hyphens'),
  ],
  apply: [required('ipCidrRange'), range('logConfig.flowSampling', 0, 1), freeRange],
  computed: [
    'purpose',
    'privateIpGoogleAccess',
    'privateIpv6GoogleAccess',
    'stackType',
    'secondaryIpRanges',
    'internalIpv6Prefix',
    'externalIpv6Prefix',
    'ipCidrRange',
  ],
  replaces: [
    'name',
    'network',
    'description',
    'region',
    'internalIpv6Prefix',
    'externalIpv6Prefix',
    'reservedInternalRange',
    'resolveSubnetMask',
    'params',
  ],
  replacesWhen: {
    ipCidrRange: ({ before, after }) => !contains(textOf(after), textOf(before)),
  },
  normal: { network: byPath },
  references: { network: [NETWORK] },
  holds: ['network'],
  outputs: ({ inputs }) => ({
    gatewayAddress: textOf(inputs['ipCidrRange'])?.replace(/\.\d+\/.*/, '.1') ?? '',
    subnetworkId: Number(digits(15)),
    purpose: 'PRIVATE',
    stackType: 'IPV4_ONLY',
    state: '',
  }),
};

const router: Description = {
  type: ROUTER,
  ...regionalResource('routers'),
  autoname: namedLower,
  defaults: { 'bgp.advertiseMode': 'DEFAULT', 'bgp.keepaliveInterval': 20 },
  check: [
    gceName,
    atMostOne('network', 'nccGateway'),
    oneOf('bgp.advertiseMode', ['DEFAULT', 'CUSTOM']),
    each('bgp.asn', (asn) =>
      isPrivateAsn(Number(asn)) ? undefined : `expected a private AS number (RFC 6996) or 16550, got ${String(asn)}`,
    ),
    within(
      'bgp',
      when(
        (bgp) => bgp['advertiseMode'] === 'DEFAULT',
        atMostOne('advertiseMode', 'advertisedGroups'),
        atMostOne('advertiseMode', 'advertisedIpRanges'),
      ),
    ),
  ],
  replaces: ['name', 'region', 'network', 'nccGateway', 'encryptedInterconnectRouter'],
  replacesOnCount: ['params'],
  normal: { network: byPath },
  references: { network: [NETWORK] },
  holds: ['network'],
};

const routerNat: Description = {
  type: 'gcp:compute/routerNat:RouterNat',
  autoname: namedLower,
  defaults: {
    icmpIdleTimeoutSec: 30,
    tcpEstablishedIdleTimeoutSec: 1200,
    tcpTimeWaitTimeoutSec: 120,
    tcpTransitoryIdleTimeoutSec: 30,
    type: 'PUBLIC',
    udpIdleTimeoutSec: 30,
  },
  check: [
    matches('name', /^[a-z]([-a-z0-9]{0,61}[a-z0-9])$/, 'an RFC 1035 name of 2 to 63 characters'),
    oneOf('sourceSubnetworkIpRangesToNat', [
      'ALL_SUBNETWORKS_ALL_IP_RANGES',
      'ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES',
      'LIST_OF_SUBNETWORKS',
    ]),
    oneOf('natIpAllocateOption', ['MANUAL_ONLY', 'AUTO_ONLY']),
    oneOf('type', ['PUBLIC', 'PRIVATE']),
    conflicts('initialNatIps', 'natIps', 'drainNatIps'),
    oneOf('logConfig.filter', ['ERRORS_ONLY', 'TRANSLATIONS_ONLY', 'ALL']),
    range('rules[].ruleNumber', 0, 65000),
  ],
  plan: [when((_inputs, { old }) => old === undefined, conflicts('drainNatIps', 'router'))],
  computed: [
    'autoNetworkTier',
    'minPortsPerVm',
    'natIps',
    'drainNatIps',
    'endpointTypes',
    'enableDynamicPortAllocation',
    'enableEndpointIndependentMapping',
  ],
  replaces: ['name', 'router', 'region', 'type', 'endpointTypes', 'initialNatIps'],
  references: { router: [ROUTER] },
  holds: ['router'],
  id: (situation) =>
    `${projectOf(situation)}/${regionOf(situation)}/${String(situation.inputs['router'])}/${String(situation.inputs['name'])}`,
};

const firewall: Description = {
  type: 'gcp:compute/firewall:Firewall',
  ...globalResource('firewalls'),
  autoname: named,
  defaults: { priority: 1000 },
  check: [
    gceName,
    exactlyOne('allows', 'denies'),
    conflicts('sourceServiceAccounts', 'sourceTags', 'targetTags'),
    conflicts('targetServiceAccounts', 'sourceTags', 'targetTags'),
    range('priority', 0, 65535),
    oneOf('direction', ['INGRESS', 'EGRESS']),
    oneOf('logConfig.metadata', ['EXCLUDE_ALL_METADATA', 'INCLUDE_ALL_METADATA']),
    items('sourceServiceAccounts', 0, 10),
    items('targetServiceAccounts', 0, 10),
  ],
  plan: [
    when(({ direction }) => direction !== 'EGRESS', atLeastOne('sourceRanges', 'sourceTags', 'sourceServiceAccounts')),
  ],
  computed: ['destinationRanges', 'direction', 'sourceRanges'],
  replaces: ['name', 'direction'],
  replacesOnCount: ['params'],
  unordered: [
    'sourceRanges',
    'destinationRanges',
    'sourceTags',
    'targetTags',
    'sourceServiceAccounts',
    'targetServiceAccounts',
  ],
  normal: { network: byPath },
  references: { network: [NETWORK] },
  holds: ['network'],
  outputs: () => ({ direction: 'INGRESS' }),
};

const route: Description = {
  type: 'gcp:compute/route:Route',
  ...globalResource('routes'),
  autoname: named,
  defaults: { priority: 1000 },
  check: [
    gceName,
    exactlyOne('nextHopGateway', 'nextHopInstance', 'nextHopIp', 'nextHopVpnTunnel', 'nextHopIlb'),
    requires('nextHopInstanceZone', 'nextHopInstance'),
  ],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { network: byPath },
  references: { network: [NETWORK] },
  holds: ['network'],
  outputs: () => ({ nextHopNetwork: '' }),
};

/** The network, its subnetworks, address translation, firewalls and routes. */
export const networks = [network, subnetwork, router, routerNat, firewall, route];

function isPrivateAsn(asn: number): boolean {
  return asn === 16550 || (asn >= 64512 && asn <= 65534) || (asn >= 4200000000 && asn <= 4294967294);
}
