import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, ECS_SERVICE, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isFilledIn } from '../support/filled.ts';
import { regionOfArn } from './support/scope.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';
import { onFargate } from './support/tasks.ts';
import { TASK_DEFINITIONS } from './support/sources.ts';

const TYPES = [TASK_DEFINITION, ECS_SERVICE, BUCKET_REPLICATION];

export const rolesAreGiven = graphRule({
  id: 'tandem-aws-057-roles-are-given',
  title: 'Tasks and copies have the roles and the parts that they need',
  what: 'A Fargate task has an execution role that pulls its image and reads its secrets, a task role of its own, containers that log and read secrets of their own region, and a service names its task definition and its cluster; a replication has a role.',
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
            ...containers(graph, resource),
          ];
      }
    }),
});

const missing = (resource: Resource, names: readonly string[]): readonly Finding[] =>
  names
    .filter((argument) => !isSet(resource.inputs, argument) || valueAt(resource.inputs, argument) === '')
    .map((argument) => breach(resource, argument, 'is not set', `set ${argument}`));

function containers(graph: ResourceGraph, task: Resource): readonly Finding[] {
  const argument = 'containerDefinitions';
  const fix = 'give the containers as a JSON list';
  const value = valueAt(task.inputs, argument);
  // Made from resources of this program, it is text once they exist.
  if (isUnknown(value)) return isFilledIn(task, argument) ? [] : [unknownArgument(task, argument, fix)];
  const list = containersOf(task);
  if (!list || list.length === 0) return [breach(task, argument, 'is no JSON list of containers', fix)];
  return list.flatMap((container): readonly Finding[] => {
    const name = textAt(container, 'name') ?? 'a container';
    const lacks = ['name', 'image'].filter((key) => (textAt(container, key) ?? '') === '');
    return [
      ...secretsOf(container)
        .filter((arn) => regionOfArn(arn) !== undefined && regionOfArn(arn) !== regionOf(graph, task))
        .map((arn) =>
          breach(
            task,
            argument,
            `reads ${arn} in another region, which may be the lost one`,
            'name the replica of the secret in the region of the task',
          ),
        ),
      ...lacks.map((key) => breach(task, argument, `lacks ${key} of ${name}`, `set ${key} of the container`)),
      ...((textAt(container, 'logConfiguration.logDriver') ?? '') !== ''
        ? []
        : [
            breach(
              task,
              argument,
              `lacks logConfiguration of ${name} with a logDriver, so what it writes is lost`,
              'set logConfiguration',
            ),
          ]),
    ];
  });
}

/** Where a container reads its secrets, as far as it is written out. */
const secretsOf = (container: unknown): readonly string[] =>
  valuesAt(container, 'secrets.valueFrom').filter((from) => typeof from === 'string');
