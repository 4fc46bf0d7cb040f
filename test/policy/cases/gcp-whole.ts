import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

// Resources that say all that they need, once, and are not switched off.

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const one = (type: string, inputs: Draft['inputs'], extra: Parameters<typeof draft>[3] = {}, name = 'one') =>
  draft(type, name, inputs, extra);
const RUN = 'run-us-east1';
const SERVICE = 'gcp:projects/service:Service';
const apis = (names: readonly string[], more: Draft['inputs'] = {}): readonly Draft[] => [
  ...runPlan,
  ...names.map((name) => one(SERVICE, { service: `${name}.googleapis.com`, ...more }, {}, `api-${name}`)),
];
const MOST = ['run', 'compute', 'sqladmin', 'secretmanager', 'monitoring', 'logging', 'iam', 'certificatemanager'];
const ALL = [...MOST, 'servicenetworking', 'artifactregistry'];
const TEMPLATE = 'gcp:compute/instanceTemplate:InstanceTemplate';
const ADDRESS = 'gcp:compute/globalAddress:GlobalAddress';

export const wholeCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-074-nothing-is-left-out': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds('computed', set('routes', 'pathMatchers.0.name', id)),
    ],
    fail: [
      broken('at the top', set('subnet-us-east1', 'network', undefined), 'subnet-us-east1', 'network', /needs it/),
      broken('empty', set('oncall', 'type', ''), 'oncall', 'type'),
      broken('an empty list', set('services', 'reservedPeeringRanges', []), 'services', 'reservedPeeringRanges'),
      broken('in a list', set('api', 'backends.0.group', undefined), 'api', 'backends[0].group'),
      broken('deep in lists', set(RUN, 'template.containers.0.image', undefined), RUN, 'template.containers[0].image'),
    ],
    unknown: [broken('a computed block', set('api', 'backends', id), 'api', 'backends')],
  },
  'tandem-gcp-075-references-lead-somewhere': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds(
        'written out',
        change(relink(runPlan, 'subnet-us-east1', 'network', []), 'subnet-us-east1', 'network', 'net'),
      ),
      holds('a name of its own', set('data', 'name', id)),
    ],
    fail: [
      broken(
        'an output in a text',
        set('routes', 'defaultService', 'projects/Calling [toString] on an [Output<T>] is not supported.'),
        'routes',
        'defaultService',
        /no value/,
      ),
      broken('nothing in a text', set('api', 'securityPolicy', 'projects/undefined/x'), 'api', 'securityPolicy'),
    ],
    unknown: [
      broken(
        'at the top',
        relink(runPlan, 'subnet-us-east1', 'network', []),
        'subnet-us-east1',
        'network',
        /no resource of the program/,
      ),
      broken('in a list', relink(runPlan, 'pin-us-east1', 'backends', []), 'pin-us-east1', 'backends[0].group'),
    ],
  },
  'tandem-gcp-078-nothing-is-switched-off': {
    pass: [
      holds('services', runPlan),
      holds('said to be on', set('account-us-east1', 'disabled', false)),
      holds('an account that nobody runs as', [
        ...runPlan,
        one('gcp:serviceaccount/account:Account', { accountId: 'old', disabled: true }),
      ]),
    ],
    fail: [
      broken('an account', set('account-us-east1', 'disabled', true), 'account-us-east1', 'disabled', /does not start/),
      broken('a metric', set('errors', 'disabled', true), 'errors', 'disabled'),
      broken('a health check', set(RUN, 'template.healthCheckDisabled', true), RUN, 'template.healthCheckDisabled'),
      broken('readers that pay', set('data', 'requesterPays', true), 'data', 'requesterPays'),
      broken('a session', [one('gcp:compute/routerPeer:RouterPeer', { enable: false })], 'one', 'enable'),
      broken('a copy', [one('gcp:storage/transferJob:TransferJob', { status: 'DISABLED' })], 'one', 'status'),
    ],
    unknown: [broken('computed', set('account-us-east1', 'disabled', id), 'account-us-east1', 'disabled')],
  },
  'tandem-gcp-079-apis-are-switched-on': {
    pass: [
      holds('by somebody else', runPlan),
      holds('all of them', apis(ALL)),
      holds('a few of them', apis(['run', 'compute'])),
      holds('computed ones', change(apis(MOST), 'api-run', 'service', id)),
      holds('said to stay on', apis(ALL, { disableOnDestroy: false })),
    ],
    fail: [
      broken('one is missing', apis(MOST), 'api-run', 'service', /servicenetworking\.googleapis\.com is missing/),
      broken(
        'off with the line',
        apis(ALL, { disableOnDestroy: true }),
        'api-run',
        'disableOnDestroy',
        /stops others in the project/,
      ),
    ],
    unknown: [broken('computed', apis(ALL, { disableOnDestroy: id }), 'api-run', 'disableOnDestroy')],
  },
  'tandem-gcp-080-nothing-is-made-twice': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds('one name in two places', [
        ...['us-east1', 'us-west1'].map((region) =>
          one('gcp:compute/router:Router', { name: 'r', region }, {}, region),
        ),
      ]),
      holds(
        'names computed from one thing, such as a random end',
        ['one', 'two'].map((name) => one(ADDRESS, { name: id }, {}, name)),
      ),
      holds('one of several, told by an apply', [
        ...instancesPlan,
        ...['one', 'two'].map((name) =>
          one(
            'gcp:compute/autoscaler:Autoscaler',
            { target: id },
            { links: { target: ['group-us-east1-b', 'group-us-east1-c'] } },
            name,
          ),
        ),
      ]),
      holds('one grant twice', [
        ...runPlan,
        ...runPlan.filter(({ name }) => name === 'invoker-us-east1').map((each) => ({ ...each, name: 'again' })),
      ]),
    ],
    fail: [
      broken(
        'a name',
        ['one', 'two'].map((name) => one('gcp:compute/network:Network', { name: 'net' }, {}, name)),
        'two',
        'name',
        /that of one as well/,
      ),
      broken(
        'a port of an address',
        [...runPlan, ...runPlan.filter(({ name }) => name === 'https').map((each) => ({ ...each, name: 'again' }))],
        'again',
        'ipAddress',
      ),
      broken(
        'a secret',
        ['one', 'two'].map((name) => one('gcp:secretmanager/secret:Secret', { secretId: 'key' }, {}, name)),
        'two',
        'secretId',
      ),
    ],
    unknown: [
      broken(
        'references without a resource',
        ['one', 'two'].map((name) => one('gcp:sql/database:Database', { instance: id, name: 'app' }, {}, name)),
        'two',
        'instance',
        /may be that of one/,
      ),
    ],
  },
  'tandem-gcp-084-nothing-is-half-said': {
    pass: [
      holds('services', runPlan),
      holds('instances', instancesPlan),
      holds(
        'a secret that is written only',
        change(set('password-version', 'secretData', undefined), 'password-version', 'secretDataWo', id),
      ),
      holds('a choice without a list', [one('gcp:compute/routerNat:RouterNat', { natIpAllocateOption: 'AUTO_ONLY' })]),
    ],
    fail: [
      broken(
        'a secret without a value',
        set('password-version', 'secretData', undefined),
        'password-version',
        'secretData',
        /nor secretDataWo/,
      ),
      broken('a range', set('subnet-us-east1', 'ipCidrRange', undefined), 'subnet-us-east1', 'ipCidrRange'),
      broken(
        'an interface in a list',
        [one(TEMPLATE, { networkInterfaces: [{ network: 'net' }, {}] })],
        'one',
        'networkInterfaces[1].network',
      ),
      broken(
        'a choice that needs a list',
        [one('gcp:compute/routerNat:RouterNat', { natIpAllocateOption: 'MANUAL_ONLY' })],
        'one',
        'natIps',
        /natIpAllocateOption is MANUAL_ONLY/,
      ),
      broken(
        'which interface of a gateway',
        [
          one('gcp:compute/vPNTunnel:VPNTunnel', {
            vpnGateway: 'g',
            peerIp: '192.0.2.1',
            sharedSecret: 's',
            router: 'r',
          }),
        ],
        'one',
        'vpnGatewayInterface',
        /vpnGateway is set/,
      ),
      broken('by hand, how many', set(RUN, 'scaling.scalingMode', 'MANUAL'), RUN, 'scaling.manualInstanceCount'),
      broken(
        'where to',
        [one('gcp:storage/transferJob:TransferJob', { transferSpec: { gcsDataSource: {} } })],
        'one',
        'transferSpec.gcsDataSink',
      ),
    ],
    unknown: [broken('a computed block', [one(TEMPLATE, { networkInterfaces: [id] })], 'one', 'networkInterfaces[0]')],
  },
};
