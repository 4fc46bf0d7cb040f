import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RECORD, ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { asksAnEndpoint } from '../aws/support/records.ts';
import { cloudOf } from '../support/clouds.ts';
import { joinedSets, type Answer } from './support/answers.ts';
import { CHECK_VALUES } from './support/sources.ts';

export const eachAnswerIsAsked = graphRule({
  id: 'tandem-multi-002-each-answer-is-asked',
  title: 'Each cloud is asked by a check of its own',
  what: 'In a set over two clouds each record with plain addresses has its own HTTPS check that asks one of these addresses under the public name, with SNI.',
  why: 'A check by name alone may be answered by the other cloud; one check for both lets both fall together, and then both count as healthy; without the name and SNI Google’s entry has no certificate to show.',
  source: CHECK_VALUES,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Give each record a HealthCheck with ipAddress of its own cloud, fqdn of the public name and type HTTPS.',
  example:
    "new HealthCheck('gcp', { type: 'HTTPS', ipAddress: address.address, fqdn: domain, enableSni: true, resourcePath: '/ready', requestInterval: 10, failureThreshold: 3 })",
  types: [RECORD, ROUTE53_CHECK],
  judge: (graph) =>
    joinedSets(graph).flatMap((answers) => [
      ...answers.flatMap((answer) => judge(graph, answer)),
      ...shared(graph, answers),
    ]),
});

const checksOf = (graph: ResourceGraph, record: Resource): readonly Resource[] =>
  graph.linked(record, 'healthCheckId', [ROUTE53_CHECK]);

function judge(graph: ResourceGraph, { record, clouds }: Answer): readonly Finding[] {
  return checksOf(graph, record).flatMap((check): readonly Finding[] => {
    if (!asksAnEndpoint(check)) return [];
    return [...secure(check), ...named(check), ...asked(graph, check, clouds, record)];
  });
}

function secure(check: Resource): readonly Finding[] {
  const type = textAt(check.inputs, 'type') ?? '';
  const fix = 'set type to HTTPS';
  if (isUnknown(valueAt(check.inputs, 'type'))) return [unknownArgument(check, 'type', fix)];
  const plain = type.startsWith('HTTPS')
    ? []
    : [breach(check, 'type', `is ${type}, which a redirect or an open port answers; allowed is HTTPS`, fix)];
  const sni =
    valueAt(check.inputs, 'enableSni') === false
      ? [breach(check, 'enableSni', 'is false, so the entry cannot tell which certificate to show', 'remove enableSni')]
      : [];
  return [...plain, ...sni];
}

function named(check: Resource): readonly Finding[] {
  if (isSet(check.inputs, 'fqdn')) return [];
  return [
    breach(
      check,
      'fqdn',
      'is not set, so the entry is asked without a host name',
      'set fqdn to the name that clients use',
    ),
  ];
}

function asked(graph: ResourceGraph, check: Resource, clouds: Answer['clouds'], record: Resource): readonly Finding[] {
  const argument = 'ipAddress';
  const fix = `set ipAddress to an address of ${[...clouds].join() || 'the record'}`;
  if (!isSet(check.inputs, argument)) {
    const [byName] = graph
      .linked(check, 'fqdn')
      .filter((resource) => cloudOf(resource) !== undefined && resource.type !== RECORD);
    // A name that is the cloud's own (a load balancer's) asks that cloud.
    if (byName) return [];
    return [breach(check, argument, 'is not set, so the name may be answered by the other cloud', fix)];
  }
  const others = graph.linked(check, argument).filter((resource) => cloudOf(resource) !== undefined);
  if (clouds.size === 0 || others.length === 0 || others.some((resource) => clouds.has(cloudOf(resource) ?? 'gcp')))
    return [];
  return [
    breach(
      check,
      argument,
      `is that of ${others[0]?.name ?? ''}, and ${record.name} answers with the other cloud`,
      fix,
    ),
  ];
}

function shared(graph: ResourceGraph, answers: readonly Answer[]): readonly Finding[] {
  const owners = new Map<Resource, Resource>();
  return answers.flatMap(({ record }) =>
    checksOf(graph, record).flatMap((check): readonly Finding[] => {
      const owner = owners.get(check);
      owners.set(check, record);
      if (!owner) return [];
      return [
        breach(
          record,
          'healthCheckId',
          `is that of ${owner.name}: both fall together, and then both count as healthy`,
          'give it a check of its own',
        ),
      ];
    }),
  );
}
