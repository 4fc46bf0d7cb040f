import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const west = 'us-west-2';
const containers = (more: Record<string, unknown>): string =>
  JSON.stringify([
    {
      name: 'api',
      image: 'example/api:2',
      logConfiguration: {},
      environment: [{ name: 'REGION', value: west }],
      secrets: [{ name: 'DB_PASSWORD', valueFrom: 'x' }],
      ...more,
    },
  ]);
const onlyOne = relink(awsPlan, 'out-us-east-1b', 'natGatewayId', ['nat-us-east-1a']);

export const awsAlikeCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-047-regions-are-alike': {
    pass: [
      holds('alike', awsPlan),
      holds('another image', change(awsPlan, `task-${west}`, 'containerDefinitions', containers({}))),
      holds('alone', without(awsPlan, `group-${west}`)),
    ],
    fail: [
      breaks('the region of the other side', {
        at: 'task-us-west-2',
        path: 'containerDefinitions',
        value: JSON.stringify([
          {
            ...{ name: 'api', image: 'example/api:1', logConfiguration: { logDriver: 'awslogs' } },
            environment: [{ name: 'REGION', value: 'us-east-1' }],
            secrets: [
              { name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:password' },
            ],
          },
        ]),
        problem: /says REGION us-east-1/,
      }),

      breaks('smaller task', {
        at: `task-${west}`,
        path: 'cpu',
        value: '512',
        problem: /"512" here and "1024" in us-east-1/,
      }),
      breaks('fewer tasks', { at: `scale-${west}`, path: 'minCapacity', value: 4 }),
      breaks('another check', {
        at: `tg-${west}`,
        path: 'healthCheck.path',
        value: '/',
        found: { argument: 'healthCheck' },
      }),
      breaks('another policy', {
        at: `https-${west}`,
        path: 'sslPolicy',
        value: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
      }),
      breaks('another grace', { at: `ecs-${west}`, path: 'healthCheckGracePeriodSeconds', value: 300 }),
      breaks('no password', {
        at: `task-${west}`,
        path: 'containerDefinitions',
        value: containers({ secrets: [] }),
        problem: /lacks DB_PASSWORD/,
      }),
    ],
    unknown: [hides(`task-${west}`, 'cpu')],
  },
  'tandem-aws-048-zones-leave-by-themselves': {
    pass: [
      holds('one each', awsPlan),
      holds('no way out', [draft('aws:ec2/subnet:Subnet', 'alone', { availabilityZone: 'us-east-1a', vpcId: id })]),
    ],
    fail: [
      broken(
        'through the neighbour',
        onlyOne,
        'out-us-east-1b',
        'natGatewayId',
        /private-us-east-1b in us-east-1b through nat-us-east-1a/,
      ),
      broken('no table', without(awsPlan, 'uses-us-east-1b'), 'private-us-east-1b', 'ec2.RouteTableAssociation'),
    ],
    unknown: [hides('public-us-east-1a', 'availabilityZone')],
  },
  'tandem-aws-051-alarms-that-matter': {
    pass: [holds('all of them', awsPlan), holds('one region', without(awsPlan, `group-${west}`))],
    fail: [
      broken(
        'no errors',
        without(awsPlan, `errors-${west}`),
        `ecs-${west}`,
        'cloudwatch.MetricAlarm',
        /HTTPCode_Target_5XX_Count/,
      ),
      broken('no lag', without(awsPlan, `lag-${west}`), `ecs-${west}`, 'cloudwatch.MetricAlarm', /global database/),
      broken('no copies', without(awsPlan, `copies-${west}`), `ecs-${west}`, 'cloudwatch.MetricAlarm', /late copies/),
      breaks('late', { at: `errors-${west}`, path: 'period', value: 900 }),
      breaks('dead is well', { at: `healthy-${west}`, path: 'treatMissingData', value: 'notBreaching' }),
      broken('nobody reads', without(awsPlan, `pager-${west}`), `topic-${west}`, 'sns.TopicSubscription'),
    ],
    unknown: [hides(`healthy-${west}`, 'treatMissingData'), hides(`errors-${west}`, 'metricName')],
  },
  'tandem-aws-059-regions-are-explicit': {
    pass: [
      holds('everywhere', awsPlan),
      holds('a provider for each region', [
        draft('aws:s3/bucket:Bucket', 'one', { bucket: 'one' }),
        draft('aws:s3/bucket:Bucket', 'two', { bucket: 'two' }),
      ]),
    ],
    fail: [breaks('left out', { at: `topic-${west}`, path: 'region', value: undefined, problem: /names one/ })],
    unknown: [hides(`topic-${west}`, 'region')],
  },
  'tandem-aws-060-requests-get-through': {
    pass: [
      holds('a service that uses no database', [
        ...awsPlan,
        draft(
          'aws:ecs/service:Service',
          'web',
          { region: west, networkConfiguration: { subnets: [id], securityGroups: [id] } },
          { links: { networkConfiguration: [`private-${west}a`, `front-${west}`] } },
        ),
      ]),

      holds('let through', awsPlan),
      holds('groups of another program', [
        draft('aws:ecs/service:Service', 'api', { networkConfiguration: { securityGroups: ['sg-1'] } }),
      ]),
    ],
    fail: [
      breaks('a group of the default network', { at: `data-${west}`, path: 'vpcId', value: undefined }),
      breaks('a rule for nobody', {
        at: `front-${west}`,
        path: 'ingress.0.cidrBlocks',
        value: [],
        found: { argument: 'ingress' },
        problem: /port 443/,
      }),

      breaks('no groups', { at: `lb-${west}`, path: 'securityGroups', value: undefined }),
      breaks('nothing gets out', {
        at: `tasks-${west}`,
        path: 'egress',
        value: [],
        problem: /port 443 is missing, where ecs-us-west-2 has to send/,
      }),
      breaks('nothing gets to the tasks', { at: `front-${west}`, path: 'egress', value: [], problem: /port 8080/ }),
      broken(
        'from another group',
        relink(awsPlan, `tasks-${west}`, 'ingress', [`data-${west}`]),
        `tasks-${west}`,
        'ingress',
        /port 8080/,
      ),
      breaks('of another protocol', {
        at: `to-db-${west}`,
        path: 'ipProtocol',
        value: 'udp',
        found: { at: `data-${west}`, argument: 'ingress' },
      }),

      breaks('another port of the tasks', {
        at: `tasks-${west}`,
        path: 'ingress',
        value: [],
        problem: /port 8080 is missing, where ecs-us-west-2/,
      }),
      broken('no way to the database', without(awsPlan, `to-db-${west}`), `data-${west}`, 'ingress', /port 5432/),
      breaks('nobody comes in', {
        at: `tasks-${west}`,
        path: 'ingress.0.toPort',
        value: 8000,
        found: { argument: 'ingress' },
      }),
      breaks('the default group', { at: `db-${west}`, path: 'vpcSecurityGroupIds', value: undefined }),
      breaks('the default network', { at: `db-${west}`, path: 'dbSubnetGroupName', value: undefined }),
    ],
    unknown: [hides(`tasks-${west}`, 'ingress')],
  },
};
