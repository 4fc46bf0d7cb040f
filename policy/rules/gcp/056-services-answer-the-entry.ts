import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { RUN_SERVICE, SERVERLESS_NEG } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { grantsOf, membersOf } from './support/identity.ts';
import { describe } from './support/served.ts';
import { RUN_INVOKER } from './support/sources.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';

/** What a serverless endpoint group can lead to. */
const TARGETS = ['cloudRun', 'cloudFunction', 'appEngine', 'serverlessDeployment', 'pscTargetService'];

export const servicesAnswerTheEntry = graphRule({
  id: 'tandem-gcp-056-services-answer-the-entry',
  title: 'Cloud Run services answer the load balancer',
  what: 'A serverless endpoint group names a service and lies in its region, and the service may be invoked by the load balancer.',
  why: 'In another region the group finds no service; without an invoker every request gets 403. The preview notices neither.',
  source: RUN_INVOKER,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Give both the same region, and add a ServiceIamMember with roles/run.invoker for allUsers, or set invokerIamDisabled.',
  example: "new ServiceIamMember(name, { name: run.name, location, role: 'roles/run.invoker', member: 'allUsers' })",
  types: [SERVERLESS_NEG, RUN_SERVICE],
  judge: (graph) => {
    const negs = graph
      .ofType(BACKEND_SERVICE)
      .flatMap((service) => describe(graph, service).groups)
      .flatMap(({ group, kind }) => (group && kind === 'serverless' ? [group] : []));
    const pairs = [...new Set(negs)].flatMap((neg) =>
      graph.linked(neg, 'cloudRun', [RUN_SERVICE]).map((run) => ({ neg, run })),
    );
    const services = new Set(pairs.map(({ run }) => run));
    return [
      ...[...new Set(negs)].flatMap((neg) => [...judgeTarget(neg), ...judgeName(graph, neg)]),
      ...pairs.flatMap(({ neg, run }) => judgePlace(graph, neg, run)),
      ...[...services].flatMap((run) => judgeInvoker(graph, run)),
    ];
  },
});

const INVOKER = 'roles/run.invoker';
const RUN_TARGETS = ['cloudRun.service', 'cloudRun.urlMask'];

function judgeTarget(neg: Resource): readonly Finding[] {
  const target = TARGETS.find((argument) => isSet(neg.inputs, argument));
  if (target === 'cloudRun' && !RUN_TARGETS.some((argument) => isSet(neg.inputs, argument))) {
    const fix = 'set cloudRun.service to the name of the service';
    return [breach(neg, 'cloudRun.service', 'is not set, so the group leads nowhere', fix)];
  }
  if (target !== undefined) return [];
  return [
    breach(
      neg,
      'cloudRun',
      'is not set, so the group leads nowhere',
      'set cloudRun.service to the name of the service',
    ),
  ];
}

/** A name that no service in the region has, where the program makes services there. */
function judgeName(graph: ResourceGraph, neg: Resource): readonly Finding[] {
  const argument = 'cloudRun.service';
  const [name, region] = [textAt(neg.inputs, argument), regionOf(graph, neg)];
  if (name === undefined || graph.named(name, [RUN_SERVICE]).length > 0) return [];
  const near = graph.ofType(RUN_SERVICE).filter((run) => region !== undefined && regionOf(graph, run) === region);
  const names = near.flatMap((run) => textAt(run.inputs, 'name') ?? []);
  if (names.length === 0 || names.length < near.length) return [];
  const problem = `is ${name}, and the services of this program in ${region} are ${names.join(', ')}`;
  return [breach(neg, argument, problem, `name one of ${names.join(', ')}`)];
}

function judgePlace(graph: ResourceGraph, neg: Resource, run: Resource): readonly Finding[] {
  const [here, there] = [regionOf(graph, neg), regionOf(graph, run)];
  const fix = `set region to ${there ?? 'the location of the service'}`;
  if (here === undefined || there === undefined) {
    return [undecided(neg, 'region', `or the location of ${run.name} is not in the plan`, fix)];
  }
  if (here === there) return [];
  return [breach(neg, 'region', `is ${here}, while its service ${run.name} is in ${there}`, fix)];
}

function judgeInvoker(graph: ResourceGraph, run: Resource): readonly Finding[] {
  if (valueAt(run.inputs, 'invokerIamDisabled') === true) return [];
  const invokers = grantsOf(graph).filter((grant) => textAt(grant.inputs, 'role') === INVOKER);
  const own = invokers.filter((grant) => graph.linked(grant, 'name', [RUN_SERVICE]).includes(run));
  const wide = invokers.some(({ type }) => type.startsWith('gcp:projects/'));
  if (wide) return [];
  const fix = 'add a cloudrunv2.ServiceIamMember with roles/run.invoker for allUsers; ingress keeps others out';
  if (own.length === 0)
    return [breach(run, INVOKER, 'is granted to nobody, so every request through the entry gets 403', fix)];
  return [...judgeMembers(own), ...own.flatMap((grant) => judgeGrantPlace(graph, grant, run))];
}

/** The load balancer sends no identity, so a grant to anybody in particular does not let it in. */
function judgeMembers(grants: readonly Resource[]): readonly Finding[] {
  const [first] = grants;
  const members = grants.flatMap(membersOf);
  if (!first || members.includes('allUsers') || members.some(isUnknown)) return [];
  const argument = isSet(first.inputs, 'members') ? 'members' : 'member';
  const problem = `is ${members.map(String).join(', ') || 'not set'}, and the load balancer calls without an identity; allowed is allUsers`;
  return [breach(first, argument, problem, `set ${argument} to allUsers; the ingress of the service keeps others out`)];
}

function judgeGrantPlace(graph: ResourceGraph, grant: Resource, run: Resource): readonly Finding[] {
  const [here, there] = [textAt(grant.inputs, 'location'), regionOf(graph, run)];
  if (here === undefined || there === undefined || here === there) return [];
  const problem = `is ${here}, while the service ${run.name} is in ${there}`;
  return [breach(grant, 'location', problem, `set location to ${there}`)];
}
