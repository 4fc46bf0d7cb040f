import { awsPlan } from '../../../support/aws/plan.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { broken, holds, type RuleCases } from '../case.ts';
import { breaks, hides } from './breaks.ts';

const west = 'us-west-2';
const role = 'aws:iam/role:Role';
const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const policy = (...statements: readonly object[]): readonly Draft[] =>
  change(awsPlan, 'execution-policy', 'policy', document(...statements));
const read = {
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: 'arn:aws:secretsmanager:*:1:secret:a',
};
const trust = (service: string): readonly Draft[] =>
  change(
    awsPlan,
    'execution-role',
    'assumeRolePolicy',
    document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }),
  );
const endpoint = draft(
  'aws:ec2/vpcEndpoint:VpcEndpoint',
  'images',
  { region: west, vpcId: id, serviceName: `com.amazonaws.${west}.ecr.dkr`, vpcEndpointType: 'Interface' },
  { links: { vpcId: [`vpc-${west}`] } },
);
const peering = draft(
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection',
  'peering',
  { region: west, vpcId: id, peerVpcId: id, peerRegion: 'us-east-1' },
  { links: { vpcId: [`vpc-${west}`], peerVpcId: ['vpc-us-east-1'] } },
);
const accepter = (autoAccept: boolean): Draft =>
  draft(
    'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
    'accepted',
    { region: 'us-east-1', vpcPeeringConnectionId: id, autoAccept },
    { links: { vpcPeeringConnectionId: ['peering'] } },
  );
/** Either database lets in whoever is in one of the two networks. */
const joined = ['us-east-1', west].reduce(
  (plan, region) => [
    ...plan,
    draft(
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      `to-db-from-both-${region}`,
      { region, securityGroupId: id, ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, cidrIpv4: '10.0.0.0/15' },
      { links: { securityGroupId: [`data-${region}`] } },
    ),
  ],
  awsPlan,
);

/** Both networks, peered, with a route from each zone to the other side. */
const routed: readonly Draft[] = [
  ...joined,
  peering,
  accepter(true),
  ...['us-east-1', west].flatMap((region) =>
    ['a', 'b', 'c'].map((zone) =>
      draft(
        'aws:ec2/route:Route',
        `to-peer-${region}${zone}`,
        {
          region,
          routeTableId: id,
          destinationCidrBlock: region === west ? '10.0.0.0/16' : '10.1.0.0/16',
          vpcPeeringConnectionId: id,
        },
        { links: { routeTableId: [`table-${region}${zone}`], vpcPeeringConnectionId: ['accepted'] } },
      ),
    ),
  ),
];

