import type { Description } from '../../kit/description.ts';
import { hex } from '../../kit/random.ts';
import { items, matches, oneOf, oneOfIgnoringCase, range, required, type Rule, when, within } from '../../kit/rules.ts';
import { isSet, textOf } from '../../kit/values.ts';
import { isArn } from '../common.ts';
import { LOAD_BALANCER, TARGET_GROUP } from '../types.ts';

const LISTENER = 'aws:lb/listener:Listener';

const ACTION_BLOCKS: { [type: string]: string } = {
  redirect: 'redirect',
  'fixed-response': 'fixedResponse',
  'authenticate-oidc': 'authenticateOidc',
  'authenticate-cognito': 'authenticateCognito',
  'jwt-validation': 'jwtValidation',
};

/** The rules of an action, whether a listener's default or that of a rule. */
function actionRules(path: string): Rule[] {
  return [
    oneOf(`${path}.type`, ['forward', ...Object.keys(ACTION_BLOCKS)]),
    isArn(`${path}.targetGroupArn`),
    oneOf(`${path}.redirect.statusCode`, ['HTTP_301', 'HTTP_302']),
    oneOf(`${path}.fixedResponse.contentType`, [
      'text/plain',
      'text/css',
      'text/html',
      'application/javascript',
      'application/json',
    ]),
    matches(`${path}.fixedResponse.statusCode`, /^[245]\d\d$/, 'a status 2xx, 4xx or 5xx'),
    items(`${path}.forward.targetGroups`, 1, 5),
    range(`${path}.forward.targetGroups[].weight`, 0, 999),
    within(
      path,
      when(
        ({ type }) => type === 'forward',
        (inputs) =>
          isSet(inputs['targetGroupArn']) || isSet(inputs['forward'])
            ? []
            : [{ path: 'targetGroupArn', reason: 'forward needs targetGroupArn or a forward block' }],
      ),
      ({ type, ...blocks }) => {
        const block = ACTION_BLOCKS[textOf(type) ?? ''];
        return block === undefined || isSet(blocks[block])
          ? []
          : [{ path: block, reason: `must be set for the type ${String(type)}` }];
      },
    ),
  ];
}

const redirectDefaults = (path: string): { [pattern: string]: string } => ({
  [`${path}.redirect.host`]: '#{host}',
  [`${path}.redirect.path`]: '/#{path}',
  [`${path}.redirect.port`]: '#{port}',
  [`${path}.redirect.protocol`]: '#{protocol}',
  [`${path}.redirect.query`]: '#{query}',
});

const listener: Description = {
  type: LISTENER,
  defaults: redirectDefaults('defaultActions[]'),
  check: [
    isArn('loadBalancerArn'),
    range('port', 1, 65535),
    oneOfIgnoringCase('protocol', ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC']),
    ...actionRules('defaultActions[]'),
  ],
  apply: [
    when(({ protocol }) => String(protocol).toUpperCase() === 'HTTPS', required('certificateArn')),
    (inputs, { cloud, old }) =>
      cloud
        .all(LISTENER)
        .filter(
          ({ state }) =>
            state['loadBalancerArn'] === inputs['loadBalancerArn'] &&
            state['port'] === inputs['port'] &&
            state['arn'] !== old?.['arn'],
        )
        .map(({ id }) => ({ path: 'port', reason: `${String(inputs['port'])} is taken by ${id}` })),
  ],
  computed: [
    'protocol',
    'sslPolicy',
    'mutualAuthentication',
    'alpnPolicy',
    'tcpIdleTimeoutSeconds',
    'defaultActions[].order',
    'routingHttpResponseServerEnabled',
  ],
  replaces: ['loadBalancerArn'],
  normal: { protocol: (value) => String(value).toUpperCase() },
  references: {
    loadBalancerArn: [LOAD_BALANCER],
    'defaultActions[].targetGroupArn': [TARGET_GROUP],
    'defaultActions[].forward.targetGroups[].arn': [TARGET_GROUP],
  },
  holds: ['defaultActions[].targetGroupArn', 'defaultActions[].forward.targetGroups[].arn'],
  id: ({ inputs }) => `${textOf(inputs['loadBalancerArn'])?.replace(':loadbalancer/', ':listener/')}/${hex(16)}`,
  outputs: ({ inputs }, id) => ({
    arn: id,
    protocol: 'HTTP',
    sslPolicy: isSet(inputs['certificateArn']) ? 'ELBSecurityPolicy-TLS13-1-2-2021-06' : '',
  }),
};

const listenerRule: Description = {
  type: 'aws:lb/listenerRule:ListenerRule',
  defaults: redirectDefaults('actions[]'),
  check: [isArn('listenerArn'), range('priority', 1, 50000), ...actionRules('actions[]')],
  apply: [
    (inputs, { cloud, old }) =>
      cloud
        .all('aws:lb/listenerRule:ListenerRule')
        .filter(
          ({ state }) =>
            isSet(inputs['priority']) &&
            state['listenerArn'] === inputs['listenerArn'] &&
            state['priority'] === inputs['priority'] &&
            state['arn'] !== old?.['arn'],
        )
        .map(({ id }) => ({ path: 'priority', reason: `${String(inputs['priority'])} is taken by ${id}` })),
  ],
  computed: ['priority', 'actions[].order'],
  replaces: ['listenerArn', 'priority'],
  references: {
    listenerArn: [LISTENER],
    'actions[].targetGroupArn': [TARGET_GROUP],
    'actions[].forward.targetGroups[].arn': [TARGET_GROUP],
  },
  holds: ['actions[].targetGroupArn', 'actions[].forward.targetGroups[].arn'],
  id: ({ inputs }) => `${textOf(inputs['listenerArn'])?.replace(':listener/', ':listener-rule/')}/${hex(16)}`,
  outputs: (_situation, id) => ({ arn: id, priority: 1 }),
};

const listenerCertificate: Description = {
  type: 'aws:lb/listenerCertificate:ListenerCertificate',
  idempotent: true,
  check: [isArn('listenerArn'), isArn('certificateArn')],
  replaces: ['*'],
  references: { listenerArn: [LISTENER] },
  id: ({ inputs }) => `${textOf(inputs['listenerArn'])}_${textOf(inputs['certificateArn'])}`,
};

/** Listeners and their rules. */
export const listeners = [listener, listenerRule, listenerCertificate];
