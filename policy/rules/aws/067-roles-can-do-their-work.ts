import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, SECRET, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { IAM_PRACTICE } from './support/sources.ts';
import { streamsIn } from './support/streams.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';
import { statementsOf } from './support/tasks.ts';

const ROLE = 'aws:iam/role:Role';
const ATTACHMENT = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';
const OWN = 'aws:iam/rolePolicy:RolePolicy';
const LOCATION = 'aws:datasync/s3Location:S3Location';

/** Pulls images and writes logs, and nothing else. */
const STARTS = /\/AmazonECSTaskExecutionRolePolicy$/;

/** Who takes on the role that an argument names. */
const USES: readonly (readonly [type: string, argument: string, service: string])[] = [
  [TASK_DEFINITION, 'executionRoleArn', 'ecs-tasks.amazonaws.com'],
  [TASK_DEFINITION, 'taskRoleArn', 'ecs-tasks.amazonaws.com'],
  [BUCKET_REPLICATION, 'role', 's3.amazonaws.com'],
  [LOCATION, 's3Config', 'datasync.amazonaws.com'],
];
const TYPES = [ROLE, ATTACHMENT, OWN, ...new Set(USES.map(([type]) => type))];

export const rolesCanDoTheirWork = graphRule({
  id: 'tandem-aws-067-roles-can-do-their-work',
  title: 'A role may be taken on, and may do something',
  what: 'A role of the program trusts the service that uses it; one that starts tasks may pull images and read the secrets of their containers, one that copies objects has a policy, and the roles of both regions have as many policies.',
  why: 'Tasks that may not pull their image or read a secret never start, and copies that may not be written stay away without a word. It shows in the region that has to start many.',
  source: IAM_PRACTICE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Attach the policy to the role that the message names, or trust the service in assumeRolePolicy.',
  example:
    "new RolePolicyAttachment(name, { role: starts.name, policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' })",
  types: TYPES,
  judge: (graph) => [
    ...USES.flatMap(([type, argument, service]) =>
      graph
        .ofType(type)
        .flatMap((user) =>
          graph
            .linked(user, argument, [ROLE])
            .flatMap((role) => [
              ...distrusts(role, user, service),
              ...(argument === 'taskRoleArn' ? [] : powerless(graph, role, user)),
            ]),
        ),
    ),
    ...graph.ofType(ROLE).flatMap((role) => idle(graph, role)),
    ...unlike(graph),
  ],
});

/** A role that nothing is allowed to, unless a task has it for its own or others let it in. */
function idle(graph: ResourceGraph, role: Resource): readonly Finding[] {
  const used = USES.some(([type, argument]) =>
    graph.ofType(type).some((user) => graph.linked(user, argument, [ROLE]).includes(role)),
  );
  if (used || hasInline(role) || policiesOf(graph, role).length > 0 || letIn(graph, role)) return [];
  const problem = 'is missing, so whoever takes it on may do nothing';
  return [breach(role, 'iam.RolePolicy', problem, 'add a RolePolicy with what it is for')];
}

/** Policies of buckets and keys may name it, and lists of attachments may be made in one place. */
const letIn = (graph: ResourceGraph, role: Resource): boolean =>
  graph.all.some(
    ({ type, propertyDependencies }) =>
      type.startsWith('aws:') &&
      Object.entries(propertyDependencies).some(
        ([argument, urns]) => /polic(y|ies)$|^(roles|roleName|role)$/i.test(argument) && urns.includes(role.urn),
      ),
  );

function distrusts(role: Resource, user: Resource, service: string): readonly Finding[] {
  if (isOpen(role, 'assumeRolePolicy'))
    return [unknownArgument(role, 'assumeRolePolicy', `write out that ${service} may take it on`)];
  const statements = statementsOf(valueAt(role.inputs, 'assumeRolePolicy'));
  // What cannot be read is judged by the rule about documents.
  if (!statements) return [];
  const trusted = statements
    .filter((statement) => textAt(statement, 'Effect') === 'Allow')
    .filter((statement) =>
      valuesAt(statement, 'Action').some((action) => /^(sts:(AssumeRole|\*)|\*)$/.test(String(action))),
    )
    .flatMap((statement) => valuesAt(statement, 'Principal.Service'));
  if (trusted.some((one) => isUnknown(one) || one === service)) return [];
  const problem = `does not let ${service} take it on, and ${user.name} needs that`;
  return [breach(role, 'assumeRolePolicy', problem, `allow sts:AssumeRole to the service ${service}`)];
}

