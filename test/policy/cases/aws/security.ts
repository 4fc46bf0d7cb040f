import { awsDeclaration, awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const declared = [...awsPlan, awsDeclaration];
const listener = 'https-us-east-1';
const waf = 'waf-us-east-1';
const limit = 'rules.0.statement.rateBasedStatement.limit';
const statement = (more: Record<string, unknown>): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more }] });
const task = (container: Record<string, unknown>): string =>
  JSON.stringify([{ name: 'api', image: 'example/api:1', logConfiguration: {}, ...container }]);
const parameters = (value: unknown) => [
  draft('aws:rds/clusterParameterGroup:ClusterParameterGroup', 'settings', {
    parameters: [{ name: 'rds.force_ssl', value }],
  }),
];

export const awsSecurityCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-036-only-front-doors-are-open': {
    pass: [
      holds('port 443 for everybody', awsPlan),
      holds('everything going out', [
        draft('aws:ec2/securityGroupRule:SecurityGroupRule', 'out', {
          type: 'egress',
          cidrBlocks: ['0.0.0.0/0'],
          fromPort: 0,
          toPort: 0,
        }),
      ]),
      holds('a private range', [
        draft('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'in', {
          cidrIpv4: '10.0.0.0/8',
          fromPort: 5432,
          toPort: 5432,
        }),
      ]),
    ],
    fail: [
      breaks('the port of the tasks', {
        at: 'front-us-east-1',
        path: 'ingress.0.toPort',
        value: 8080,
        found: { argument: 'ingress[0].cidrBlocks' },
      }),
      broken(
        'the database',
        [
          draft('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'in', {
            cidrIpv4: '0.0.0.0/0',
            fromPort: 5432,
            toPort: 5432,
          }),
        ],
        'in',
        'cidrIpv4',
        /on port 5432/,
      ),
      broken(
        'everything by IPv6',
        [
          draft('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'in', {
            cidrIpv6: '::/0',
            ipProtocol: '-1',
          }),
        ],
        'in',
        'cidrIpv6',
        /all ports/,
      ),
    ],
    unknown: [
      broken(
        'range',
        [
          draft('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'in', {
            cidrIpv4: id,
            fromPort: 22,
            toPort: 22,
          }),
        ],
        'in',
        'cidrIpv4',
      ),
    ],
  },
  'tandem-aws-037-inside-stays-inside': {
    pass: [holds('inside', awsPlan)],
    fail: [
      breaks('database', { at: 'db-us-east-1-0', path: 'publiclyAccessible', value: true }),
      breaks('task', { at: 'ecs-us-east-1', path: 'networkConfiguration.assignPublicIp', value: true }),
    ],
    unknown: [hides('db-us-east-1-0', 'publiclyAccessible')],
  },
  'tandem-aws-038-modern-tls': {
    pass: [
      holds('TLS 1.2', awsPlan),
      holds('plain inside', [
        draft('aws:lb/loadBalancer:LoadBalancer', 'inside', { internal: true }),
        draft(
          'aws:lb/listener:Listener',
          'plain',
          { protocol: 'HTTP', defaultActions: [{ type: 'forward' }] },
          { links: { loadBalancerArn: ['inside'] } },
        ),
      ]),
    ],
    fail: [
      breaks('TLS 1.0', { at: listener, path: 'sslPolicy', value: 'ELBSecurityPolicy-2016-08' }),
      breaks('default policy', { at: listener, path: 'sslPolicy', value: undefined, problem: /not set/ }),
      breaks('no certificate', { at: listener, path: 'certificateArn', value: undefined }),
      breaks('forward on HTTP', {
        at: 'http-us-east-1',
        path: 'defaultActions.0',
        value: { type: 'forward', targetGroupArn: id },
        found: { argument: 'defaultActions[0].type' },
      }),
      breaks('redirect to HTTP', { at: 'http-us-east-1', path: 'defaultActions.0.redirect.protocol', value: 'HTTP' }),
    ],
    unknown: [hides(listener, 'sslPolicy'), hides(listener, 'protocol')],
  },
  'tandem-aws-039-stores-are-encrypted': {
    pass: [holds('encrypted', awsPlan), holds('TLS forced', parameters('1'))],
    fail: [
      breaks('cluster', { at: 'db-us-east-1', path: 'storageEncrypted', value: false }),
      breaks('global database', { at: 'db', path: 'storageEncrypted', value: undefined }),
      broken('TLS off', parameters('0'), 'settings', 'parameters[0].value'),
      broken(
        'cache',
        [draft('aws:elasticache/replicationGroup:ReplicationGroup', 'cache', { atRestEncryptionEnabled: true })],
        'cache',
        'transitEncryptionEnabled',
      ),
      broken(
        'replication',
        [draft('aws:dms/endpoint:Endpoint', 'from', { engineName: 'postgres' })],
        'from',
        'sslMode',
      ),
    ],
    unknown: [
      hides('db-us-east-1', 'storageEncrypted'),
      broken('parameter', parameters(id), 'settings', 'parameters[0].value'),
    ],
  },
  'tandem-aws-040-no-plain-secrets': {
    pass: [
      holds('named', awsPlan),
      holds(
        'an address of a token',
        change(
          awsPlan,
          'task-us-east-1',
          'containerDefinitions',
          task({ environment: [{ name: 'TOKEN_URL', value: 'https://id.acme.test' }] }),
        ),
      ),
    ],
    fail: [
      breaks('in the environment', {
        at: 'task-us-east-1',
        path: 'containerDefinitions',
        value: task({ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
        problem: /DB_PASSWORD/,
      }),
      breaks('in a version', { at: 'password-1', path: 'secretString', value: 'hunter2' }),
      breaks('of the database', { at: 'db-us-east-1', path: 'masterPassword', value: 'hunter2' }),
      breaks('by its looks', {
        at: 'files-us-east-1',
        path: 'tags',
        value: { key: 'AKIAIOSFODNN7EXAMPLE' },
        found: { argument: 'tags.key' },
      }),
    ],
    unknown: [hides('task-us-east-1', 'containerDefinitions')],
  },
  'tandem-aws-041-buckets-are-private': {
    pass: [holds('private', awsPlan)],
    fail: [
      broken('no block', without(awsPlan, 'files-private-us-east-1'), 'files-us-east-1', 's3.BucketPublicAccessBlock'),
      breaks('half a block', { at: 'files-private-us-east-1', path: 'blockPublicPolicy', value: false }),
      breaks('deleted with its objects', { at: 'files-us-east-1', path: 'forceDestroy', value: true }),
      broken(
        'public by ACL',
        [...awsPlan, draft('aws:s3/bucketAcl:BucketAcl', 'acl', { acl: 'public-read' })],
        'acl',
        'acl',
      ),
    ],
    unknown: [
      broken(
        'of which bucket',
        relink(awsPlan, 'files-private-us-east-1', 'bucket', []),
        'files-private-us-east-1',
        'bucket',
      ),
      hides('files-private-us-east-1', 'blockPublicAcls'),
    ],
  },
  'tandem-aws-042-least-privilege': {
    pass: [
      holds('named', awsPlan),
      holds(
        'made from resources of the program',
        relink(change(awsPlan, 'task-policy', 'policy', id), 'task-policy', 'policy', ['password']),
      ),
    ],
    fail: [
      breaks('everything', {
        at: 'task-policy',
        path: 'policy',
        value: statement({ Action: '*' }),
        problem: /allows \* on \*/,
      }),
      breaks('all of a service', { at: 'task-policy', path: 'policy', value: statement({ Action: ['s3:*'] }) }),
      breaks('everybody', {
        at: 'task-role',
        path: 'assumeRolePolicy',
        value: statement({ Principal: '*', Action: 'sts:AssumeRole', Resource: undefined }),
      }),
      broken(
        'administrator',
        [
          draft('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'much', {
            policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        ],
        'much',
        'policyArn',
      ),
    ],
    unknown: [hides('task-policy', 'policy')],
  },
  'tandem-aws-046-entry-is-shielded': {
    pass: [
      holds('shielded', declared),
      holds('inside', [draft('aws:lb/loadBalancer:LoadBalancer', 'inside', { internal: true })]),
    ],
    fail: [
      breaks('unfiltered', { at: 'lb-us-east-1', path: 'enableWafFailOpen', value: true }),

      broken('no filter', without(awsPlan, 'shield-us-east-1'), 'lb-us-east-1', 'wafv2.WebAclAssociation'),
      breaks('nobody', {
        at: waf,
        path: 'defaultAction',
        value: { block: {} },
        found: { argument: 'defaultAction.block' },
      }),
      breaks('no limit', { at: waf, path: 'rules', value: [] }),
      breaks('only counted', {
        at: waf,
        path: 'rules.0.action',
        value: { count: {} },
        found: { argument: 'rules[0].action.count' },
      }),
      breaks('below the peak', {
        plan: declared,
        at: waf,
        path: limit,
        value: 2000,
        problem: /declared peak is 120000/,
      }),
    ],
    unknown: [
      hides(waf, 'rules'),
      hides(waf, limit),
      broken(
        'of which load balancer',
        relink(awsPlan, 'shield-us-east-1', 'resourceArn', []),
        'shield-us-east-1',
        'resourceArn',
      ),
    ],
  },
  'tandem-aws-049-requests-are-logged': {
    pass: [holds('logged', awsPlan)],
    fail: [
      broken(
        'a bucket that takes no log',
        without(awsPlan, 'logs-writers-us-west-2'),
        'logs-us-west-2',
        's3.BucketPolicy',
      ),

      breaks('off', { at: 'lb-us-east-1', path: 'accessLogs.enabled', value: false }),
      breaks('any header', { at: 'lb-us-east-1', path: 'dropInvalidHeaderFields', value: undefined }),
    ],
    unknown: [hides('lb-us-east-1', 'accessLogs')].map((one) => ({ ...one, argument: 'accessLogs.enabled' })),
  },
};
