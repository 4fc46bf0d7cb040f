import type { Description } from '../../kit/description.ts';
import { atLeastOne, exactlyOne, isPresent, items, oneOf, range, required, when, within, type Rule } from '../../kit/rules.ts';
import { numberOf, type Values } from '../../kit/values.ts';
import { globalResource, named } from '../common.ts';

export const HEALTH_CHECK = 'gcp:compute/healthCheck:HealthCheck';

const PROTOCOLS = {
  httpHealthCheck: 'HTTP',
  httpsHealthCheck: 'HTTPS',
  http2HealthCheck: 'HTTP2',
  tcpHealthCheck: 'TCP',
  sslHealthCheck: 'SSL',
  grpcHealthCheck: 'GRPC',
  grpcTlsHealthCheck: 'GRPC_WITH_TLS',
};
const BLOCKS = Object.keys(PROTOCOLS);
const HTTP_BLOCKS = BLOCKS.slice(0, 3);
const PROXIED_BLOCKS = BLOCKS.slice(0, 5);
const FIELDS = ['host', 'port', 'portName', 'portSpecification', 'proxyHeader', 'request', 'requestPath', 'response', 'grpcServiceName'];

/** A probe may not outlast the interval; the provider does not look, the cloud does. */
const timely: Rule = ({ timeoutSec, checkIntervalSec }) => {
  const [timeout, interval] = [numberOf(timeoutSec) ?? 5, numberOf(checkIntervalSec) ?? 5];
  if (timeout <= interval) return [];
  return [{ path: 'timeoutSec', reason: `expected at most checkIntervalSec (${interval}), got ${timeout}` }];
};

const healthCheck: Description = {
  type: HEALTH_CHECK,
  ...globalResource('healthChecks'),
  autoname: named,
  defaults: {
    checkIntervalSec: 5,
    healthyThreshold: 2,
    timeoutSec: 5,
    unhealthyThreshold: 2,
    ...Object.fromEntries(PROXIED_BLOCKS.map((block) => [`${block}.proxyHeader`, 'NONE'])),
    ...Object.fromEntries(HTTP_BLOCKS.map((block) => [`${block}.requestPath`, '/'])),
  },
  check: [
    exactlyOne(...BLOCKS),
    ...BLOCKS.flatMap((block) => [
      within(block, atLeastOne(...FIELDS)),
      oneOf(`${block}.portSpecification`, ['USE_FIXED_PORT', 'USE_NAMED_PORT', 'USE_SERVING_PORT']),
      oneOf(`${block}.proxyHeader`, ['NONE', 'PROXY_V1']),
    ]),
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
  computed: BLOCKS.flatMap((block) => [`${block}.port`, `${block}.portSpecification`]),
  replaces: ['name'],
  outputs: ({ inputs }) => ({ type: protocolOf(inputs) }),
  recomputed: () => ['type'],
};

/** The health checks of load balancers and instance groups. */
export const healthChecks = [healthCheck];

function protocolOf(inputs: Values): string {
  return Object.entries(PROTOCOLS).find(([block]) => isPresent(inputs, block))?.[1] ?? '';
}

function without(name: string): Rule {
  return (inputs) =>
    isPresent(inputs, name) ? [{ path: name, reason: `must not be set with portSpecification ${String(inputs['portSpecification'])}` }] : [];
}
