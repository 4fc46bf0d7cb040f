import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, SECRET as HIDDEN, textAt, valueAt } from '../../../topology/graph/value.ts';
import {
  CACHE_GROUP,
  DATABASE_CLUSTER,
  DATABASE_INSTANCE,
  SECRET_VERSION,
  TASK_DEFINITION,
} from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { plainSecrets, SECRET_NAME } from '../support/secrets.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';

import { TASK_SECRETS } from './support/sources.ts';

/** Arguments that hold nothing but a secret. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  [SECRET_VERSION]: ['secretString', 'secretBinary', 'secretStringWo'],
  [DATABASE_CLUSTER]: ['masterPassword', 'masterPasswordWo'],
  [DATABASE_INSTANCE]: ['password', 'passwordWo'],
  'aws:dms/endpoint:Endpoint': ['password'],
  [CACHE_GROUP]: ['authToken'],
};

export const noPlainSecrets = graphRule({
  id: 'tandem-aws-040-no-plain-secrets',
  title: 'No secret in plain text',
  what: 'No argument of an AWS resource holds a secret in plain text: not in the environment of a task, not in a version of a secret, not anywhere in the plan.',
  why: 'Plans, states and the console show these values to everybody who may read them.',
  source: TASK_SECRETS,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Keep the value in Secrets Manager and name it in secrets of the container; wrap values in pulumi.secret.',
  example: "secrets: [{ name: 'DATABASE_PASSWORD', valueFrom: secret.arn }]",
  types: [TASK_DEFINITION, ...Object.keys(ARGUMENTS)],
  judge: (graph) => [
    ...graph.all
      .filter(({ custom, type }) => custom && type.startsWith('aws:'))
      .flatMap((resource) => plainSecrets(resource, 'Secrets Manager', ARGUMENTS[resource.type] ?? [])),
    ...graph.ofType(TASK_DEFINITION).flatMap(judgeEnvironment),
    ...Object.entries(ARGUMENTS).flatMap(([type, names]) =>
      graph.ofType(type).flatMap((resource) => names.flatMap((name) => judgeArgument(resource, name))),
    ),
  ],
});

// No message here quotes a value.

function judgeEnvironment(task: Resource): readonly Finding[] {
  const argument = 'containerDefinitions';
  // Made from resources of this program, the text is known once they exist; what it holds of secrets is then marked so.
  if (isOpen(task, argument)) return [unknownArgument(task, argument, 'give the names of the variables as plain text')];
  return (containersOf(task) ?? []).flatMap((container) => {
    const list = valueAt(container, 'environment');
    return (Array.isArray(list) ? list : []).flatMap((variable: unknown): readonly Finding[] => {
      const [name, value] = [textAt(variable, 'name') ?? '', valueAt(variable, 'value')];
      if (!SECRET_NAME.test(name) || value === undefined || value === '') return [];
      const problem = `has the variable ${name}, a secret in plain text`;
      return [breach(task, argument, problem, 'name it in secrets with valueFrom')];
    });
  });
}

function judgeArgument(resource: Resource, name: string): readonly Finding[] {
  const value = valueAt(resource.inputs, name);
  if (typeof value !== 'string' || value === HIDDEN || isUnknown(value) || value === '') return [];
  const fix = 'wrap the value in pulumi.secret, or take it from a secret output';
  return [breach(resource, name, 'is in plain text in the plan', fix)];
}
