import type { Description } from '../../kit/description.ts';
import { exactlyOne, items, oneOf, range, requires, type Rule } from '../../kit/rules.ts';
import { digits } from '../../kit/random.ts';
import { listOf, objectOf, textOf } from '../../kit/values.ts';
import {
  byPath,
  gceName,
  globalResource,
  lastPart,
  namedLower,
  nameOf,
  projectOf,
  regionalResource,
  regionOf,
} from '../common.ts';
import { NETWORK, ROUTER } from '../types.ts';

const HA_GATEWAY = 'gcp:compute/haVpnGateway:HaVpnGateway';
const PEER_GATEWAY = 'gcp:compute/externalVpnGateway:ExternalVpnGateway';
const TUNNEL = 'gcp:compute/vPNTunnel:VPNTunnel';
const INTERFACE = 'gcp:compute/routerInterface:RouterInterface';

/** An address that nobody has, from the range kept for documentation. */
const address = (): string => `203.0.113.${(Number(digits(3)) % 254) + 1}`;

const haGateway: Description = {
  type: HA_GATEWAY,
  ...regionalResource('vpnGateways'),
  autoname: namedLower,
  defaults: { gatewayIpVersion: 'IPV4' },
  check: [
    gceName,
    oneOf('gatewayIpVersion', ['IPV4', 'IPV6']),
    oneOf('stackType', ['IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY']),
  ],
  computed: ['stackType', 'vpnInterfaces'],
  replaces: ['name', 'network', 'region', 'description', 'gatewayIpVersion', 'stackType', 'vpnInterfaces'],
  normal: { network: byPath },
  references: { network: [NETWORK] },
  holds: ['network'],
  outputs: () => ({
    vpnInterfaces: [
      { id: 0, ipAddress: address() },
      { id: 1, ipAddress: address() },
    ],
  }),
};

/** How many addresses each kind of redundancy has. */
const ADDRESSES: { [kind: string]: number } = {
  SINGLE_IP_INTERNALLY_REDUNDANT: 1,
  TWO_IPS_REDUNDANCY: 2,
  FOUR_IPS_REDUNDANCY: 4,
};

const fitsRedundancy: Rule = ({ redundancyType, interfaces }) => {
  const wanted = ADDRESSES[textOf(redundancyType) ?? ''];
  const given = listOf(interfaces).map(objectOf);
  if (wanted === undefined || given.length === 0) return [];
  const fits = given.length === wanted && given.every(({ id }) => typeof id !== 'number' || id < wanted);
  return fits ? [] : [{ path: 'interfaces', reason: `${textOf(redundancyType)} has interfaces 0 to ${wanted - 1}` }];
};

const peerGateway: Description = {
  type: PEER_GATEWAY,
  ...globalResource('externalVpnGateways'),
  autoname: namedLower,
  check: [gceName, oneOf('redundancyType', Object.keys(ADDRESSES)), items('interfaces', 0, 4), fitsRedundancy],
  replaces: ['name', 'description', 'redundancyType', 'interfaces'],
};

const tunnel: Description = {
  type: TUNNEL,
  ...regionalResource('vpnTunnels'),
  autoname: namedLower,
  defaults: { ikeVersion: 2 },
  check: [
    gceName,
    oneOf('ikeVersion', [1, 2]),
    exactlyOne('vpnGateway', 'targetVpnGateway'),
    exactlyOne('sharedSecret', 'sharedSecretWo'),
    requires('peerExternalGateway', 'vpnGateway'),
    requires('peerExternalGatewayInterface', 'peerExternalGateway'),
    requires('vpnGatewayInterface', 'vpnGateway'),
    range('vpnGatewayInterface', 0, 1),
    range('peerExternalGatewayInterface', 0, 3),
  ],
  computed: ['peerIp', 'localTrafficSelectors', 'remoteTrafficSelectors'],
  replaces: ['*'],
  inPlace: ['labels', 'deletionPolicy'],
  secrets: ['sharedSecret'],
  normal: { vpnGateway: byPath, router: byPath, peerExternalGateway: byPath },
  references: { vpnGateway: [HA_GATEWAY], peerExternalGateway: [PEER_GATEWAY], router: [ROUTER] },
  holds: ['vpnGateway', 'peerExternalGateway', 'router'],
  outputs: () => ({ tunnelId: digits(19), detailedStatus: '', sharedSecretHash: '' }),
};

const routerInterface: Description = {
  type: INTERFACE,
  autoname: namedLower,
  check: [gceName],
  computed: ['ipRange', 'ipVersion', 'redundantInterface'],
  replaces: ['*'],
  inPlace: ['deletionPolicy'],
  normal: { vpnTunnel: (value) => lastPart(value) ?? '' },
  references: { router: [ROUTER], vpnTunnel: [TUNNEL] },
  holds: ['vpnTunnel'],
  id: (situation) => `${regionOf(situation)}/${lastPart(situation.inputs['router'])}/${nameOf(situation)}`,
};

const routerPeer: Description = {
  type: 'gcp:compute/routerPeer:RouterPeer',
  autoname: namedLower,
  defaults: { advertiseMode: 'DEFAULT', advertisedRoutePriority: 100, enable: true },
  check: [gceName, oneOf('advertiseMode', ['DEFAULT', 'CUSTOM']), range('peerAsn', 1, 4294967295)],
  computed: ['enableIpv4', 'enableIpv6', 'ipAddress', 'peerIpAddress', 'ipv4NexthopAddress', 'peerIpv4NexthopAddress'],
  replaces: ['name', 'region', 'router'],
  references: { router: [ROUTER], interface: [INTERFACE] },
  holds: ['interface'],
  id: (situation) =>
    `projects/${projectOf(situation)}/regions/${regionOf(situation)}/routers/${lastPart(situation.inputs['router'])}/${nameOf(situation)}`,
  outputs: () => ({ isAdvertisedRoutePrioritySet: true, managementType: 'MANAGED_BY_USER' }),
};

const peeringRoutes: Description = {
  type: 'gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig',
  idempotent: true,
  computed: ['exportSubnetRoutesWithPublicIp', 'importSubnetRoutesWithPublicIp'],
  replaces: ['network', 'peering'],
  normal: { network: (value) => lastPart(value) ?? '' },
  references: { network: [NETWORK] },
  id: (situation) =>
    `projects/${projectOf(situation)}/global/networks/${lastPart(situation.inputs['network'])}/networkPeerings/${textOf(situation.inputs['peering'])}`,
};

/** Private ways to networks elsewhere: gateways, tunnels, and the routers that learn what lies behind them. */
export const vpn = [haGateway, peerGateway, tunnel, routerInterface, routerPeer, peeringRoutes];
