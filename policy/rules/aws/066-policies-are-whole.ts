import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { DOCUMENTS, ofIdentity } from './support/documents.ts';
import { statementsOf } from './support/tasks.ts';

const VERSIONS = ['2012-10-17', '2008-10-17'];
/** Parts of a statement of which one is needed, by whose document it is. */
const IDENTITY = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
] as const;
const RESOURCE = [
  ['Principal', 'NotPrincipal'],
  ['Action', 'NotAction'],
] as const;

export const policiesAreWhole = graphRule({
  id: 'tandem-aws-066-policies-are-whole',
  title: 'Policy documents can be read',
  what: 'A document is JSON with a version that exists and statements, each with an effect of Allow or Deny, actions of a service, and on whom or on what.',
  why: 'The preview takes any text. The API refuses a document with a missing part in the middle of an apply, and an action that is misspelled allows nothing.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Write the part of the statement that the message names.',
  example:
    "{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::acme-files/*'] }] }",
  types: Object.keys(DOCUMENTS),
  judge: (graph) => graph.ofType(...Object.keys(DOCUMENTS)).flatMap(judge),
});

function judge(resource: Resource): readonly Finding[] {
  const argument = DOCUMENTS[resource.type] ?? 'policy';
  const document = valueAt(resource.inputs, argument);
  if (isOpen(resource, argument)) return [unknownArgument(resource, argument, 'write the document out')];
  // Made from resources of this program, it is text once they exist.
  if (document === undefined || document === '' || isUnknown(document)) return [];
  return problemsOf(document, resource.type).map(([problem, fix]) => breach(resource, argument, problem, fix));
}

type Problem = readonly [problem: string, fix: string];

function problemsOf(document: unknown, type: Resource['type']): readonly Problem[] {
  const statements = statementsOf(document);
  if (!statements || statements.length === 0)
    return [['has no statement that can be read', 'write a JSON document with Version and Statement']];
  const version = valueAt(typeof document === 'string' ? JSON.parse(document) : document, 'Version');
  return [
    ...(version === undefined || VERSIONS.includes(String(version))
      ? []
      : [
          [
            `has Version ${String(version)}; allowed is ${VERSIONS.join(' or ')}`,
            `set Version to ${VERSIONS[0] ?? ''}`,
          ] as const,
        ]),
    ...statements.flatMap((statement, index) => problemsIn(statement, `statement ${index + 1}`, type)),
  ];
}

function problemsIn(statement: unknown, which: string, type: string): readonly Problem[] {
  const effect = valueAt(statement, 'Effect');
  const wrong = valuesAt(statement, 'Action')
    .map(String)
    .find((action) => action !== '*' && !isUnknown(action) && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action));
  const parts: readonly (readonly [string, string])[] = ofIdentity(type) ? IDENTITY : RESOURCE;
  return [
    ...(isUnknown(effect) || ['Allow', 'Deny'].includes(String(effect))
      ? []
      : [
          [
            `has Effect ${String(effect ?? 'not set')} in ${which}; allowed is Allow or Deny`,
            'set Effect to Allow or Deny',
          ] as const,
        ]),
    ...parts
      .filter((either) => either.every((key) => isEmpty(valueAt(statement, key))))
      .map(([key]) => [`lacks ${key} in ${which}`, `write ${key} of the statement`] as const),
    ...(wrong === undefined
      ? []
      : [[`allows ${JSON.stringify(wrong)} in ${which}, which is no action`, 'write service:Action'] as const]),
    ...valuesAt(statement, 'Resource')
      .filter((one) => !isUnknown(one) && one !== '*' && !/^arn:aws[\w-]*:/.test(String(one)))
      .map((one) => [`names ${JSON.stringify(one)} in ${which}, which is no resource`, 'write its ARN'] as const),
    ...services(statement)
      .filter((service) => !/\.amazonaws\.com(\.cn)?$/.test(service))
      .map(
        (service) =>
          [
            `names the service ${JSON.stringify(service)} in ${which}, which is none`,
            'write it as service.amazonaws.com',
          ] as const,
      ),
  ];
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && !isUnknown(value) && Object.keys(value).length === 0);

const services = (statement: unknown): readonly string[] =>
  valuesAt(statement, 'Principal.Service')
    .filter((service) => !isUnknown(service))
    .map(String);
