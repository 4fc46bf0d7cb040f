import type { Resource } from '../../../../topology/graph/graph.ts';
import { isSet, textAt } from '../../../../topology/graph/value.ts';

/** True for an instance that follows another one. */
export const isReplica = (instance: Resource): boolean =>
  isSet(instance.inputs, 'masterInstanceName') || textAt(instance.inputs, 'instanceType') === 'READ_REPLICA_INSTANCE';

/** True for MySQL, which keeps binary logs where the others keep write-ahead logs. */
export const isMysql = (instance: Resource): boolean =>
  (textAt(instance.inputs, 'databaseVersion') ?? '').startsWith('MYSQL');
