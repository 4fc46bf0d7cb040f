import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isFilledIn } from '../support/filled.ts';
import { statementsOf } from '../aws/support/tasks.ts';
import { WEB_IDENTITY } from './support/sources.ts';

const PROVIDER = 'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider';
const ROLE = 'aws:iam/role:Role';
const GOOGLE = 'accounts.google.com';
/** Claims of Google's token that say who asks; the audience alone is anybody. */
const CLAIMS = [`${GOOGLE}:sub`, `${GOOGLE}:aud`];

export const trustIsNarrow = graphRule({
  id: 'tandem-multi-004-trust-is-narrow',
  title: 'Each cloud trusts single identities of the other',
  what: 'A provider for AWS names the account and has an attribute condition, and a role that trusts Google pins sub and aud by StringEquals.',
  why: 'Trust in a whole account or in every Google account lets anybody there act as this service.',
  source: WEB_IDENTITY,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name the roles in attributeCondition, and the numeric id of the service account in sub and aud.',
  example: "Condition: { StringEquals: { 'accounts.google.com:sub': id, 'accounts.google.com:aud': id } }",
  types: [PROVIDER, ROLE],
  judge: (graph) => [...graph.ofType(PROVIDER).flatMap(judgeProvider), ...graph.ofType(ROLE).flatMap(judgeRole)],
});

function judgeProvider(provider: Resource): readonly Finding[] {
  if (!isSet(provider.inputs, 'aws')) return [];
  const account = valueAt(provider.inputs, 'aws.accountId');
  const given = typeof account === 'string' && !isUnknown(account) ? account : undefined;
  const findings: Finding[] = [];
  if (given !== undefined && !/^\d{12}$/.test(given))
    findings.push(
      breach(provider, 'aws.accountId', `is ${given}; allowed is 12 digits`, 'write the number of the AWS account'),
    );
  const condition = valueAt(provider.inputs, 'attributeCondition');
  const fix = 'set attributeCondition to the roles that may act here';
  if (isUnknown(condition))
    return isFilledIn(provider, 'attributeCondition')
      ? findings
      : [...findings, unknownArgument(provider, 'attributeCondition', fix)];
  if (typeof condition === 'string' && condition !== '' && condition !== 'true') return findings;
  return [
    ...findings,
    breach(provider, 'attributeCondition', 'is not set, so every role of the account is let in', fix),
  ];
}

function judgeRole(role: Resource): readonly Finding[] {
  const argument = 'assumeRolePolicy';
  const document = valueAt(role.inputs, argument);
  // Made from identities of this program, it is text once they exist. One from nowhere is judged with all other policies.
  if (isUnknown(document)) return [];
  return (statementsOf(document) ?? [])
    .filter((statement) => textAt(statement, 'Effect') === 'Allow' && federated(statement).includes(GOOGLE))
    .flatMap((statement): readonly Finding[] => {
      const pinned = Object.keys(blocksAt(statement, 'Condition.StringEquals')[0] ?? {});
      const missing = CLAIMS.filter((claim) => !pinned.includes(claim));
      if (missing.length === 0) return [];
      return [
        breach(
          role,
          argument,
          `trusts ${GOOGLE} without ${missing.join(' and ')} in StringEquals`,
          'pin both to the numeric id of the service account',
        ),
      ];
    });
}

const federated = (statement: unknown): readonly string[] => valuesAt(statement, 'Principal.Federated').map(String);
