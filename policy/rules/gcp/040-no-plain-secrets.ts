import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, SECRET, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { textsIn } from './support/blocks.ts';
import { RUN_SECRETS } from './support/sources.ts';

/** Names that a secret goes by. Only the end counts, so that TOKEN_URL and SECRET_NAME are none. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** Arguments and keys of maps that hold a secret, wherever they stand. References to a secret are called otherwise. */
const SECRET_KEY =
  /(^p|P)ass(word|wd|phrase)$|(^s|S)haredSecret$|(^c|C)lientSecret$|(^a|A)uthToken$|(^a|A)piKey$|(^p|P)rivateKey$|(^s|S)erviceKey$/;
const isSecretKey = (key: string): boolean =>
  SECRET_KEY.test(key) || /^authorization$/i.test(key) || (key.includes('_') && SECRET_NAME.test(key));

/** What secrets look like. */
const SECRET_SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a GitHub token', /\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})/],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{10,}/],
  ['a password inside an address', /:\/\/[^/\s:@]+:[^/\s:@]+@/],
];

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
    ...graph.all.filter(({ custom }) => custom).flatMap(judgeShapes),
    ...graph.all.filter(({ custom }) => custom).flatMap(judgeKeys),
    ...graph.ofType(RUN_SERVICE).flatMap(judgeEnvironment),
    ...Object.entries(SECRET_ARGUMENTS).flatMap(([type, names]) =>
      graph.ofType(type).flatMap((resource) => names.flatMap((name) => judgeArgument(resource, name))),
    ),
  ],
});

// No message here quotes a value.

const judgeShapes = (resource: Resource): readonly Finding[] =>
  textsIn(resource.inputs).flatMap(({ path, text }) => {
    const found = SECRET_SHAPES.find(([, shape]) => shape.test(text));
    return found
      ? [
          breach(
            resource,
            path,
            `holds ${found[0]} in plain text`,
            'keep it in Secret Manager, and replace it: it has leaked',
          ),
        ]
      : [];
  });

const judgeKeys = (resource: Resource): readonly Finding[] =>
  textsIn(resource.inputs).flatMap(({ path, text }) => {
    const key = path.slice(path.lastIndexOf('.') + 1);
    const judged = SECRET_ARGUMENTS[resource.type]?.includes(path) ?? false;
    if (judged || !isSecretKey(key) || text === '' || text === SECRET || isUnknown(text)) return [];
    const fix = 'take the value from Secret Manager, or from a secret output';
    return [breach(resource, path, 'is a secret in plain text', fix)];
  });

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
