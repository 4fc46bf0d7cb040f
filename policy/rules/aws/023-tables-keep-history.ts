import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { TABLE, TABLE_REPLICA } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { notSetTo, notTrue } from '../support/values.ts';
import { GLOBAL_TABLES } from './support/sources.ts';

const NO_HISTORY = 'so nothing undoes a bad write';
const LEGACY = 'aws:dynamodb/globalTable:GlobalTable';

export const tablesKeepHistory = graphRule({
  id: 'tandem-aws-023-tables-keep-history',
  title: 'Global tables keep their history, in one style',
  what: 'A replicated table and each of its replicas have point-in-time recovery, the table streams old and new images, replicas are written in one style, and none is a GlobalTable of 2017.',
  why: 'Recovery is off by default on each replica by itself. A table that lists replicas deletes those that TableReplica made.',
  source: GLOBAL_TABLES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set pointInTimeRecovery on the table and on each replica, and use replicas or TableReplica, not both.',
  example:
    "streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES', pointInTimeRecovery: { enabled: true }, replicas: [{ regionName: 'us-west-2', pointInTimeRecovery: true }]",
  types: [TABLE, TABLE_REPLICA, LEGACY],
  judge: (graph) => [
    ...graph
      .ofType(LEGACY)
      .map((table) => breach(table, 'type', 'is the global table of 2017', 'use dynamodb.Table with replicas')),
    ...graph.ofType(TABLE).flatMap((table) => judge(graph, table)),
    ...graph.ofType(TABLE_REPLICA).flatMap((replica) => notTrue(replica, 'pointInTimeRecovery', NO_HISTORY)),
  ],
});

function judge(graph: ResourceGraph, table: Resource): readonly Finding[] {
  if (isUnknown(valueAt(table.inputs, 'replicas')))
    return [unknownArgument(table, 'replicas', 'give the replicas as a list')];
  const blocks = blocksAt(table.inputs, 'replicas');
  const apart = graph
    .ofType(TABLE_REPLICA)
    .filter((replica) => graph.linked(replica, 'globalTableArn', [TABLE]).includes(table));
  if (blocks.length + apart.length === 0) return [];
  const both =
    blocks.length > 0 && apart.length > 0
      ? [
          breach(
            table,
            'replicas',
            `is set, and ${apart[0]?.name} is a TableReplica of the same table`,
            'use one style',
          ),
        ]
      : apart.length > 0 && !table.ignoreChanges.includes('replicas')
        ? [
            breach(
              table,
              'ignoreChanges',
              'lacks replicas, so the next update deletes the TableReplica',
              'add replicas to ignoreChanges',
            ),
          ]
        : [];
  return [
    ...both,
    ...notTrue(table, 'pointInTimeRecovery.enabled', NO_HISTORY),
    ...notTrue(table, 'streamEnabled', 'and replicas follow the stream'),
    ...notSetTo(table, 'streamViewType', 'NEW_AND_OLD_IMAGES', 'and replicas need both images'),
    ...valuesOn(table.inputs, ['replicas', '*']).flatMap(({ at }) =>
      notTrue(table, `${at}.pointInTimeRecovery`, NO_HISTORY),
    ),
  ];
}
