import type { Description } from '../../kit/description.ts';
import { alphanumeric, digits, hex } from '../../kit/random.ts';
import { each, exactlyOne, matches, oneOf } from '../../kit/rules.ts';
import { textOf, type Values } from '../../kit/values.ts';
import { arn } from '../common.ts';
import { ROUTE_TABLE, VPC } from '../types.ts';

const CUSTOMER_GATEWAY = 'aws:ec2/customerGateway:CustomerGateway';
const VPN_GATEWAY = 'aws:ec2/vpnGateway:VpnGateway';

const isAsn = (property: string) =>
  each(property, (value) => {
    const asn = Number(value);
    return asn >= 1 && asn <= 4_294_967_295
      ? undefined
      : `expected a number of an autonomous system, got ${String(value)}`;
  });

const customerGateway: Description = {
  type: CUSTOMER_GATEWAY,
  check: [
    oneOf('type', ['ipsec.1']),
    isAsn('bgpAsn'),
    matches('ipAddress', /^\d{1,3}(\.\d{1,3}){3}$/, 'an IPv4 address'),
  ],
  computed: ['bgpAsn'],
  replaces: ['*'],
  inPlace: ['tags'],
  id: () => `cgw-${hex(17)}`,
  outputs: (situation, id) => ({ arn: arn('ec2', situation, `customer-gateway/${id}`) }),
};

const vpnGateway: Description = {
  type: VPN_GATEWAY,
  check: [isAsn('amazonSideAsn')],
  computed: ['amazonSideAsn', 'vpcId'],
  replaces: ['amazonSideAsn', 'availabilityZone'],
  references: { vpcId: [VPC] },
  holds: ['vpcId'],
  id: () => `vgw-${hex(17)}`,
  outputs: (situation, id) => ({ arn: arn('ec2', situation, `vpn-gateway/${id}`) }),
};

/** What AWS makes up for each of a connection's two tunnels. */
function tunnels(): Values {
  return Object.assign(
    {},
    ...[1, 2].map((tunnel): Values => {
      const link = (Number(digits(3)) % 60) * 4;
      return {
        [`tunnel${tunnel}Address`]: `198.51.100.${(Number(digits(3)) % 254) + 1}`,
        [`tunnel${tunnel}InsideCidr`]: `169.254.${tunnel}.${link}/30`,
        [`tunnel${tunnel}VgwInsideAddress`]: `169.254.${tunnel}.${link + 1}`,
        [`tunnel${tunnel}CgwInsideAddress`]: `169.254.${tunnel}.${link + 2}`,
        [`tunnel${tunnel}PresharedKey`]: alphanumeric(32),
        [`tunnel${tunnel}BgpAsn`]: '64512',
        [`tunnel${tunnel}BgpHoldtime`]: 30,
      };
    }),
  ) as Values;
}

const vpnConnection: Description = {
  type: 'aws:ec2/vpnConnection:VpnConnection',
  check: [oneOf('type', ['ipsec.1']), exactlyOne('vpnGatewayId', 'transitGatewayId', 'vpnConcentratorId')],
  computed: [
    'enableAcceleration',
    'localIpv4NetworkCidr',
    'localIpv6NetworkCidr',
    'outsideIpAddressType',
    'presharedKeyStorage',
    'remoteIpv4NetworkCidr',
    'remoteIpv6NetworkCidr',
    'staticRoutesOnly',
    'tunnelBandwidth',
    'tunnelInsideIpVersion',
    ...[1, 2].flatMap((tunnel) =>
      ['InsideCidr', 'InsideIpv6Cidr', 'PresharedKey', 'LogOptions'].map((what) => `tunnel${tunnel}${what}`),
    ),
  ],
  replaces: ['type', 'staticRoutesOnly', 'enableAcceleration', 'outsideIpAddressType', 'tunnelInsideIpVersion'],
  secrets: ['tunnel1PresharedKey', 'tunnel2PresharedKey', 'customerGatewayConfiguration'],
  references: { customerGatewayId: [CUSTOMER_GATEWAY], vpnGatewayId: [VPN_GATEWAY] },
  holds: ['customerGatewayId', 'vpnGatewayId'],
  id: () => `vpn-${hex(17)}`,
  outputs: (situation, id) => ({ arn: arn('ec2', situation, `vpn-connection/${id}`), ...tunnels() }),
};

const routePropagation: Description = {
  type: 'aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation',
  idempotent: true,
  replaces: ['*'],
  references: { vpnGatewayId: [VPN_GATEWAY], routeTableId: [ROUTE_TABLE] },
  holds: ['vpnGatewayId'],
  id: ({ inputs }) => `${textOf(inputs['vpnGatewayId'])}_${textOf(inputs['routeTableId'])}`,
};

/** Private ways to networks elsewhere. */
export const vpns = [customerGateway, vpnGateway, vpnConnection, routePropagation];