export const awsWiringCases: Readonly<Record<string, RuleCases>> = {
  'tandem-aws-061-nothing-is-left-out': {
    pass: [
      holds('everything given', awsPlan),
      holds('the apex of a zone', [
        draft('aws:route53/record:Record', 'apex', {
          zoneId: 'Z1',
          name: '',
          type: 'A',
          ttl: 60,
          records: ['192.0.2.1'],
        }),
      ]),
      holds('a type that the table does not have', [draft('aws:sqs/queue:Queue', 'queue', {})]),
    ],
    fail: [
      breaks('at the top', { at: `https-${west}`, path: 'loadBalancerArn', value: undefined, problem: /needs it/ }),
      breaks('empty', { at: 'execution-role-tasks', path: 'policyArn', value: '' }),
      breaks('an empty list', { at: 'front-443', path: 'portRanges', value: [] }),
      breaks('in a list', { at: `https-${west}`, path: 'defaultActions.0.type', value: undefined }),
      breaks('deep in lists', { at: `copy-${west}`, path: 'rules.0.destination.bucket', value: undefined }),
    ],
    unknown: [hides(`copy-${west}`, 'rules')],
  },
  'tandem-aws-062-references-lead-somewhere': {
    pass: [
      holds('all in the program', awsPlan),
      holds('written out', change(awsPlan, `tg-${west}`, 'vpcId', 'vpc-1')),
      holds('an image that is looked up', [
        draft('aws:ec2/launchTemplate:LaunchTemplate', 'template', { imageId: id }),
      ]),
      holds('a value that is no reference', change(awsPlan, 'orders', 'tags', { made: id })),
    ],
    fail: [breaks('empty', { at: `tg-${west}`, path: 'vpcId', value: '' })],
    unknown: [
      broken(
        'at the top',
        relink(awsPlan, `tg-${west}`, 'vpcId', []),
        `tg-${west}`,
        'vpcId',
        /no resource of the program/,
      ),
      broken(
        'in a block',
        relink(awsPlan, `https-${west}`, 'defaultActions', []),
        `https-${west}`,
        'defaultActions[0].targetGroupArn',
      ),
      broken(
        'one of two kinds',
        without(awsPlan, `tasks-${west}`),
        `ecs-${west}`,
        'networkConfiguration.securityGroups',
      ),
    ],
  },
  'tandem-aws-063-parts-share-a-region': {
    pass: [
      holds('alike', awsPlan),
      holds('a peering between two regions', [...joined, peering, accepter(true)]),
      holds(
        'looked up among the networks of both',
        relink(awsPlan, `tg-${west}`, 'vpcId', ['vpc-us-east-1', `vpc-${west}`]),
      ),
    ],
    fail: [
      broken(
        'of the other region',
        relink(awsPlan, `tg-${west}`, 'vpcId', ['vpc-us-east-1']),
        `tg-${west}`,
        'vpcId',
        /vpc-us-east-1 in us-east-1, and this is in us-west-2/,
      ),
      breaks('moved', {
        at: `https-${west}`,
        path: 'region',
        value: 'us-east-1',
        problem: /what loadBalancerArn and defaultActions and certificateArn name is in us-west-2/,
      }),
      broken(
        'an alarm that rings elsewhere',
        relink(awsPlan, `errors-${west}`, 'alarmActions', ['topic-us-east-1']),
        `errors-${west}`,
        'alarmActions',
      ),
    ],
    unknown: [hides(`tg-${west}`, 'region')],
  },
  'tandem-aws-064-places-exist': {
    pass: [
      holds('places of AWS', awsPlan),
      holds('a local zone', change(awsPlan, `public-${west}a`, 'availabilityZone', 'us-west-2-lax-1a')),
      holds('a region with two zones', [draft('aws:s3/bucket:Bucket', 'files', { region: 'us-west-1' })]),
      holds('a zone that an apply tells', change(awsPlan, `public-${west}a`, 'availabilityZone', id)),
    ],
    fail: [
      broken(
        'a service of another region',
        [
          draft('aws:ec2/vpcEndpoint:VpcEndpoint', 'images', {
            ...{ region: west, vpcId: 'vpc-1', serviceName: 'com.amazonaws.us-east-1.s3' },
          }),
        ],
        'images',
        'serviceName',
      ),

      breaks('no region', { at: `topic-${west}`, path: 'region', value: 'us-mars-1' }),
      breaks('a misspelled region', { at: 'orders', path: 'replicas.0.regionName', value: 'us-wset-2' }),
      breaks('a region of Google', { at: `group-${west}`, path: 'endpointGroupRegion', value: 'us-west2' }),
      breaks('a zone of another region', { at: `public-${west}a`, path: 'availabilityZone', value: 'us-east-1a' }),
      breaks('no zone', { at: `public-${west}a`, path: 'availabilityZone', value: west }),
    ],
    unknown: [hides(`topic-${west}`, 'region')],
  },
  'tandem-aws-065-subnets-have-a-way-out': {
    pass: [
      holds(
        'a firewall in front',
        change(
          change(awsPlan, `open-${west}`, 'routes.0.gatewayId', undefined),
          `open-${west}`,
          'routes.0.vpcEndpointId',
          id,
        ),
      ),
      holds('the main table', [
        ...without(awsPlan, `open-${west}a`),
        draft('aws:ec2/defaultRouteTable:DefaultRouteTable', 'main', { defaultRouteTableId: id }),
      ]),

      holds('a gateway for each zone', awsPlan),
      holds('endpoints in place of gateways', [...without(awsPlan, `out-${west}a`), endpoint]),
      holds('a network of another program', [
        draft('aws:ecs/service:Service', 'api', { networkConfiguration: { subnets: ['subnet-1'] } }),
      ]),
      holds('accepted, with routes', routed),
      holds('peers of another program', [
        draft('aws:ec2/vpcPeeringConnection:VpcPeeringConnection', 'theirs', { vpcId: 'vpc-1', peerVpcId: 'vpc-2' }),
      ]),
    ],
    fail: [
      breaks('no names', { at: `vpc-${west}`, path: 'enableDnsSupport', value: false }),
      broken('not routed', [...awsPlan, peering, accepter(true)], `table-${west}a`, 'routes', /10.0.0.0\/16 through/),
      broken(
        'of another region',
        change([...awsPlan, peering, accepter(true)], 'peering', 'peerRegion', 'eu-west-1'),
        'peering',
        'peerRegion',
      ),

      broken('no route out', without(awsPlan, `out-${west}a`), `table-${west}a`, 'routes', /none for 0.0.0.0\/0 out/),
      breaks('a route to nowhere', {
        at: `out-${west}a`,
        path: 'destinationCidrBlock',
        value: '192.168.0.0/24',
        found: { at: `table-${west}a`, argument: 'routes' },
      }),
      breaks('nobody comes in', { at: `open-${west}`, path: 'routes', value: [], problem: /internet gateway/ }),
      broken('the main table', without(awsPlan, `open-${west}a`), `public-${west}a`, 'ec2.RouteTableAssociation'),
      breaks('a gateway without an address', { at: `nat-${west}a`, path: 'allocationId', value: undefined }),
      breaks('a gateway in no network', { at: `internet-${west}`, path: 'vpcId', value: undefined }),
      broken('not accepted', [...awsPlan, peering], 'peering', 'ec2.VpcPeeringConnectionAccepter'),
      broken('waiting', [...awsPlan, peering, accepter(false)], 'accepted', 'autoAccept'),
    ],
    unknown: [hides(`open-${west}`, 'routes')],
  },
  'tandem-aws-066-policies-are-whole': {
    pass: [
      holds('whole', awsPlan),
      holds(
        'one statement that is no list',
        change(awsPlan, 'execution-policy', 'policy', JSON.stringify({ Statement: read })),
      ),
      holds('all but', policy({ Effect: 'Deny', NotAction: ['s3:Get*'], NotResource: ['arn:aws:s3:::a/*'] })),
      holds(
        'made from resources',
        relink(change(awsPlan, 'execution-policy', 'policy', id), 'execution-policy', 'policy', ['password']),
      ),
    ],
    fail: [
      broken(
        'no such resource',
        policy({ ...read, Resource: 'password' }),
        'execution-policy',
        'policy',
        /no resource/,
      ),

      breaks('no JSON', { at: 'execution-policy', path: 'policy', value: '{' }),
      broken('no statement', policy(), 'execution-policy', 'policy', /no statement/),
      broken('no effect', policy({ ...read, Effect: 'allow' }), 'execution-policy', 'policy', /Allow or Deny/),
      broken('no action', policy({ ...read, Action: undefined }), 'execution-policy', 'policy', /lacks Action/),
      broken('no resource', policy({ ...read, Resource: [] }), 'execution-policy', 'policy', /lacks Resource/),
      broken(
        'no such action',
        policy({ ...read, Action: 'GetSecretValue' }),
        'execution-policy',
        'policy',
        /no action/,
      ),
      broken('no service', trust('ecs-tasks'), 'execution-role', 'assumeRolePolicy', /names the service/),
      breaks('no such version', {
        at: 'execution-policy',
        path: 'policy',
        value: JSON.stringify({ Version: '2023-01-01', Statement: [read] }),
      }),
    ],
    unknown: [hides('execution-policy', 'policy')],
  },
  'tandem-aws-067-roles-can-do-their-work': {
    pass: [
      holds('trusted, with policies', awsPlan),
      holds('a managed policy of the role', [
        ...without(awsPlan, 'execution-role-tasks').map((one) =>
          one.name === 'execution-role'
            ? { ...one, inputs: { ...one.inputs, managedPolicyArns: ['arn:aws:iam::111122223333:policy/starts'] } }
            : one,
        ),
      ]),
      holds('a policy of its own', policy({ ...read, Action: ['ecr:BatchGetImage', 'secretsmanager:GetSecretValue'] })),
      holds(
        'a role of another program',
        change(awsPlan, `task-${west}`, 'executionRoleArn', 'arn:aws:iam::1:role/starts'),
      ),
    ],
    fail: [
      breaks('copies nothing', {
        at: 'copier-policy',
        path: 'policy',
        value: document({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-files-us-east-1/*' }),
        found: { at: 'copier-role', argument: 'iam.RolePolicy' },
        problem: /write copies/,
      }),

      broken(
        'never pulls',
        without(awsPlan, 'execution-role-tasks'),
        'execution-role',
        'iam.RolePolicyAttachment',
        /pulls/,
      ),
      broken('never reads', without(awsPlan, 'execution-policy'), 'execution-role', 'iam.RolePolicy', /secrets/),
      broken(
        'may do nothing',
        [
          ...awsPlan,
          draft(role, 'idle', {
            assumeRolePolicy: document({
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
          }),
        ],
        'idle',
        'iam.RolePolicy',
      ),
      broken('never copies', without(awsPlan, 'copier-policy'), 'copier-role', 'iam.RolePolicy', /may do nothing/),
      broken('trusts another', trust('ec2.amazonaws.com'), 'execution-role', 'assumeRolePolicy', /ecs-tasks/),
      broken(
        'fewer than in the other region',
        relink(
          [
            ...awsPlan,
            draft(role, 'bare', {
              assumeRolePolicy: document({
                Effect: 'Allow',
                Principal: { Service: 'ecs-tasks.amazonaws.com' },
                Action: 'sts:AssumeRole',
              }),
            }),
          ],
          `task-${west}`,
          'taskRoleArn',
          ['bare'],
        ),
        'bare',
        'iam.RolePolicy',
        /0 here and 1/,
      ),
    ],
    unknown: [hides('execution-role', 'assumeRolePolicy')],
  },
  'tandem-aws-068-certificates-are-issued': {
    pass: [
      holds('clients that come by the apex', change(awsPlan, 'api', 'name', '')),

      holds('waits', awsPlan),
      holds('imported', [
        draft('aws:acm/certificate:Certificate', 'own', { certificateBody: 'a', privateKey: '[secret]' }),
        draft('aws:lb/listener:Listener', 'https', { certificateArn: id }, { links: { certificateArn: ['own'] } }),
      ]),
      holds('proven in a zone of another program', without(without(awsPlan, `proof-${west}`), 'zone')),
    ],
    fail: [
      broken('no name for clients', without(awsPlan, 'api'), `cert-${west}`, 'route53.Record', /no client finds/),

      broken(
        'does not wait',
        relink(awsPlan, `https-${west}`, 'certificateArn', [`cert-${west}`]),
        `https-${west}`,
        'certificateArn',
        /may not be issued/,
      ),
      broken(
        'nobody proves it',
        without(without(awsPlan, `proof-${west}`), 'proof-us-east-1'),
        `cert-${west}`,
        'route53.Record',
      ),
      breaks('no name', { at: `cert-${west}`, path: 'domainName', value: undefined }),
    ],
    unknown: [
      broken('from nowhere', relink(awsPlan, `https-${west}`, 'certificateArn', []), `https-${west}`, 'certificateArn'),
    ],
  },
};
