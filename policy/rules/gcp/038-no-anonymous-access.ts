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

export const noAnonymousAccess = graphRule({
  id: 'tandem-gcp-038-no-anonymous-access',
  title: 'Nothing is granted to everybody',
  what: 'No grant names allUsers or allAuthenticatedUsers, except the invoker of a Cloud Run service that only the load balancer reaches.',
  why: 'Both mean everybody on the internet. A service behind the load balancer needs it, because the load balancer does not authenticate; its ingress keeps everybody else out.',
  source: IAM_PRINCIPALS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name the accounts that need access.',
  example: 'member: account.member',
  types: [
    'gcp:projects/iAMMember:IAMMember',
    'gcp:storage/bucketIAMMember:BucketIAMMember',
    'gcp:cloudrunv2/serviceIamMember:ServiceIamMember',
  ],
  judge: (graph) => [
    ...grantsOf(graph).flatMap((grant) => judge(graph, grant)),
    ...graph.ofType(...ACCESS_CONTROLS).flatMap(judgeEntity),
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
  // A member that is computed from a resource is that resource's identity.
  if (!members.some(isUnknown) || linkedTo(graph, grant, [argument]).length > 0) return [];
  return [undecided(grant, argument, 'is not known before an apply, and comes from no resource of this program', fix)];
}

function isInvokerBehindTheEntry(graph: ResourceGraph, grant: Resource): boolean {
  if (textAt(grant.inputs, 'role') !== 'roles/run.invoker') return false;
  const [run] = graph.linked(grant, 'name', [RUN_SERVICE]);
  return run !== undefined && CLOSED.includes(textAt(run.inputs, 'ingress') ?? '');
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
