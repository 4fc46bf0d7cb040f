import { awsPlan } from '../../../support/aws/plan.ts';
import { multiPlan } from '../../../support/aws/multi.ts';
import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../../support/graph.ts';
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
      broken('Google only', without(without(plan, 'aws-key-1'), 'aws-key'), 'google-key', 'secretId', /on AWS/),
      broken('AWS only', without(plan, 'google-key'), 'aws-key', 'name', /on Google Cloud/),
      wrong('another name', 'google-key', 'secretId', 'acme-gcp-sessions'),
    ],
    unknown: [open('aws-key-1', 'secretString')],
  },
};
