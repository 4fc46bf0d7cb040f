import { awsPlan } from '../../../support/aws/plan.ts';
import { multiPlan } from '../../../support/aws/multi.ts';
import { AWS_REGIONS } from '../../../support/aws/places.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without, type Draft } from '../../../support/graph.ts';
import { breaks, hides, type Breaking } from '../aws/breaks.ts';
import { broken, holds, type RuleCases } from '../case.ts';

const plan = multiPlan;
const wrong = (says: string, at: string, path: string, value: unknown, more: Partial<Breaking> = {}) =>
  breaks(says, { plan, at, path, value, ...more });
const open = (at: string, path: string) => hides(at, path, { plan });
const trusting = (condition: unknown): string =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'accounts.google.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ],
  });
const prefixes = 'transferSpec.objectConditions.includePrefixes';

const made = (length: unknown, special: boolean): Draft =>
  draft('random:index/randomPassword:RandomPassword', 'made-up', { length, special });
const withPassword = (length: number, special: boolean): readonly Draft[] =>
  relink([...awsPlan, made(length, special)], 'db-us-east-1', 'masterPasswordWo', ['made-up']);

/** The common name on the listeners and in the map of certificates. */
const shown: readonly Draft[] = [
  ...awsPlan,
  ...plan.filter(({ name }) => !awsPlan.some((one) => one.name === name)),
  draft('aws:acm/certificate:Certificate', 'common', { domainName: 'www.acme.test', validationMethod: 'DNS' }),
  ...AWS_REGIONS.map((region) =>
    draft(
      'aws:lb/listenerCertificate:ListenerCertificate',
      `more-${region}`,
      { region, listenerArn: id, certificateArn: id },
      { links: { listenerArn: [`https-${region}`], certificateArn: ['common'] } },
    ),
  ),
  draft('gcp:certificatemanager/certificateMapEntry:CertificateMapEntry', 'entry', { hostname: 'www.acme.test' }),
];

/** A link from the network of one region to Google's. */
const linked: readonly Draft[] = [
  ...awsPlan,
  draft(
    'aws:ec2/vpnGateway:VpnGateway',
    'gateway',
    { region: 'us-west-2', vpcId: id, amazonSideAsn: '64512' },
    { links: { vpcId: ['vpc-us-west-2'] } },
  ),
  draft('gcp:compute/haVpnGateway:HaVpnGateway', 'google', { region: 'us-west1' }),
  draft('gcp:compute/router:Router', 'router', { region: 'us-west1', bgp: { asn: 65_010 } }),
  draft(
    'gcp:compute/vPNTunnel:VPNTunnel',
    'tunnel',
    { region: 'us-west1', vpnGateway: id, router: id },
    { links: { vpnGateway: ['google'], router: ['router'] } },
  ),
  ...['1', '2'].flatMap((side) => [
    draft(
      'aws:ec2/customerGateway:CustomerGateway',
      `customer-${side}`,
      { region: 'us-west-2', type: 'ipsec.1', bgpAsn: '65010', ipAddress: id },
      { links: { ipAddress: ['google'] } },
    ),
    draft(
      'aws:ec2/vpnConnection:VpnConnection',
      `connection-${side}`,
      { region: 'us-west-2', type: 'ipsec.1', vpnGatewayId: id, customerGatewayId: id },
      { links: { vpnGatewayId: ['gateway'], customerGatewayId: [`customer-${side}`] } },
    ),
  ]),
  draft(
    'gcp:compute/routerPeer:RouterPeer',
    'session',
    { region: 'us-west1', peerAsn: 64_512, peerIpAddress: id },
    { links: { peerIpAddress: ['connection-1'] } },
  ),
  ...['a', 'b', 'c'].map((zone) =>
    draft(
      'aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation',
      `learns-us-west-2${zone}`,
      { region: 'us-west-2', vpnGatewayId: id, routeTableId: id },
      { links: { vpnGatewayId: ['gateway'], routeTableId: [`table-us-west-2${zone}`] } },
    ),
  ),
];

