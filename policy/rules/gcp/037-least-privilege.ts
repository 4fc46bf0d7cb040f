import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { accountOf, grantsOf, toServiceAccount } from './support/identity.ts';
import { IAM_ROLES } from './support/sources.ts';

const BASIC = ['roles/owner', 'roles/editor'];
const WIDE = /^gcp:(projects|folder|organizations)\//;
const ACCOUNT = 'template.serviceAccount';

export const leastPrivilege = graphRule({
  id: 'tandem-gcp-037-least-privilege',
  title: 'Identities may do what they need and no more',
  what: 'No grant gives roles/owner or roles/editor, no service account is an administrator of a whole project, and every Cloud Run service runs as an account of its own.',
  why: 'What a service may do, whoever takes it over may do. Without an account of its own a service runs as the default one, which is often an editor of the project.',
  source: IAM_ROLES,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Grant the narrowest predefined role on the single resource, and create a service account for each service.',
  example:
    "template: { serviceAccount: account.email }, new SecretIamMember(name, { secretId, role: 'roles/secretmanager.secretAccessor', member: account.member })",
  types: ['gcp:projects/iAMMember:IAMMember', 'gcp:projects/iAMBinding:IAMBinding', RUN_SERVICE],
  judge: (graph) => [
    ...grantsOf(graph).flatMap((grant) => judgeGrant(graph, grant)),
    ...graph.ofType(RUN_SERVICE).flatMap((run) => judgeRun(graph, run)),
  ],
});

function judgeGrant(graph: ResourceGraph, grant: Resource): readonly Finding[] {
  const fix = 'grant the narrowest predefined role, on the single resource that needs it';
  if (isUnknown(valueAt(grant.inputs, 'role'))) return [unknownArgument(grant, 'role', 'write the role out')];
  const role = textAt(grant.inputs, 'role') ?? '';
  if (BASIC.includes(role)) return [breach(grant, 'role', `is ${role}, which may change almost everything`, fix)];
  if (!WIDE.test(grant.type) || !/admin$/i.test(role) || !toServiceAccount(graph, grant)) return [];
  return [breach(grant, 'role', `is ${role} on more than one resource, for a service account`, fix)];
}

function judgeRun(graph: ResourceGraph, run: Resource): readonly Finding[] {
  const fix = 'create a serviceaccount.Account for this service and set template.serviceAccount to its email';
  const email = valueAt(run.inputs, ACCOUNT);
  if (email === undefined || email === null || email === '') {
    return [breach(run, ACCOUNT, 'is not set, so the service runs as the default account', fix)];
  }
  if (String(email).endsWith('-compute@developer.gserviceaccount.com')) {
    return [breach(run, ACCOUNT, 'is the default account, which other services use as well', fix)];
  }
  if (!isUnknown(email) || accountOf(graph, run)) return [];
  return [
    undecided(run, ACCOUNT, 'is not known before an apply, and comes from no service account of this program', fix),
  ];
}
