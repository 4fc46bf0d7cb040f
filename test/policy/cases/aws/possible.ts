import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const task = 'task-us-east-1';
const logs = (days: number): readonly Draft[] => [
  draft('aws:cloudwatch/logGroup:LogGroup', 'logs', { retentionInDays: days }),
];
const small = (memory: string): readonly Draft[] => change(change(awsPlan, task, 'cpu', '256'), task, 'memory', memory);
const second = (containerPort: number): readonly Draft[] =>
  change(awsPlan, 'ecs-us-east-1', 'loadBalancers', [{ containerPort: 8080 }, { containerPort }]);
const container = (more: Record<string, unknown>): string =>
  JSON.stringify([{ name: 'api', image: 'example/api:1', logConfiguration: { logDriver: 'awslogs' }, ...more }]);

export const awsPossibleCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-043-growth-has-a-limit': {
    pass: [holds('8 to 16', awsPlan), holds('always as many', change(awsPlan, 'scale-us-east-1', 'minCapacity', 16))],
    fail: [
      breaks('too late', {
        at: 'track-us-east-1',
        path: 'targetTrackingScalingPolicyConfiguration.targetValue',
        value: 500,
        problem: /20 to 90/,
      }),

      breaks('wrong order', { at: 'scale-us-east-1', path: 'minCapacity', value: 17 }),
      breaks('no limit to speak of', { at: 'scale-us-east-1', path: 'maxCapacity', value: 5000 }),
      breaks('half a task', { at: 'scale-us-east-1', path: 'minCapacity', value: 7.5 }),
    ],
    unknown: [hides('scale-us-east-1', 'maxCapacity')],
  },
  'tandem-aws-044-arguments-exist': {
    pass: [
      holds('every argument', awsPlan),
      holds('keys of maps are free', change(awsPlan, 'orders', 'tags', { anything: 'goes' })),
      holds('what only the cloud sets, in a state', change(awsPlan, 'orders', 'arn', 'arn:aws:dynamodb:x')),
      holds('a type that the table does not have', [draft('aws:sqs/queue:Queue', 'queue', { anything: 1 })]),
    ],
    fail: [
      breaks('at the top', { at: 'ecs-us-east-1', path: 'desiredCounts', value: 8, problem: /ignores it/ }),
      breaks('in a block', { at: 'tg-us-east-1', path: 'healthCheck.unhealthyTreshold', value: 2 }),
      breaks('in a list', { at: 'orders', path: 'replicas.0.deletionProtection', value: true }),
      breaks('deep in lists', { at: 'copy-us-east-1', path: 'rules.0.destination.replicationTimes', value: {} }),
    ],
    unknown: [hides('tg-us-east-1', 'healthCheck')],
  },
  'tandem-aws-045-values-are-possible': {
    pass: [
      holds('possible', awsPlan),
      holds('16 vCPUs', change(change(awsPlan, task, 'cpu', '16384'), task, 'memory', '32768')),
      holds('a quarter of a vCPU', small('2048')),
      holds('logs for ever', logs(0)),
      holds('another balancer', second(9090)),
      holds(
        'a number from the program',
        relink(change(awsPlan, 'ecs-us-east-1', 'desiredCount', id), 'ecs-us-east-1', 'desiredCount', [
          'cluster-us-east-1',
        ]),
      ),
      holds('on instances', [
        draft('aws:ecs/taskDefinition:TaskDefinition', 'vm', { requiresCompatibilities: ['EC2'] }),
      ]),
    ],
    fail: [
      breaks('no such cpu', { at: task, path: 'cpu', value: '1000' }),
      breaks('no such pair', { at: task, path: 'memory', value: '512', problem: /2048 to 8192 in steps of 1024/ }),
      breaks('half a step', { at: task, path: 'memory', value: '2500' }),
      broken('not at this size', small('1536'), task, 'memory', /512, 1024, 2048/),
      broken('logs for two days', logs(2), 'logs', 'retentionInDays'),
      broken('port of the second', second(70_000), 'ecs-us-east-1', 'loadBalancers[1].containerPort'),
      breaks('another network', { at: task, path: 'networkMode', value: 'bridge' }),
      breaks('comparison', { at: 'errors-us-east-1', path: 'comparisonOperator', value: 'GreaterThan' }),
      breaks('no period', { at: 'errors-us-east-1', path: 'evaluationPeriods', value: 0 }),
      breaks('missing data', { at: 'errors-us-east-1', path: 'treatMissingData', value: 'not_breaching' }),
      breaks('launch type', { at: 'ecs-us-east-1', path: 'launchType', value: 'Fargate' }),
      breaks('three times as many', { at: 'ecs-us-east-1', path: 'deploymentMaximumPercent', value: 300 }),
      breaks('key gone tomorrow', { at: 'key-us-east-1', path: 'deletionWindowInDays', value: 1 }),
      breaks('billing', { at: 'orders', path: 'billingMode', value: 'ON_DEMAND' }),
    ],
    unknown: [
      hides(task, 'cpu'),
      hides('errors-us-east-1', 'comparisonOperator'),
      hides('track-us-east-1', 'targetTrackingScalingPolicyConfiguration', {
        found: { argument: 'targetTrackingScalingPolicyConfiguration.scaleOutCooldown' },
      }),
    ],
  },
  'tandem-aws-050-history-is-kept': {
    pass: [
      holds('14 days', awsPlan),
      holds('a read replica', [draft('aws:rds/instance:Instance', 'copy', { replicateSourceDb: id })]),
    ],
    fail: [
      breaks('a day', { at: 'db-us-east-1', path: 'backupRetentionPeriod', value: 1 }),
      breaks('no last snapshot', { at: 'db-us-east-1', path: 'skipFinalSnapshot', value: true }),
      breaks('secret gone at once', { at: 'password', path: 'recoveryWindowInDays', value: 0 }),
      breaks('key gone tomorrow', { at: 'key-us-east-1', path: 'deletionWindowInDays', value: 1 }),
      breaks('images with the repository', { at: 'images', path: 'forceDelete', value: true }),
    ],
    unknown: [hides('db-us-east-1', 'backupRetentionPeriod'), hides('images', 'forceDelete')],
  },
  'tandem-aws-053-names-are-accepted': {
    pass: [
      holds('accepted', awsPlan),
      holds('made by the provider', change(awsPlan, 'ecs-us-east-1', 'name', undefined)),
      holds(
        'with a suffix from the program',
        relink(change(awsPlan, 'tg-us-east-1', 'name', id), 'tg-us-east-1', 'name', ['cluster-us-east-1']),
      ),
    ],
    fail: [
      breaks('33 letters', { at: 'tg-us-east-1', path: 'name', value: 'a'.repeat(33) }),
      breaks('underscore', { at: 'tg-us-east-1', path: 'name', value: 'api_east' }),
      breaks('capital', { at: 'files-us-east-1', path: 'bucket', value: 'Acme-files' }),
      breaks('two hyphens', { at: 'db-us-east-1', path: 'clusterIdentifier', value: 'db--east' }),
      breaks('from a digit', { at: 'db', path: 'globalClusterIdentifier', value: '1db' }),
      breaks('empty', { at: 'ecs-us-east-1', path: 'name', value: '' }),
      breaks('a space', { at: 'ecs-us-east-1', path: 'name', value: 'the api' }),
      breaks('capital repository', { at: 'images', path: 'name', value: 'Api' }),
    ],
    unknown: [hides('tg-us-east-1', 'name')],
  },
  'tandem-aws-054-tags': {
    pass: [
      holds('none', awsPlan),
      holds('valid', change(awsPlan, 'orders', 'tags', { 'cost-centre': 'R&D'.replace('&', '+') })),
    ],
    fail: [
      breaks('reserved', {
        at: 'orders',
        path: 'tags',
        value: { 'aws:team': 'x' },
        found: { argument: 'tags.aws:team' },
      }),
      breaks('not allowed', { at: 'orders', path: 'tags', value: { team: 'a;b' }, found: { argument: 'tags.team' } }),
    ],
    unknown: [hides('orders', 'tags')],
  },
  'tandem-aws-055-networks-fit': {
    pass: [
      holds('fit', awsPlan),
      holds(
        'from address management',
        relink(change(awsPlan, 'vpc-us-east-1', 'cidrBlock', id), 'vpc-us-east-1', 'cidrBlock', ['key-us-east-1']),
      ),
    ],
    fail: [
      breaks('too large', { at: 'vpc-us-east-1', path: 'cidrBlock', value: '10.0.0.0/8' }),
      breaks('not its first address', { at: 'public-us-east-1a', path: 'cidrBlock', value: '10.0.0.1/24' }),
      breaks('same as the other region', { at: 'vpc-us-west-2', path: 'cidrBlock', value: '10.0.0.0/16' }),
      breaks('outside', { at: 'public-us-east-1a', path: 'cidrBlock', value: '10.9.0.0/24' }),
      breaks('two alike', { at: 'public-us-east-1b', path: 'cidrBlock', value: '10.0.0.0/24' }),
    ],
    unknown: [hides('vpc-us-east-1', 'cidrBlock')],
  },
  'tandem-aws-056-images-stay-the-same': {
    pass: [
      holds('immutable', awsPlan),
      holds('by digest', change(awsPlan, task, 'containerDefinitions', container({ image: 'example/api@sha256:00' }))),
    ],
    fail: [
      breaks('tags that move', { at: 'images', path: 'imageTagMutability', value: 'MUTABLE' }),
      breaks('the default', { at: 'images', path: 'imageTagMutability', value: undefined }),
      breaks('latest', { at: task, path: 'containerDefinitions', value: container({ image: 'example/api:latest' }) }),
      breaks('no tag', { at: task, path: 'containerDefinitions', value: container({ image: 'localhost:5000/api' }) }),
    ],
    unknown: [hides('images', 'imageTagMutability')],
  },
  'tandem-aws-057-roles-are-given': {
    pass: [
      holds('given', awsPlan),
      holds(
        'made from resources',
        relink(change(awsPlan, task, 'containerDefinitions', id), task, 'containerDefinitions', ['images']),
      ),
    ],
    fail: [
      breaks('a secret of the other region', {
        at: 'task-us-west-2',
        path: 'containerDefinitions',
        value: JSON.stringify([
          {
            ...{ name: 'api', image: 'example/api:1', logConfiguration: { logDriver: 'awslogs' } },
            secrets: [{ name: 'KEY', valueFrom: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:key' }],
          },
        ]),
        problem: /another region/,
      }),
      breaks('a log of no kind', {
        at: 'task-us-west-2',
        path: 'containerDefinitions',
        value: JSON.stringify([{ name: 'api', image: 'example/api:1', logConfiguration: {} }]),
        problem: /logDriver/,
      }),

      breaks('nobody pulls', { at: task, path: 'executionRoleArn', value: undefined }),
      breaks('no role', { at: task, path: 'taskRoleArn', value: undefined }),
      breaks('no cluster', { at: 'ecs-us-east-1', path: 'cluster', value: undefined }),
      breaks('no copies', { at: 'copy-us-east-1', path: 'role', value: '' }),
      breaks('no logs', { at: task, path: 'containerDefinitions', value: container({ logConfiguration: undefined }) }),
      breaks('no image', {
        at: task,
        path: 'containerDefinitions',
        value: container({ image: undefined }),
        problem: /lacks image of api/,
      }),
      breaks('no list', { at: task, path: 'containerDefinitions', value: '{}' }),
    ],
    unknown: [hides(task, 'containerDefinitions')],
  },
  'tandem-aws-052-entry-is-complete': {
    pass: [holds('complete', awsPlan)],
    fail: [
      broken(
        'an update that sets back',
        awsPlan.map((one) => (one.name === 'ecs-us-west-2' ? { ...one, ignoreChanges: [] } : one)),
        'ecs-us-west-2',
        'ignoreChanges',
        /sets back/,
      ),

      breaks('a container that the task does not have', {
        at: 'ecs-us-west-2',
        path: 'loadBalancers.0.containerName',
        value: 'web',
        problem: /the task has api/,
      }),

      breaks('a redirect to nowhere', { at: 'http-us-west-2', path: 'defaultActions.0.redirect.port', value: '8443' }),
      breaks('a redirect to the same port', {
        at: 'http-us-west-2',
        path: 'defaultActions.0.redirect.port',
        value: undefined,
        problem: /leads to 80/,
      }),
      breaks('an entry that listens elsewhere', {
        at: 'front-443',
        path: 'portRanges',
        value: [{ fromPort: 80, toPort: 80 }],
      }),

      broken('no listener', without(awsPlan, 'https-us-east-1'), 'lb-us-east-1', 'lb.Listener', /port 443/),
      broken(
        'the other region',
        relink(awsPlan, 'group-us-east-1', 'endpointConfigurations', ['lb-us-west-2']),
        'group-us-east-1',
        'endpointConfigurations',
        /lb-us-west-2 in us-west-2/,
      ),
      breaks('kind of target', { at: 'tg-us-east-1', path: 'targetType', value: 'instance' }),
      breaks('no security group', {
        at: 'ecs-us-east-1',
        path: 'networkConfiguration.securityGroups',
        value: undefined,
      }),
      breaks('no port', { at: 'ecs-us-east-1', path: 'loadBalancers.0.containerPort', value: undefined }),
      broken('never grows', without(awsPlan, 'track-us-east-1'), 'scale-us-east-1', 'appautoscaling.Policy'),
    ],
    unknown: [
      hides('front-443', 'portRanges'),
      broken('of which target', relink(awsPlan, 'track-us-east-1', 'resourceId', []), 'track-us-east-1', 'resourceId'),
    ],
  },
};
