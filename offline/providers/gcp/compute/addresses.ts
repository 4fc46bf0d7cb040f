import type { Description } from '../../kit/description.ts';
import { oneOf, range, required, when } from '../../kit/rules.ts';
import { hashOf } from '../../kit/random.ts';
import { textOf, type Values } from '../../kit/values.ts';
import { gceName, globalResource, named, regionalResource } from '../common.ts';
import { ADDRESS, GLOBAL_ADDRESS, NETWORK, SUBNETWORK } from '../types.ts';

const globalAddress: Description = {
  type: GLOBAL_ADDRESS,
  ...globalResource('addresses'),
  autoname: named,
  defaults: { addressType: 'EXTERNAL' },
  check: [gceName, oneOf('addressType', ['EXTERNAL', 'INTERNAL']), oneOf('ipVersion', ['IPV4', 'IPV6'])],
  apply: [
    range('prefixLength', 8, 30),
    when(({ purpose }) => purpose === 'VPC_PEERING', required('network'), required('prefixLength')),
  ],
  computed: ['address', 'prefixLength'],
  replaces: ['name', 'address', 'addressType', 'description', 'ipVersion', 'network', 'prefixLength', 'purpose'],
  references: { network: [NETWORK] },
  aliases: (state) => [state['address']],
  outputs: ({ inputs }, id) => ({ address: addressFor(inputs, id) }),
};

const address: Description = {
  type: ADDRESS,
  ...regionalResource('addresses'),
  autoname: named,
  defaults: { addressType: 'EXTERNAL' },
  check: [
    gceName,
    oneOf('addressType', ['EXTERNAL', 'INTERNAL']),
    oneOf('ipVersion', ['IPV4', 'IPV6']),
    oneOf('networkTier', ['PREMIUM', 'STANDARD']),
  ],
  computed: ['address', 'networkTier', 'purpose', 'subnetwork', 'prefixLength'],
  replaces: ['*'],
  inPlace: ['labels', 'deletionPolicy'],
  references: { network: [NETWORK], subnetwork: [SUBNETWORK] },
  holds: ['subnetwork'],
  aliases: (state) => [state['address']],
  outputs: ({ inputs }, id) => ({
    address: addressFor(inputs, id),
    networkTier: 'PREMIUM',
    purpose: '',
    subnetwork: '',
    users: [],
  }),
};

/** External and internal addresses, global and regional. */
export const addresses = [globalAddress, address];

/** From the ranges kept for documentation and private use, so that no real host is ever meant. */
function addressFor(inputs: Values, id: string): string {
  const number = [...hashOf(id, 4)].reduce((sum, character) => (sum * 36 + parseInt(character, 36)) % 65536, 0);
  const [high, low] = [number >> 8, number & 255];
  if (textOf(inputs['ipVersion']) === 'IPV6') return `2001:db8:0:${number.toString(16)}::`;
  return inputs['addressType'] === 'INTERNAL' ? `10.${high}.${low}.0` : `203.0.113.${(high + low) % 256}`;
}