/** Policies of a role: attached, of its own, and inline. */
function policiesOf(graph: ResourceGraph, role: Resource): readonly Resource[] {
  const name = textAt(role.inputs, 'name');
  return graph
    .ofType(ATTACHMENT, OWN)
    .filter(
      (policy) =>
        graph.linked(policy, 'role', [ROLE]).includes(role) ||
        (name !== undefined && name === textAt(policy.inputs, 'role')),
    );
}

const hasInline = ({ inputs }: Resource): boolean =>
  ['inlinePolicies', 'managedPolicyArns'].some((argument) => {
    const given = valueAt(inputs, argument);
    return isUnknown(given) || (Array.isArray(given) && given.length > 0);
  });

function powerless(graph: ResourceGraph, role: Resource, user: Resource): readonly Finding[] {
  if (hasInline(role)) return [];
  const policies = policiesOf(graph, role);
  const argument = 'iam.RolePolicyAttachment';
  if (user.type !== TASK_DEFINITION) {
    const problem = `is missing, so ${user.name} may do nothing with it`;
    const blocked = user.type === BUCKET_REPLICATION && policies.length > 0 && !policies.some(mayReplicate);
    if (blocked) {
      const fix = 'allow s3:ReplicateObject on the destination';
      return [breach(role, 'iam.RolePolicy', `that lets ${user.name} write copies is missing`, fix)];
    }
    return policies.length > 0 ? [] : [breach(role, 'iam.RolePolicy', problem, 'add a RolePolicy with what it copies')];
  }
  const starts = policies.some((policy) => mayPull(policy));
  const reads = policies.some((policy) => !STARTS.test(textAt(policy.inputs, 'policyArn') ?? ''));
  return [
    ...(starts
      ? []
      : [
          breach(
            role,
            argument,
            `is missing, so ${user.name} never pulls its image`,
            'attach AmazonECSTaskExecutionRolePolicy',
          ),
        ]),
    ...(reads || !hasSecrets(graph, user)
      ? []
      : [
          breach(
            role,
            'iam.RolePolicy',
            `is missing, so ${user.name} may not read the secrets of its containers`,
            'add a RolePolicy that allows secretsmanager:GetSecretValue on them',
          ),
        ]),
  ];
}

/** True unless the document is known and pulls nothing. A policy attached by an ARN of one's own may hold anything. */
function mayPull(policy: Resource): boolean {
  if (policy.type === ATTACHMENT) return true;
  const statements = statementsOf(valueAt(policy.inputs, 'policy'));
  if (statements)
    return statements.some((one) => valuesAt(one, 'Action').some((action) => /^(ecr:|\*)/.test(String(action))));
  // Made from secrets and keys alone, it is about these.
  const linked = policy.propertyDependencies['policy'] ?? [];
  return !linked.some((urn) => urn.includes(`${SECRET}::`));
}

/** True unless the document is known and copies nothing. */
function mayReplicate(policy: Resource): boolean {
  const statements = policy.type === OWN ? statementsOf(valueAt(policy.inputs, 'policy')) : undefined;
  if (!statements) return true;
  return statements.some((one) =>
    valuesAt(one, 'Action').some((action) => /^(\*|s3:\*|s3:Replicate(\*|Object))$/.test(String(action))),
  );
}

function hasSecrets(graph: ResourceGraph, task: Resource): boolean {
  const containers = containersOf(task);
  if (containers) return containers.some((container) => valuesAt(container, 'secrets').length > 0);
  return graph.linked(task, 'containerDefinitions', [SECRET]).length > 0;
}

/** Roles of tasks that answer the same requests in two regions. */
function unlike(graph: ResourceGraph): readonly Finding[] {
  return streamsIn(graph).flatMap((services) =>
    (['executionRoleArn', 'taskRoleArn'] as const).flatMap((argument): readonly Finding[] => {
      const roles = services.flatMap((service) =>
        graph.linked(service, 'taskDefinition', [TASK_DEFINITION]).flatMap((task) =>
          graph.linked(task, argument, [ROLE]).map((role) => ({
            role,
            region: regionOf(graph, service) ?? service.name,
            count: policiesOf(graph, role).length,
          })),
        ),
      );
      const most = roles.reduce<(typeof roles)[number] | undefined>(
        (a, b) => (a && a.count >= b.count ? a : b),
        undefined,
      );
      return roles
        .filter(
          ({ role, count }) =>
            most !== undefined && count < most.count && !hasInline(role) && isSet(role.inputs, 'assumeRolePolicy'),
        )
        .map(({ role, count }) => {
          const problem = `are ${count} here and ${most?.count ?? 0} for the tasks in ${most?.region ?? ''}`;
          return breach(role, 'iam.RolePolicy', problem, 'give the roles of both regions the same policies');
        });
    }),
  );
}
