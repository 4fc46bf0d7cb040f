import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { TABLE } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { GLOBAL_TABLES } from './support/sources.ts';

/** Regions among which a table can be strongly consistent. */
const SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];
const REGIONS = 3;

export const strongTables = graphRule({
  id: 'tandem-aws-024-strong-tables',
  title: 'A strongly consistent table has three regions',
  what: 'A table with consistencyMode STRONG has it on every replica, is in exactly three regions of one set (two replicas, or one and a witness), and has neither ttl nor local indexes.',
  why: 'The API refuses the others, and the mode cannot be changed later.',
  source: GLOBAL_TABLES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name two replicas, or one replica and globalTableWitness, in the region set of the table.',
  example:
    "replicas: [{ regionName: 'us-west-2', consistencyMode: 'STRONG' }], globalTableWitness: { regionName: 'us-east-2' }",
  types: [TABLE],
  judge: (graph) => graph.ofType(TABLE).flatMap((table) => judge(graph, table)),
});

function judge(graph: ResourceGraph, table: Resource): readonly Finding[] {
  const replicas = blocksAt(table.inputs, 'replicas');
  const open = replicas.findIndex((replica) => isUnknown(valueAt(replica, 'consistencyMode')));
  if (open >= 0) return [unknownArgument(table, `replicas[${open}].consistencyMode`, 'write STRONG or EVENTUAL out')];
  const strong = replicas.filter((replica) => textAt(replica, 'consistencyMode') === 'STRONG');
  if (strong.length === 0) return [];
  const witness = textAt(table.inputs, 'globalTableWitness.regionName');
  const regions = [
    regionOf(graph, table),
    ...replicas.map((replica) => textAt(replica, 'regionName')),
    ...(witness === undefined ? [] : [witness]),
  ].filter((region) => region !== undefined);
  const findings: Finding[] = [];
  const mixed = replicas.findIndex((replica) => textAt(replica, 'consistencyMode') !== 'STRONG');
  if (mixed >= 0)
    findings.push(
      breach(
        table,
        `replicas[${mixed}].consistencyMode`,
        'is not STRONG while another replica is',
        'set it to STRONG on all',
      ),
    );
  if (new Set(regions).size !== REGIONS)
    findings.push(
      breach(
        table,
        'replicas',
        `make ${new Set(regions).size} regions with the table; allowed are ${REGIONS}`,
        'name two replicas, or one and a witness',
      ),
    );
  else if (!SETS.some((set) => regions.every((region) => set.includes(region))))
    findings.push(
      breach(
        table,
        'replicas',
        `span ${regions.join(', ')}, which are not of one set`,
        `stay within ${SETS.map((set) => set.join(', ')).join(' or ')}`,
      ),
    );
  for (const argument of ['ttl', 'localSecondaryIndexes'])
    if (isSet(table.inputs, argument))
      findings.push(
        breach(table, argument, 'is set, which a strongly consistent table does not support', `remove ${argument}`),
      );
  return findings;
}
