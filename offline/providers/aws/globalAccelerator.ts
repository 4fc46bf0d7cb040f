import type { Description } from '../kit/description.ts';
import { hex, uuid } from '../kit/random.ts';
import { each, items, matches, oneOf, range, type Rule } from '../kit/rules.ts';
import { textOf } from '../kit/values.ts';
import { globalArn, isArn, named } from './common.ts';
import { LOAD_BALANCER } from './types.ts';

const ACCELERATOR = 'aws:globalaccelerator/accelerator:Accelerator';

const GA_LISTENER = 'aws:globalaccelerator/listener:Listener';

const ENDPOINT_GROUP = 'aws:globalaccelerator/endpointGroup:EndpointGroup';

const accelerator: Description = {
  type: ACCELERATOR,
  autoname: named,
  defaults: { enabled: true, ipAddressType: 'IPV4' },
  check: [
    matches('name', /^(?!-)[0-9A-Za-z-]{1,255}(?<!-)$/, 'letters, digits and hyphens, with no hyphen at either end'),
    oneOf('ipAddressType', ['IPV4', 'DUAL_STACK']),
  ],
  computed: ['ipAddresses'],
  replaces: ['ipAddresses'],
  id: () => globalArn('globalaccelerator', `accelerator/${uuid()}`),
  outputs: (_situation, id) => ({
    arn: id,
    dnsName: `a${hex(16)}.awsglobalaccelerator.com`,
    dualStackDnsName: '',
    hostedZoneId: 'Z2BJ6XQ5FK7U4H',
    ipSets: [{ ipFamily: 'IPv4', ipAddresses: ['192.0.2.250', '198.51.100.250'] }],
  }),
};

const gaListener: Description = {
  type: GA_LISTENER,
  defaults: { clientAffinity: 'NONE' },
  check: [
    isArn('acceleratorArn'),
    oneOf('protocol', ['TCP', 'UDP']),
    oneOf('clientAffinity', ['NONE', 'SOURCE_IP']),
    items('portRanges', 1, 10),
    range('portRanges[].fromPort', 1, 65535),
    range('portRanges[].toPort', 1, 65535),
  ],
  replaces: ['acceleratorArn'],
  unordered: ['portRanges'],
  references: { acceleratorArn: [ACCELERATOR] },
  holds: ['acceleratorArn'],
  id: ({ inputs }) => `${textOf(inputs['acceleratorArn'])}/listener/${hex(8)}`,
  outputs: (_situation, id) => ({ arn: id }),
};

/** A listener has one group of endpoints in a region. */
const oneGroupPerRegion: Rule = (inputs, { cloud, old, settings }) =>
  cloud
    .all(ENDPOINT_GROUP)
    .filter(({ state }) => state['listenerArn'] === inputs['listenerArn'] && state['arn'] !== old?.['arn'])
    .filter(({ state }) => state['endpointGroupRegion'] === (inputs['endpointGroupRegion'] ?? settings['region']))
    .map(({ id, state }) => ({
      path: 'endpointGroupRegion',
      reason: `${String(state['endpointGroupRegion'])} already has ${id}`,
    }));

const endpointGroup: Description = {
  type: ENDPOINT_GROUP,
  defaults: {
    healthCheckIntervalSeconds: 30,
    healthCheckProtocol: 'TCP',
    thresholdCount: 3,
    trafficDialPercentage: 100,
  },
  check: [
    isArn('listenerArn'),
    range('trafficDialPercentage', 0, 100),
    range('endpointConfigurations[].weight', 0, 255),
    range('healthCheckIntervalSeconds', 10, 30),
    range('thresholdCount', 1, 10),
    oneOf('healthCheckProtocol', ['TCP', 'HTTP', 'HTTPS']),
    items('portOverrides', 0, 10),
  ],
  apply: [
    each('healthCheckIntervalSeconds', (value) =>
      value === 10 || value === 30 ? undefined : `expected 10 or 30, got ${String(value)}`,
    ),
    oneGroupPerRegion,
    items('endpointConfigurations', 0, 10),
  ],
  computed: [
    'endpointGroupRegion',
    'healthCheckPath',
    'healthCheckPort',
    'endpointConfigurations[].clientIpPreservationEnabled',
    'endpointConfigurations[].weight',
  ],
  replaces: ['listenerArn', 'endpointGroupRegion'],
  unordered: ['endpointConfigurations', 'portOverrides'],
  references: { listenerArn: [GA_LISTENER], 'endpointConfigurations[].endpointId': [LOAD_BALANCER, 'aws:ec2/eip:Eip'] },
  holds: ['listenerArn', 'endpointConfigurations[].endpointId'],
  id: ({ inputs }) => `${textOf(inputs['listenerArn'])}/endpoint-group/${hex(12)}`,
  outputs: ({ settings }, id) => ({
    arn: id,
    endpointGroupRegion: settings['region'] ?? '',
    healthCheckPath: '',
    healthCheckPort: 0,
  }),
};

/** Accelerators, their listeners and groups of endpoints. */
export const globalAccelerator = [accelerator, gaListener, endpointGroup];
