import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { RECORD } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { joinedSets, type Answer } from './support/answers.ts';
import { RECORD_CHOICE } from './support/sources.ts';

const COMPONENT = 'tandem:index:MultiCloud';
const WEIGHT = 'weightedRoutingPolicies.0.weight';

export const bothCloudsAnswer = graphRule({
  id: 'tandem-multi-001-both-clouds-answer',
  title: 'Clients are answered with both clouds, all the time',
  what: 'A record set that answers with an entry of Google also has records for AWS, and each weighted record has a weight above 0. A MultiCloud component has such a set.',
  why: 'On 12 June 2025 every region of one provider failed within seconds. Only an answer that leads elsewhere helps then, and one that carries nothing is not known to work.',
  source: RECORD_CHOICE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a record of the same name and type that answers with the other cloud, with a weight of its own.',
  example:
    "new Record('aws', { name: domain, type: 'A', ttl: 30, setIdentifier: 'aws', weightedRoutingPolicies: [{ weight: 1 }], records: addresses, healthCheckId: check.id })",
  types: [RECORD, COMPONENT],
  judge: (graph) => {
    const sets = joinedSets(graph);
    return [...sets.flatMap(judge), ...absent(graph, sets)];
  },
});

function judge(answers: readonly Answer[]): readonly Finding[] {
  const google = answers.find(({ clouds }) => clouds.has('gcp'));
  const open = answers.find(({ clouds }) => clouds.size === 0);
  const fix = 'add a record of the same name and type that answers with AWS';
  if (google && !answers.some(({ clouds }) => clouds.has('aws'))) {
    return open
      ? [
          undecided(
            open.record,
            'records',
            'come from nothing in this program, so they may be on the same cloud',
            'take them from the accelerator or the load balancer',
          ),
        ]
      : [breach(google.record, 'records', 'are those of Google only, in the whole set', fix)];
  }
  return answers.flatMap(({ record }): readonly Finding[] => {
    const argument = 'weightedRoutingPolicies[0].weight';
    const more = 'set it to the share that this cloud should carry, 1 to 255';
    if (valueAt(record.inputs, 'weightedRoutingPolicies') === undefined) return [];
    if (isUnknown(valueAt(record.inputs, WEIGHT))) return [unknownArgument(record, argument, more)];
    const weight = numberAt(record.inputs, WEIGHT) ?? 0;
    if (weight >= 1 && weight <= 255) return [];
    return [
      breach(
        record,
        argument,
        `is ${weight}, so this cloud carries nothing until the other has failed; allowed is 1 to 255`,
        more,
      ),
    ];
  });
}

function absent(graph: ResourceGraph, sets: readonly unknown[]): readonly Finding[] {
  if (sets.length > 0) return [];
  return graph
    .ofType(COMPONENT)
    .map((component) =>
      breach(
        component,
        'route53.Record',
        'for both clouds is missing: no set answers with Google and AWS',
        'add one record for each cloud',
      ),
    );
}
