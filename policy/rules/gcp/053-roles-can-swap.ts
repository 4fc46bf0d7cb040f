import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, SECRET, textAt, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SQL_DISASTER_RECOVERY } from './support/sources.ts';
import { isReplica } from './support/sql.ts';

const BLOCK = 'replicaConfiguration';

export const rolesCanSwap = graphRule({
  id: 'tandem-gcp-053-roles-can-swap',
  title: 'A role swap of the database replaces nothing',
  what: 'In an Enterprise Plus pair over two regions the replica has replicaConfiguration.cascadableReplica and no failoverTarget, the primary has no replicaConfiguration, and it names its replica in replicaNames.',
  why: 'The provider takes a change of roles for a switchover only in this shape. In any other it replaces the old primary: the data of one side is destroyed.',
  source: SQL_DISASTER_RECOVERY,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Write replicaConfiguration: { cascadableReplica: false } on the replica from its first create, replicaNames on the primary, and [] on the replica.',
  example:
    "replica: { instanceType: 'READ_REPLICA_INSTANCE', masterInstanceName, replicaConfiguration: { cascadableReplica: false }, replicaNames: [] }",
  types: [SQL_INSTANCE],
  judge: (graph) =>
    graph.ofType(SQL_INSTANCE).flatMap((replica) => {
      if (!isReplica(replica)) return [];
      const [primary] = graph.linked(replica, 'masterInstanceName', [SQL_INSTANCE]);
      if (!primary || textAt(primary.inputs, 'settings.edition') !== 'ENTERPRISE_PLUS') return [];
      if (regionOf(graph, primary) === regionOf(graph, replica)) return [];
      return [...judgeReplica(replica), ...judgePrimary(primary)];
    }),
});

function judgeReplica(replica: Resource): readonly Finding[] {
  const flag = `${BLOCK}.cascadableReplica`;
  const fix = `set ${BLOCK} to { cascadableReplica: false }`;
  // The provider declares the block secret, and a preview file shows nothing of a secret but that it is there.
  if (valueAt(replica.inputs, BLOCK) === SECRET) return [];
  if (isUnknown(valueAt(replica.inputs, flag))) return [unknownArgument(replica, flag, fix)];
  const findings: Finding[] = [];
  if (!isSet(replica.inputs, flag)) {
    findings.push(breach(replica, flag, 'is not set, so a swap of roles would replace the old primary', fix));
  }
  if (isSet(replica.inputs, `${BLOCK}.failoverTarget`)) {
    const problem = 'is set, so a swap of roles would replace this instance';
    findings.push(breach(replica, `${BLOCK}.failoverTarget`, problem, fix));
  }
  return findings;
}

function judgePrimary(primary: Resource): readonly Finding[] {
  const names = valueAt(primary.inputs, 'replicaNames');
  const fix = 'set replicaNames to the name of the replica';
  const findings: Finding[] = [];
  if (isSet(primary.inputs, BLOCK)) {
    findings.push(
      breach(
        primary,
        BLOCK,
        'is set on the primary, so a swap of roles would be taken for something else',
        `remove ${BLOCK}`,
      ),
    );
  }
  if (!isUnknown(names) && (!Array.isArray(names) || names.length === 0)) {
    findings.push(
      breach(
        primary,
        'replicaNames',
        'does not name the replica, so a swap of roles would replace the old primary',
        fix,
      ),
    );
  }
  return findings;
}
