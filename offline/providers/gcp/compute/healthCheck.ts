import type { Description } from '../../kit/description.ts';
import {
  atLeastOne,
  exactlyOne,
  isPresent,
  items,
  oneOf,
  range,
  required,
  when,
  within,
  type Rule,
} from '../../kit/rules.ts';
import { numberOf, type Values } from '../../kit/values.ts';
import { globalResource, named } from '../common.ts';
import { HEALTH_CHECK } from '../types.ts';

const HTTP_FIELDS = ['host', 'port', 'portName', 'portSpecification', 'proxyHeader', 'requestPath', 'response'];
const TCP_FIELDS = ['port', 'portName', 'portSpecification', 'proxyHeader', 'request', 'response'];

/** The blocks, one for each protocol, and the fields of which each needs one. */
const BLOCKS: { [block: string]: { protocol: string; fields: string[] } } = {
  httpHealthCheck: { protocol: 'HTTP', fields: HTTP_FIELDS },
  httpsHealthCheck: { protocol: 'HTTPS', fields: HTTP_FIELDS },
  http2HealthCheck: { protocol: 'HTTP2', fields: HTTP_FIELDS },
  tcpHealthCheck: { protocol: 'TCP', fields: TCP_FIELDS },
  sslHealthCheck: { protocol: 'SSL', fields: TCP_FIELDS },
  grpcHealthCheck: { protocol: 'GRPC', fields: ['grpcServiceName', 'port', 'portName', 'portSpecification'] },
  grpcTlsHealthCheck: { protocol: 'GRPC_WITH_TLS', fields: ['grpcServiceName', 'port', 'portSpecification'] },
};
const NAMES = Object.keys(BLOCKS);
const namesWith = (field: string): string[] => NAMES.filter((name) => BLOCKS[name]?.fields.includes(field));

/** A probe may not outlast the interval; the provider does not look, the cloud does. */
const timely: Rule = ({ timeoutSec, checkIntervalSec }) => {
  const [timeout, interval] = [numberOf(timeoutSec) ?? 5, numberOf(checkIntervalSec) ?? 5];
  if (timeout <= interval) return [];
  return [{ path: 'timeoutSec', reason: `expected at most checkIntervalSec (${interval}), got ${timeout}` }];
};

/** The check of global load balancers; regional ones share most of it. */
export const healthCheck: Description = {
  type: HEALTH_CHECK,
  ...globalResource('healthChecks'),
  autoname: named,
  defaults: {
    checkIntervalSec: 5,
    healthyThreshold: 2,
    timeoutSec: 5,
    unhealthyThreshold: 2,
    ...Object.fromEntries(namesWith('proxyHeader').map((name) => [`${name}.proxyHeader`, 'NONE'])),
    ...Object.fromEntries(namesWith('requestPath').map((name) => [`${name}.requestPath`, '/'])),
  },
  check: [
    exactlyOne(...NAMES),
    ...Object.entries(BLOCKS).map(([name, { fields }]) => within(name, atLeastOne(...fields))),
    ...NAMES.map((name) =>
      oneOf(`${name}.portSpecification`, ['USE_FIXED_PORT', 'USE_NAMED_PORT', 'USE_SERVING_PORT']),
    ),
    ...namesWith('proxyHeader').map((name) => oneOf(`${name}.proxyHeader`, ['NONE', 'PROXY_V1'])),
    items('sourceRegions', 3, 3),
  ],
  plan: [
    within(
      'httpHealthCheck',
      when(({ portSpecification }) => portSpecification === 'USE_NAMED_PORT', without('port'), required('portName')),
      when(({ portSpecification }) => portSpecification === 'USE_SERVING_PORT', without('port'), without('portName')),
    ),
  ],
  apply: [
    timely,
    range('checkIntervalSec', 1, 300),
    range('timeoutSec', 1, 300),
    range('healthyThreshold', 1, 10),
    range('unhealthyThreshold', 1, 10),
    when((inputs) => isPresent(inputs, 'sourceRegions'), range('checkIntervalSec', 30, 300)),
  ],
  computed: NAMES.flatMap((name) => [`${name}.port`, `${name}.portSpecification`]),
  replaces: ['name'],
  outputs: ({ inputs }) => ({ type: protocolOf(inputs) }),
  recomputed: () => ['type'],
};

/** The health checks of load balancers and instance groups. */
export const healthChecks = [healthCheck];

function protocolOf(inputs: Values): string {
  return Object.entries(BLOCKS).find(([name]) => isPresent(inputs, name))?.[1].protocol ?? '';
}

function without(name: string): Rule {
  return (inputs) =>
    isPresent(inputs, name)
      ? [{ path: name, reason: `must not be set with portSpecification ${String(inputs['portSpecification'])}` }]
      : [];
}
