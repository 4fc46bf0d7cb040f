import type { Resource } from '../../../topology/graph/graph.ts';
import { textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { DOCUMENTS } from './support/documents.ts';
import { IAM_PRACTICE } from './support/sources.ts';
import { statementsOf } from './support/tasks.ts';

const ATTACHMENT = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';
const WIDE = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|[A-Za-z0-9]+FullAccess)$/;

const TYPES = [...Object.keys(DOCUMENTS), ATTACHMENT];

export const leastPrivilege = graphRule({
  id: 'tandem-aws-042-least-privilege',
  title: 'Identities may do what they need and no more',
  what: 'No statement allows every action, all actions of a service on every resource, or everybody; no role has an administrator policy or one of full access.',
  why: 'What a task may do, whoever takes it over may do, in both regions at once: identities are global.',
  source: IAM_PRACTICE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name the actions and the resources, and the service or account that may assume the role.',
  example: "{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [secret.arn] }",
  types: TYPES,
  judge: (graph) =>
    graph.ofType(...TYPES).flatMap((resource): readonly Finding[] => {
      if (resource.type === ATTACHMENT) return judgeAttachment(resource);
      const argument = DOCUMENTS[resource.type] ?? 'policy';
      const document = valueAt(resource.inputs, argument);
      // A document made from resources of this program is read once they exist; one from nowhere cannot be judged.
      if (isOpen(resource, argument)) return [unknownArgument(resource, argument, 'write the document out')];
      return (statementsOf(document) ?? []).flatMap((statement) => judge(resource, argument, statement));
    }),
});

function judgeAttachment(attachment: Resource): readonly Finding[] {
  const policy = textAt(attachment.inputs, 'policyArn') ?? '';
  if (!policy.startsWith('arn:aws:iam::aws:policy') || !WIDE.test(policy)) return [];
  return [
    breach(
      attachment,
      'policyArn',
      `is ${policy.slice(policy.lastIndexOf('/') + 1)}, which may do far more than one service needs`,
      'name a policy of your own with the actions that are needed',
    ),
  ];
}

function judge(resource: Resource, argument: string, statement: unknown): readonly Finding[] {
  if (textAt(statement, 'Effect') !== 'Allow') return [];
  const actions = valuesAt(statement, 'Action').map(String);
  const resources = valuesAt(statement, 'Resource').map(String);
  const principals = [...valuesAt(statement, 'Principal'), ...valuesAt(statement, 'Principal.AWS')];
  const conditional = valueAt(statement, 'Condition') !== undefined;
  const wide =
    actions.find((action) => action === '*' || action === '*:*') ??
    (resources.includes('*') ? actions.find((action) => action.endsWith(':*')) : undefined);
  const findings: Finding[] = [];
  if (wide !== undefined)
    findings.push(
      breach(
        resource,
        argument,
        `allows ${wide} on ${resources.join(', ') || 'every resource'}`,
        'name the actions and the resources',
      ),
    );
  if (principals.includes('*') && !conditional)
    findings.push(breach(resource, argument, 'allows everybody', 'name the service or the account in Principal'));
  return findings;
}
