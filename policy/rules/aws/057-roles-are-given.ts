import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt, isUnknown } from '../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, ECS_SERVICE, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isFilledIn } from '../support/filled.ts';
import { containersOf, onFargate } from './support/tasks.ts';
import { TASK_DEFINITIONS } from './support/sources.ts';

const TYPES = [TASK_DEFINITION, ECS_SERVICE, BUCKET_REPLICATION];

export const rolesAreGiven = graphRule({
  id: 'tandem-aws-057-roles-are-given',
  title: 'Tasks and copies have the roles and the parts that they need',
  what: 'A Fargate task has an execution role that pulls its image and reads its secrets, a task role of its own, containers that log, and a service names its task definition and its cluster; a replication has a role.',
  why: 'Without them a task never starts, or starts and may do nothing; the preview says neither.',
  source: TASK_DEFINITIONS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set executionRoleArn and taskRoleArn, each to a role of its own.',
  example: 'executionRoleArn: starts.arn, taskRoleArn: runs.arn',
  types: TYPES,
  judge: (graph) =>
    graph.ofType(...TYPES).flatMap((resource): readonly Finding[] => {
      switch (resource.type) {
        case ECS_SERVICE:
          return textAt(resource.inputs, 'deploymentController.type') === 'EXTERNAL'
            ? []
            : missing(resource, ['cluster', 'taskDefinition']);
        case BUCKET_REPLICATION:
          return missing(resource, ['role', 'bucket']);
        default:
          return [
            ...(onFargate(resource) ? missing(resource, ['executionRoleArn', 'taskRoleArn']) : []),
            ...containers(resource),
          ];
      }
    }),
});

const missing = (resource: Resource, names: readonly string[]): readonly Finding[] =>
  names
    .filter((argument) => !isSet(resource.inputs, argument) || valueAt(resource.inputs, argument) === '')
    .map((argument) => breach(resource, argument, 'is not set', `set ${argument}`));

function containers(task: Resource): readonly Finding[] {
  const argument = 'containerDefinitions';
  const fix = 'give the containers as a JSON list';
  const value = valueAt(task.inputs, argument);
  // Made from resources of this program, it is text once they exist.
  if (isUnknown(value)) return isFilledIn(task, argument) ? [] : [unknownArgument(task, argument, fix)];
  const list = containersOf(task);
  if (!list || list.length === 0) return [breach(task, argument, 'is no JSON list of containers', fix)];
  return list.flatMap((container): readonly Finding[] => {
    const name = textAt(container, 'name') ?? 'a container';
    const lacks = ['name', 'image'].filter((key) => textAt(container, key) === undefined);
    return [
      ...lacks.map((key) => breach(task, argument, `lacks ${key} of ${name}`, `set ${key} of the container`)),
      ...(isSet(container, 'logConfiguration')
        ? []
        : [
            breach(
              task,
              argument,
              `lacks logConfiguration of ${name}, so what it writes is lost`,
              'set logConfiguration',
            ),
          ]),
    ];
  });
}
