import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS, RECORD } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { policiesOf, recordSets } from './support/records.ts';
import { RECORD_FAILOVER } from './support/sources.ts';

const ROLE = 'failoverRoutingPolicies.0.type';
const NAMED_ROLE = 'failoverRoutingPolicies[0].type';
const SWITCH = 'aws:arcregionswitch/plan:Plan';

export const recordSetsAreWhole = graphRule({
  id: 'tandem-aws-013-record-sets-are-whole',
  title: 'Record sets are whole',
  what: 'A set of failover records has one PRIMARY and one SECONDARY, records of a set have different set identifiers and one routing policy, and a weighted or latency set has more than one record. Where Region switch works on them the identifier holds the region.',
  why: 'The API refuses the others one by one; Region switch finds the record of a region by the name of the region in it.',
  source: RECORD_FAILOVER,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Give the set one record for each region, each with its own setIdentifier such as the name of the region.',
  example: "setIdentifier: 'us-east-1', failoverRoutingPolicies: [{ type: 'PRIMARY' }]",
  types: [RECORD],
  judge: (graph) => {
    const switched = graph.ofType(SWITCH).length > 0;
    return recordSets(graph).flatMap((set) => [
      ...set.flatMap((record) => judge(graph, record, set, switched)),
      ...roles(set),
      ...alone(set),
    ]);
  },
});

function judge(
  graph: ResourceGraph,
  record: Resource,
  set: readonly Resource[],
  switched: boolean,
): readonly Finding[] {
  const argument = 'setIdentifier';
  const fix = 'set setIdentifier to a text of its own, such as the name of the region';
  const policies = policiesOf(record);
  const [first = '', second] = policies;
  const findings: Finding[] = [];
  if (second !== undefined)
    findings.push(breach(record, second, `is set besides ${first}; allowed is one routing policy`, `remove ${second}`));
  const given = valueAt(record.inputs, argument);
  if (isUnknown(given)) return [...findings, unknownArgument(record, argument, fix)];
  if (!isSet(record.inputs, argument) || given === '')
    return [...findings, breach(record, argument, 'is not set; a record with a routing policy needs one', fix)];
  const same = set.find((other) => other !== record && textAt(other.inputs, argument) === given);
  if (same && set.indexOf(same) < set.indexOf(record))
    findings.push(breach(record, argument, `is ${String(given)}, as that of ${same.name} in the same set`, fix));
  const balancer = graph.linked(record, 'aliases.name', BALANCERS)[0];
  const region = balancer && regionOf(graph, balancer);
  if (switched && region !== undefined && !String(given).includes(region))
    findings.push(
      breach(
        record,
        argument,
        `is ${String(given)}; Region switch looks for ${region} in it`,
        `put ${region} into setIdentifier`,
      ),
    );
  return findings;
}

function roles(set: readonly Resource[]): readonly Finding[] {
  const failover = set.filter((record) => policiesOf(record).includes('failoverRoutingPolicies'));
  const [first] = failover;
  if (!first) return [];
  const open = failover.find((record) => isUnknown(valueAt(record.inputs, ROLE)));
  if (open) return [unknownArgument(open, NAMED_ROLE, 'write PRIMARY or SECONDARY out')];
  return (['PRIMARY', 'SECONDARY'] as const).flatMap((role): readonly Finding[] => {
    const having = failover.filter((record) => textAt(record.inputs, ROLE) === role);
    const [, twice] = having;
    if (twice)
      return [breach(twice, NAMED_ROLE, `is ${role} a second time in the set`, 'give the set one record of each role')];
    return having.length === 1
      ? []
      : [breach(first, NAMED_ROLE, `leaves the set without a ${role}`, `add a record whose role is ${role}`)];
  });
}

const SEVERAL = ['weightedRoutingPolicies', 'latencyRoutingPolicies'];

function alone(set: readonly Resource[]): readonly Finding[] {
  const [only, ...others] = set;
  const policy = only && policiesOf(only).find((name) => SEVERAL.includes(name));
  if (!only || !policy || others.length > 0) return [];
  return [
    breach(
      only,
      policy,
      'chooses among one record: there is nothing to fall back on',
      'add a record for the other region',
    ),
  ];
}
