import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { grantsOf, linkedTo, membersOf } from './support/identity.ts';
import { IAM_PRINCIPALS } from './support/sources.ts';

const ANYBODY = ['allUsers', 'allAuthenticatedUsers'];
const ACCESS_CONTROLS = [
  'gcp:storage/bucketAccessControl:BucketAccessControl',
  'gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl',
  'gcp:storage/objectAccessControl:ObjectAccessControl',
];
const CLOSED = ['INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER', 'INGRESS_TRAFFIC_INTERNAL_ONLY'];

const POOL_PROVIDER = 'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider';
/** Issuers whose tokens anybody can have: without a condition every repository or organisation there gets in. */
const SHARED_ISSUERS = /token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|api\.pulumi\.com/;
const WHOLE_POOL = /^principalSet:.*\/workloadIdentityPools\/[^/]+\/\*$/;

export const noAnonymousAccess = graphRule({
  id: 'tandem-gcp-038-no-anonymous-access',
  title: 'Nothing is granted to everybody',
  what: 'No grant names allUsers, allAuthenticatedUsers or everybody of an identity pool; only a Cloud Run service that nothing but the load balancer reaches may be invoked by all users. A provider of identities that others share has a condition.',
  why: 'Both mean everybody on the internet. A service behind the load balancer needs it, because the load balancer does not authenticate; its ingress keeps everybody else out.',
  source: IAM_PRINCIPALS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name the accounts that need access.',
  example: 'member: account.member',
  types: [
    POOL_PROVIDER,
    'gcp:projects/iAMMember:IAMMember',
    'gcp:storage/bucketIAMMember:BucketIAMMember',
    'gcp:cloudrunv2/serviceIamMember:ServiceIamMember',
  ],
  judge: (graph) => [
    ...grantsOf(graph).flatMap((grant) => judge(graph, grant)),
    ...graph.ofType(...ACCESS_CONTROLS).flatMap(judgeEntity),
    ...graph.ofType(POOL_PROVIDER).flatMap(judgeProvider),
  ],
});

function judge(graph: ResourceGraph, grant: Resource): readonly Finding[] {
  const argument = valueAt(grant.inputs, 'members') === undefined ? 'member' : 'members';
  const fix = 'name the accounts that need access';
  const members = membersOf(grant);
  const anybody = members.find((member) => typeof member === 'string' && ANYBODY.includes(member));
  if (anybody !== undefined) {
    return isInvokerBehindTheEntry(graph, grant)
      ? []
      : [breach(grant, argument, `is ${String(anybody)}: everybody on the internet`, fix)];
  }
  const pool = members.find((member) => typeof member === 'string' && WHOLE_POOL.test(member));
  if (pool !== undefined) {
    const narrow = 'name one subject, or an attribute of it, in place of the *';
    return [breach(grant, argument, `is ${String(pool)}: everybody of the identity pool`, narrow)];
  }
  // A member that is computed from a resource is that resource's identity.
  if (!members.some(isUnknown) || linkedTo(graph, grant, [argument]).length > 0) return [];
  return [undecided(grant, argument, 'is not known before an apply, and comes from no resource of this program', fix)];
}

function isInvokerBehindTheEntry(graph: ResourceGraph, grant: Resource): boolean {
  if (textAt(grant.inputs, 'role') !== 'roles/run.invoker') return false;
  const [run] = graph.linked(grant, 'name', [RUN_SERVICE]);
  return run !== undefined && CLOSED.includes(textAt(run.inputs, 'ingress') ?? '');
}

function judgeProvider(provider: Resource): readonly Finding[] {
  const issuer = textAt(provider.inputs, 'oidc.issuerUri') ?? '';
  const condition = valueAt(provider.inputs, 'attributeCondition');
  if (!SHARED_ISSUERS.test(issuer) || (condition !== undefined && condition !== null && condition !== '')) return [];
  const problem = `is not set, so that everybody who gets a token of ${issuer} is let in`;
  return [
    breach(provider, 'attributeCondition', problem, 'compare the repository, project or organisation with yours'),
  ];
}

const judgeEntity = (control: Resource): readonly Finding[] =>
  ANYBODY.includes(textAt(control.inputs, 'entity') ?? '')
    ? [
        breach(
          control,
          'entity',
          `is ${textAt(control.inputs, 'entity') ?? ''}: everybody on the internet`,
          'remove this access control',
        ),
      ]
    : [];