/** The proof of every rule about several clouds, by its id. */
export const multiCases: Readonly<Record<string, RuleCases>> = {
  'tandem-multi-001-both-clouds-answer': {
    pass: [holds('both', plan), holds('one cloud', awsPlan)],
    fail: [
      broken('Google only', without(plan, 'answer-aws'), 'answer-gcp', 'records', /those of Google only/),
      broken('neither', without(without(plan, 'answer-aws'), 'answer-gcp'), 'both', 'route53.Record'),
      wrong('weight 0', 'answer-aws', 'weightedRoutingPolicies.0.weight', 0, { problem: /carries nothing/ }),
      wrong('weight too high', 'answer-gcp', 'weightedRoutingPolicies.0.weight', 300),
    ],
    unknown: [
      open('answer-aws', 'weightedRoutingPolicies.0.weight'),
      broken('addresses from nowhere', relink(plan, 'answer-aws', 'records', []), 'answer-aws', 'records'),
    ],
  },
  'tandem-multi-002-each-answer-is-asked': {
    pass: [holds('each', plan), holds('one cloud', awsPlan)],
    fail: [
      wrong('HTTP', 'check-gcp', 'type', 'HTTP'),
      wrong('no SNI', 'check-gcp', 'enableSni', false),
      wrong('no name', 'check-gcp', 'fqdn', undefined),
      wrong('by name', 'check-aws', 'ipAddress', undefined),
      broken(
        'the other cloud',
        relink(plan, 'check-gcp', 'ipAddress', ['front']),
        'check-gcp',
        'ipAddress',
        /the other cloud/,
      ),
      broken('one for both', relink(plan, 'answer-aws', 'healthCheckId', ['check-gcp']), 'answer-aws', 'healthCheckId'),
    ],
    unknown: [open('check-gcp', 'type')],
  },
  'tandem-multi-003-no-lasting-keys': {
    pass: [holds('none', plan), holds('one cloud', [draft('aws:iam/accessKey:AccessKey', 'key', {})])],
    fail: [
      broken('of Google', [...plan, draft('gcp:serviceaccount/key:Key', 'key', {})], 'key', 'type'),
      broken('of AWS', [...plan, draft('aws:iam/accessKey:AccessKey', 'key', {})], 'key', 'type'),
      wrong('of a job', 'from-aws', 'transferSpec.awsS3DataSource.awsAccessKey', { accessKeyId: '[secret]' }),
      wrong('no role', 'from-aws', 'transferSpec.awsS3DataSource.roleArn', undefined),
    ],
    unknown: [open('from-aws', 'transferSpec.awsS3DataSource')],
  },
  'tandem-multi-004-trust-is-narrow': {
    pass: [
      holds('narrow', plan),
      holds(
        'made from roles of the program',
        relink(change(plan, 'trusts-aws', 'attributeCondition', id), 'trusts-aws', 'attributeCondition', [
          'trusts-google',
        ]),
      ),
      holds('another kind of provider', change(plan, 'trusts-aws', 'aws', undefined)),
    ],
    fail: [
      wrong('the whole account', 'trusts-aws', 'attributeCondition', undefined),
      wrong('no account', 'trusts-aws', 'aws.accountId', '12345'),
      wrong(
        'every account of Google',
        'trusts-google',
        'assumeRolePolicy',
        trusting({ StringEquals: { 'accounts.google.com:oaud': 'x' } }),
      ),
      wrong('no condition', 'trusts-google', 'assumeRolePolicy', trusting(undefined)),
    ],
    unknown: [open('trusts-aws', 'attributeCondition')],
  },
  'tandem-multi-005-copies-do-not-loop': {
    pass: [
      holds('a prefix each', plan),
      holds('one way', change(without(plan, 'from-google'), 'from-aws', prefixes, undefined)),
      holds(
        'as events come',
        change(change(plan, 'from-aws', 'schedule', undefined), 'from-aws', 'eventStream', { name: id }),
      ),
    ],
    fail: [
      wrong('to nowhere', 'from-aws', 'transferSpec.gcsDataSink', undefined),
      broken(
        'a place of no task',
        [...plan, draft('aws:datasync/s3Location:S3Location', 'place', { s3BucketArn: 'arn:aws:s3:::files' })],
        'place',
        'datasync.Task',
      ),

      wrong('no prefix', 'from-aws', prefixes, undefined),
      wrong('the same prefix', 'from-aws', prefixes, ['gcp/files/']),
      wrong('no prefix back', 'from-google', 'includes', undefined),
      wrong('deletes there', 'from-aws', 'transferSpec.transferOptions.deleteObjectsUniqueInSink', true),
      wrong('deletes here', 'from-aws', 'transferSpec.transferOptions.deleteObjectsFromSourceAfterTransfer', true),
      wrong('once', 'from-aws', 'schedule.scheduleEndDate', { year: 2026, month: 1, day: 1 }),
      wrong('never', 'from-aws', 'schedule', undefined),
      wrong('switched off', 'from-aws', 'status', 'DISABLED'),
      wrong('never back', 'from-google', 'schedule', undefined, { found: { argument: 'schedule.scheduleExpression' } }),
      wrong('deletes back', 'from-google', 'options.preserveDeletedFiles', 'REMOVE'),
    ],
    unknown: [open('from-aws', prefixes), open('from-aws', 'transferSpec.transferOptions.deleteObjectsUniqueInSink')],
  },
  'tandem-multi-006-database-is-followed': {
    pass: [holds('followed', plan), holds('changes only', change(plan, 'changes', 'migrationType', 'cdc'))],
    fail: [
      broken(
        'shut in',
        change(
          relink(
            change(
              [...plan, draft('aws:ec2/securityGroup:SecurityGroup', 'around', {})],
              'carrier',
              'vpcSecurityGroupIds',
              [id],
            ),
            'carrier',
            'vpcSecurityGroupIds',
            ['around'],
          ),
          'from',
          'port',
          5432,
        ),
        'around',
        'egress',
        /5432/,
      ),

      wrong('no table', 'changes', 'tableMappings', '{"rules":[]}', { problem: /no table/ }),
      wrong('no JSON', 'changes', 'tableMappings', 'all'),
      broken('no task', without(plan, 'changes'), 'carrier', 'dms.ReplicationTask', /nothing follows/),

      wrong('once', 'changes', 'migrationType', 'full-load'),
      wrong('no changes to read', 'sql', 'settings.databaseFlags', []),
      wrong('flag off', 'sql', 'settings.databaseFlags.0.value', 'off', {
        found: { argument: 'settings.databaseFlags' },
      }),
      wrong('one zone', 'carrier', 'multiAz', false),
      wrong('the wrong way', 'to', 'endpointType', 'source'),
    ],
    unknown: [open('changes', 'migrationType'), open('carrier', 'multiAz'), open('sql', 'settings.databaseFlags')],
  },
  'tandem-multi-007-secrets-in-both': {
    pass: [
      holds('both', plan),
      holds('one cloud', awsPlan),
      holds('of one database', [
        ...plan,
        draft('gcp:secretmanager/secret:Secret', 'own', { secretId: 'acme-gcp-db-password' }, { parent: 'google' }),
      ]),
    ],
    fail: [
      broken(
        'a value of its own',
        [
          ...plan,
          draft('random:index/randomPassword:RandomPassword', 'value', { length: 32 }),
          draft(
            'gcp:secretmanager/secretVersion:SecretVersion',
            'google-key-1',
            { secret: id, secretData: id },
            { links: { secret: ['google-key'], secretData: ['value'] } },
          ),
        ],
        'aws-key',
        'SecretVersion',
        /has on the other cloud/,
      ),

      broken('Google only', without(without(plan, 'aws-key-1'), 'aws-key'), 'google-key', 'secretId', /on AWS/),
      broken('AWS only', without(plan, 'google-key'), 'aws-key', 'name', /on Google Cloud/),
      wrong('another name', 'google-key', 'secretId', 'acme-gcp-sessions'),
    ],
    unknown: [open('aws-key-1', 'secretString')],
  },
  'tandem-multi-008-both-clouds-show-the-certificate': {
    pass: [
      holds('one cloud', awsPlan),
      holds('shown', shown),
      holds('of a wildcard', change(shown, 'common', 'domainName', '*.acme.test')),
      holds('a certificate of another program', relink(shown, 'more-us-west-2', 'certificateArn', ['front'])),
      holds('primary', change(change(shown, 'entry', 'matcher', 'PRIMARY'), 'entry', 'hostname', undefined)),
    ],
    fail: [
      broken(
        'proven for one name only',
        [
          ...shown,
          draft('gcp:certificatemanager/dnsAuthorization:DnsAuthorization', 'one', { domain: 'www.acme.test' }),
          draft('gcp:certificatemanager/dnsAuthorization:DnsAuthorization', 'other', { domain: 'gcp.acme.test' }),
          draft(
            'aws:route53/record:Record',
            'proof-one',
            { zoneId: 'Z1', name: id, type: 'CNAME', ttl: 300, records: [id] },
            { links: { name: ['one'], records: ['one'] } },
          ),
        ],
        'other',
        'route53.Record',
        /gcp.acme.test/,
      ),

      broken(
        'not on AWS',
        without(shown, 'more-us-west-2'),
        'https-us-west-2',
        'lb.ListenerCertificate',
        /www.acme.test/,
      ),
      broken(
        'of another name',
        change(shown, 'common', 'domainName', 'ww.acme.test'),
        'https-us-west-2',
        'lb.ListenerCertificate',
      ),
      broken(
        'not on Google',
        change(shown, 'entry', 'hostname', 'gcp.acme.test'),
        'entry',
        'hostname',
        /www.acme.test/,
      ),
    ],
    unknown: [
      broken('from nowhere', relink(shown, 'more-us-west-2', 'certificateArn', []), 'more-us-west-2', 'certificateArn'),
    ],
  },
  'tandem-multi-009-link-leads-both-ways': {
    pass: [
      holds('one cloud', awsPlan),
      holds('whole', linked),
      holds('another network', without(without(linked, 'customer-1'), 'customer-2')),
    ],
    fail: [
      broken(
        'one region of Google',
        ['0', '1'].reduce<readonly Draft[]>(
          (drafts, at) => [
            ...drafts,
            draft(
              'gcp:compute/subnetwork:Subnetwork',
              `subnet-${at}`,
              { ipCidrRange: `10.2${at}.0.0/20`, network: id },
              { links: { network: ['network'] } },
            ),
          ],
          [
            ...change(relink(linked, 'google', 'network', ['network']), 'google', 'network', id),
            draft('gcp:compute/network:Network', 'network', {}),
            draft(
              'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
              'from-google',
              {
                ...{ region: 'us-west-2', securityGroupId: id, ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 },
                cidrIpv4: '10.20.0.0/20',
              },
              { links: { securityGroupId: ['data-us-west-2'] } },
            ),
          ],
        ),
        'data-us-west-2',
        'ingress',
        /10.21.0.0/,
      ),

      broken('one connection', without(linked, 'connection-2'), 'gateway', 'ec2.VpnConnection', /second address/),
      broken('not learnt', without(linked, 'learns-us-west-2a'), 'gateway', 'ec2.VpnGatewayRoutePropagation'),
      breaks('not the number of Google', { plan: linked, at: 'customer-1', path: 'bgpAsn', value: '65011' }),
      breaks('not the number of AWS', { plan: linked, at: 'session', path: 'peerAsn', value: 64_513 }),
    ],
    unknown: [hides('customer-1', 'bgpAsn', { plan: linked })],
  },
  'tandem-multi-010-passwords-are-strong': {
    pass: [
      holds('one cloud', awsPlan),
      holds('long', [made(32, false)]),
      holds('a key of many characters', [made(256, true)]),
      holds('for a database', withPassword(32, false)),
    ],
    fail: [
      broken('short', [made(8, true)], 'made-up', 'length', /16 or more/),
      broken('too long for a database', withPassword(200, false), 'made-up', 'length', /16 to 128/),
      broken('refused by the database', withPassword(32, true), 'made-up', 'special'),
    ],
    unknown: [broken('computed', [made(id, false)], 'made-up', 'length')],
  },
};
