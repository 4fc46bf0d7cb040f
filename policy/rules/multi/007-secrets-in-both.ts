import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { textAt } from '../../../topology/graph/value.ts';
import { SECRET as AWS_SECRET, SECRET_VERSION as AWS_VERSION } from '../../../topology/recognise/aws/types.ts';
import { SECRET as GOOGLE_SECRET, SECRET_VERSION as GOOGLE_VERSION } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { FEDERATION } from './support/sources.ts';

const COMPONENT = 'tandem:index:MultiCloud';
/** The topology of one cloud, whose own secrets are named after it. */
const SIDE = /^tandem:index:(Gcp|Aws)TwoRegion$/;
const VERSIONS = {
  [GOOGLE_SECRET]: [GOOGLE_VERSION, 'secret', 'secretData'],
  [AWS_SECRET]: [AWS_VERSION, 'secretId', 'secretString'],
} as const;

export const secretsInBoth = graphRule({
  id: 'tandem-multi-007-secrets-in-both',
  title: 'What one cloud knows the other knows too',
  what: 'Below a MultiCloud component a secret that holds the same value on both clouds has a version on both, from one source.',
  why: 'A session that was signed on one cloud cannot be read on the other unless both have the same key: every client is logged out by the failover.',
  source: FEDERATION,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Write the version of both secrets from one value.',
  example:
    'new SecretVersion("gcp", { secret: google.id, secretData: value }); new SecretVersion("aws", { secretId: aws.id, secretString: value })',
  types: [COMPONENT, GOOGLE_SECRET, AWS_SECRET],
  judge: (graph) =>
    graph.ofType(COMPONENT).length === 0
      ? []
      : [
          ...missing(graph, GOOGLE_SECRET, AWS_SECRET),
          ...missing(graph, AWS_SECRET, GOOGLE_SECRET),
          ...values(graph),
          ...apart(graph),
        ],
});

/** Versions of one cloud's secrets whose value another cloud's version has as well: those that are shared. */
function values(graph: ResourceGraph): readonly Finding[] {
  return Object.values(VERSIONS).flatMap(([type, , argument]) =>
    graph.ofType(type).flatMap((version): readonly Finding[] => {
      return isOpen(version, argument)
        ? [unknownArgument(version, argument, 'take the value from one source for both clouds')]
        : [];
    }),
  );
}

/** A secret whose value comes from a resource of the program has it from there on both clouds. */
function apart(graph: ResourceGraph): readonly Finding[] {
  const [onGoogle, onAws] = [sourced(graph, GOOGLE_SECRET), sourced(graph, AWS_SECRET)];
  const pairs = onGoogle.flatMap((one) =>
    onAws.filter((other) => other.end === one.end).map((other) => [one, other] as const),
  );
  return pairs.flatMap(([one, other]) =>
    [
      [one, other],
      [other, one],
    ].flatMap(([here, there]): readonly Finding[] => {
      if (!here || !there || here.sources.every((each) => there.sources.includes(each))) return [];
      const argument = VERSIONS[there.secret.type as Kind][0].split(':').pop() ?? '';
      const problem = `with the value that ${here.secret.name} has on the other cloud is missing`;
      return [breach(there.secret, argument, problem, 'write a version of both secrets from one value')];
    }),
  );
}

/** Secrets that both clouds share, with the resources that their versions take a value from. */
const sourced = (graph: ResourceGraph, kind: Kind) =>
  graph
    .ofType(kind)
    .filter((secret) => inside(graph, secret) && !/password$/.test(endOf(secret)))
    .map((secret) => {
      const [type, reference, argument] = VERSIONS[kind];
      const versions = graph.ofType(type).filter((one) => graph.linked(one, reference, [kind]).includes(secret));
      return {
        secret,
        end: endOf(secret),
        sources: versions.flatMap((one) => one.propertyDependencies[argument] ?? []),
      };
    });

type Kind = typeof GOOGLE_SECRET | typeof AWS_SECRET;

/** Secrets of one cloud without their like on the other. Those of a database belong to that database alone. */
function missing(graph: ResourceGraph, kind: Kind, other: Kind): readonly Finding[] {
  const ends = graph.ofType(other).map(endOf);
  return graph
    .ofType(kind)
    .filter((secret) => inside(graph, secret) && !/password$/.test(endOf(secret)))
    .filter((secret) => !ends.some((end) => end === endOf(secret)))
    .map((secret) => {
      const cloud = other === AWS_SECRET ? 'AWS' : 'Google Cloud';
      return breach(
        secret,
        kind === GOOGLE_SECRET ? 'secretId' : 'name',
        `has no secret of this name on ${cloud}`,
        `add the same secret on ${cloud}`,
      );
    });
}

/** Name without the name of the topology in front, which differs by cloud. */
const endOf = ({ inputs, name }: Resource): string => {
  const full = textAt(inputs, 'secretId') ?? textAt(inputs, 'name') ?? name;
  return full.replace(/^.*?(gcp|aws|google)[-/_]/, '');
};

function inside(graph: ResourceGraph, resource: Resource): boolean {
  for (let next: Resource | undefined = resource; next; next = next.parent ? graph.get(next.parent) : undefined)
    if (SIDE.test(next.type)) return true;
  return false;
}
