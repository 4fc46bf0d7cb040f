import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  BALANCERS,
  DATABASE_CLUSTER,
  DATABASE_INSTANCE,
  GLOBAL_DATABASE,
  TABLE,
  TABLE_REPLICA,
} from '../../../topology/recognise/aws/types.ts';
import { resourceRule, unknownArgument } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { notTrue } from '../support/values.ts';
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

const WHY = 'so a slip deletes it';

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
      ...notTrue(resource, guard, WHY),
      ...valuesOn({ replicas }, ['replicas', '*']).flatMap(({ at }) => notTrue(resource, `${at}.${guard}`, WHY)),
    ];
  },
});
