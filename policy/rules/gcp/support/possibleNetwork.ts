import { GLOBAL_ADDRESS } from '../../../../topology/recognise/gcp/types.ts';
import { oneOf, range, seconds, shaped, type Demand, type Demands } from '../../support/demands.ts';

// What the APIs of networks and of links between clouds take where the provider takes anything.

const CIDR = shaped(
  /^(\d{1,3}(\.\d{1,3}){3}(\/(3[0-2]|[12]?\d))?|[0-9a-fA-F:]*:[0-9a-fA-F:]*(\/\d{1,3})?)$/,
  'an address range such as 10.0.0.0/20',
);

/** Addresses and members are often those of resources that do not exist yet. */
export const open = (demand: Demand): Demand => ({ ...demand, mayBeOpen: true });

/** By resource type. */
export const NETWORK: Readonly<Record<string, Demands>> = {
  'gcp:compute/firewall:Firewall': {
    priority: range(0, 65_535),
    'allows.*.protocol': shaped(
      /^(tcp|udp|icmp|esp|ah|sctp|ipip|all|\d{1,3})$/i,
      'tcp, udp, icmp, esp, ah, sctp, ipip, all or a number',
    ),
    'allows.*.ports.*': shaped(
      /^(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])(-\d{1,5})?$/,
      "a port or a range such as '8080' or '8000-8100'",
    ),
    'sourceRanges.*': open(CIDR),
  },
  'gcp:compute/subnetwork:Subnetwork': { 'logConfig.flowSampling': range(0, 1, { whole: false }) },
  'gcp:compute/routerNat:RouterNat': {
    minPortsPerVm: range(2, 65_536),
    icmpIdleTimeoutSec: range(1, 7200),
    udpIdleTimeoutSec: range(1, 7200),
    tcpTransitoryIdleTimeoutSec: range(1, 7200),
    tcpTimeWaitTimeoutSec: range(1, 7200),
    maxPortsPerVm: range(64, 65_536),
    tcpEstablishedIdleTimeoutSec: range(1, 86_400),
  },
  [GLOBAL_ADDRESS]: {
    address: open(shaped(/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)$/, 'an address such as 10.20.0.0')),
    purpose: oneOf('VPC_PEERING', 'PRIVATE_SERVICE_CONNECT'),
  },
  'gcp:compute/network:Network': { mtu: range(1300, 8896) },
  'gcp:servicenetworking/connection:Connection': {
    service: shaped(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'servicenetworking.googleapis.com, or another host name'),
  },
  'gcp:compute/router:Router': {
    'bgp.asn': {
      holds: (value) =>
        [16_550, 64_512].some((low) => Number(value) >= low && Number(value) <= (low === 16_550 ? low : 65_534)) ||
        (Number(value) >= 4_200_000_000 && Number(value) <= 4_294_967_294),
      allowed: '16550, 64512 to 65534, or 4200000000 to 4294967294',
    },
    'bgp.advertisedGroups.*': oneOf('ALL_SUBNETS'),
    'bgp.advertisedIpRanges.*.range': open(CIDR),
    'bgp.keepaliveInterval': range(20, 60),
  },
  'gcp:compute/routerPeer:RouterPeer': {
    peerAsn: { ...range(1, 4_294_967_294), mayBeOpen: true },
    'advertisedGroups.*': oneOf('ALL_SUBNETS'),
  },
  'gcp:compute/vPNTunnel:VPNTunnel': {
    ikeVersion: range(1, 2),
    vpnGatewayInterface: range(0, 1),
    peerExternalGatewayInterface: range(0, 3),
  },
  'gcp:compute/externalVpnGateway:ExternalVpnGateway': { 'interfaces.*.id': range(0, 3) },
  'gcp:storage/transferJob:TransferJob': {
    'schedule.repeatInterval': seconds(3600, 315_576_000),
    'schedule.scheduleStartDate.year': range(1970, 9999),
    'schedule.scheduleStartDate.month': range(1, 12),
    'schedule.scheduleStartDate.day': range(1, 31),
  },
};
