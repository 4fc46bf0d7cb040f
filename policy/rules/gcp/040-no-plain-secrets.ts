import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, SECRET, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { plainSecrets, SECRET_NAME } from '../support/secrets.ts';
import { RUN_SECRETS } from './support/sources.ts';

/** Arguments that hold nothing but a secret. */
const SECRET_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'gcp:secretmanager/secretVersion:SecretVersion': ['secretData'],
  'gcp:sql/user:User': ['password'],
  'gcp:sql/databaseInstance:DatabaseInstance': ['rootPassword'],
};

export const noPlainSecrets = graphRule({
  id: 'tandem-gcp-040-no-plain-secrets',
  title: 'No secret in plain text',
  what: 'No argument holds a secret in plain text: not in the environment of a service, not in metadata, not anywhere in the plan.',
  why: 'Plans, states and the console show these values to everybody who may read them.',
  source: RUN_SECRETS,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Keep the value in Secret Manager and name it with valueSource.secretKeyRef; wrap values in pulumi.secret.',
  example:
    "envs: [{ name: 'DATABASE_PASSWORD', valueSource: { secretKeyRef: { secret: secret.id, version: 'latest' } } }]",
  types: [RUN_SERVICE, ...Object.keys(SECRET_ARGUMENTS)],
  judge: (graph) => [
    // Resources of AWS have a rule of their own.
    ...graph.all
      .filter(({ custom, type }) => custom && !type.startsWith('aws:'))
      .flatMap((resource) => plainSecrets(resource, 'Secret Manager', SECRET_ARGUMENTS[resource.type] ?? [])),
    ...graph.ofType(RUN_SERVICE).flatMap(judgeEnvironment),
    ...Object.entries(SECRET_ARGUMENTS).flatMap(([type, names]) =>
      graph.ofType(type).flatMap((resource) => names.flatMap((name) => judgeArgument(resource, name))),
    ),
  ],
});

// No message here quotes a value.

function judgeEnvironment(run: Resource): readonly Finding[] {
  return blocksAt(run.inputs, 'template.containers').flatMap((container, at) => {
    const list = `template.containers[${at}].envs`;
    if (isUnknown(valueAt(container, 'envs')))
      return [unknownArgument(run, list, 'give the names of the variables as plain text')];
    return blocksAt(container, 'envs').flatMap((variable, index): readonly Finding[] => {
      const value = valueAt(variable, 'value');
      const name = textAt(variable, 'name') ?? '';
      const fix = 'name it with valueSource.secretKeyRef';
      const argument = `${list}[${index}].value`;
      if (value === SECRET)
        return [breach(run, argument, `(${name}) is a secret that the console shows in plain text`, fix)];
      const literal = typeof value === 'string' && value !== '' && !isUnknown(value);
      return literal && SECRET_NAME.test(name)
        ? [breach(run, argument, `(${name}) is a secret in plain text`, fix)]
        : [];
    });
  });
}

function judgeArgument(resource: Resource, name: string): readonly Finding[] {
  const value = valueAt(resource.inputs, name);
  if (typeof value !== 'string' || value === SECRET || isUnknown(value) || value === '') return [];
  return [
    breach(
      resource,
      name,
      'is in plain text in the plan',
      'wrap the value in pulumi.secret, or take it from a secret output',
    ),
  ];
}
