import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  BALANCERS,
  DATABASE_CLUSTER,
  DATABASE_INSTANCE,
  GLOBAL_DATABASE,
  TABLE,
  TABLE_REPLICA,
} from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { GLOBAL_TABLES } from './support/sources.ts';

const SQL_CLUSTER = 'aws:dsql/cluster:Cluster';

/** The guard of each type. */
const GUARDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BALANCERS.map((type) => [type, 'enableDeletionProtection'])),
  [DATABASE_CLUSTER]: 'deletionProtection',
  [GLOBAL_DATABASE]: 'deletionProtection',
  [DATABASE_INSTANCE]: 'deletionProtection',
  [TABLE]: 'deletionProtectionEnabled',
  [TABLE_REPLICA]: 'deletionProtectionEnabled',
  [SQL_CLUSTER]: 'deletionProtectionEnabled',
};

export const storesAreGuarded = resourceRule({
  id: 'tandem-aws-010-stores-are-guarded',
  title: 'Nothing that holds data or traffic is deleted by mistake',
  what: 'Load balancers, databases and tables have deletion protection, and so has each replica of a table.',
  why: 'The default is off everywhere, and the guard of a table does not reach its replicas.',
  source: GLOBAL_TABLES,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set the guard to true. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: 'deletionProtectionEnabled: true, replicas: [{ regionName, deletionProtectionEnabled: true }]',
  types: Object.keys(GUARDS),
  repairs: { deletionProtection: true, deletionProtectionEnabled: true, enableDeletionProtection: true },
  judge: (resource) => {
    const guard = GUARDS[resource.type] ?? '';
    const replicas = resource.type === TABLE ? valueAt(resource.inputs, 'replicas') : undefined;
    if (isUnknown(replicas)) return [unknownArgument(resource, 'replicas', 'give the replicas as a list')];
    return [
      ...judge(resource, guard, valueAt(resource.inputs, guard)),
      ...(replicas === undefined ? [] : blocksAt(resource.inputs, 'replicas')).flatMap((replica, index) =>
        judge(resource, `replicas[${index}].${guard}`, valueAt(replica, guard)),
      ),
    ];
  },
});

function judge(resource: Resource, argument: string, given: unknown): readonly Finding[] {
  const fix = `set ${argument} to true`;
  if (given === true) return [];
  if (isUnknown(given)) return [unknownArgument(resource, argument, fix)];
  return [breach(resource, argument, 'is not true; allowed is true', fix)];
}
