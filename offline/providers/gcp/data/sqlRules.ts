import type { ChangedResource } from '../../kit/description.ts';
import type { Rule } from '../../kit/rules.ts';
import { isSet, listOf, numberOf, objectOf, textOf, type Values } from '../../kit/values.ts';
import { DATABASE_INSTANCE, NETWORK } from '../types.ts';

const CONNECTION = 'gcp:servicenetworking/connection:Connection';

const typeOf = (values: Values): string => textOf(values['instanceType']) ?? 'CLOUD_SQL_INSTANCE';

/** A replica becomes a primary: its master and its replica configuration are cleared. */
export function isPromotion({ old, inputs }: ChangedResource): boolean {
  return typeOf(old) === 'READ_REPLICA_INSTANCE' && inputs['instanceType'] === 'CLOUD_SQL_INSTANCE';
}

/** A primary becomes the replica of one of its replicas: the only change of master that keeps the instance. */
export function isSwitchover({ old, inputs }: ChangedResource): boolean {
  const master = inputs['masterInstanceName'];
  return (
    typeOf(old) === 'CLOUD_SQL_INSTANCE' &&
    inputs['instanceType'] === 'READ_REPLICA_INSTANCE' &&
    isSet(inputs['replicaConfiguration']) &&
    listOf(old['replicaNames']).includes(master ?? null) &&
    !listOf(inputs['replicaNames'] ?? old['replicaNames']).includes(master ?? null)
  );
}

/** A promoted replica may not keep its master. */
export const promotionIsComplete: Rule = (inputs, { old }) => {
  if (old === undefined || !isPromotion({ old, inputs })) return [];
  return ['masterInstanceName', 'replicaConfiguration']
    .filter((name) => isSet(inputs[name]))
    .map((path) => ({
      path,
      reason: 'must be removed from a replica that is promoted (instanceType CLOUD_SQL_INSTANCE)',
    }));
};

/** The settings block; empty when absent. */
export const settingsOf = (inputs: Values): Values => objectOf(inputs['settings']);

/** Whether the instance follows another. */
export const isReplica = (inputs: Values): boolean => isSet(inputs['masterInstanceName']);

/** A regional primary needs backups and logs; a replica does not. */
export const backedUp: Rule = (inputs) => {
  const { availabilityType, backupConfiguration } = settingsOf(inputs);
  if (availabilityType !== 'REGIONAL' || isReplica(inputs)) return [];
  const { enabled, pointInTimeRecoveryEnabled, binaryLogEnabled } = objectOf(backupConfiguration);
  if (enabled === true && (pointInTimeRecoveryEnabled === true || binaryLogEnabled === true)) return [];
  const reason =
    'REGIONAL needs backupConfiguration.enabled and pointInTimeRecoveryEnabled (binaryLogEnabled for MySQL)';
  return [{ path: 'settings.availabilityType', reason }];
};

/** Each edition has its own machine tiers. */
export const tierOfEdition: Rule = (inputs) => {
  const { tier, edition } = settingsOf(inputs);
  const name = textOf(tier);
  if (name === undefined) return [];
  const effective = textOf(edition) ?? defaultEdition(inputs);
  const isFast = name.startsWith('db-perf-optimized-N-');
  if (effective === 'ENTERPRISE_PLUS' && !isFast) {
    return [
      { path: 'settings.tier', reason: `Invalid Tier (${name}) for ENTERPRISE_PLUS: expected db-perf-optimized-N-*` },
    ];
  }
  return effective === 'ENTERPRISE' && isFast
    ? [{ path: 'settings.tier', reason: `Invalid Tier (${name}) for ENTERPRISE` }]
    : [];
};

/** The larger edition keeps transaction logs longer. */
export const logRetention: Rule = (inputs) => {
  const { edition, backupConfiguration } = settingsOf(inputs);
  const most = (textOf(edition) ?? defaultEdition(inputs)) === 'ENTERPRISE_PLUS' ? 35 : 7;
  const days = numberOf(objectOf(backupConfiguration)['transactionLogRetentionDays']) ?? 1;
  if (days >= 1 && days <= most) return [];
  return [
    {
      path: 'settings.backupConfiguration.transactionLogRetentionDays',
      reason: `expected 1 to ${most} days, got ${days}`,
    },
  ];
};

/** A private address needs the network's peering with Google's services first. */
export const peered: Rule = (inputs, { cloud }) => {
  const link = objectOf(settingsOf(inputs)['ipConfiguration'])['privateNetwork'];
  const network = cloud.named(link, NETWORK);
  if (!cloud.knowsAll || !network) return [];
  if (cloud.all(CONNECTION).some(({ state }) => cloud.named(state['network'], NETWORK) === network)) return [];
  const reason = `${network.id} has no private services connection: create a servicenetworking Connection first and depend on it`;
  return [{ path: 'settings.ipConfiguration.privateNetwork', reason }];
};

/** The replica for disaster recovery is named once it exists. */
export const designatedReplicaExists: Rule = (inputs, { cloud }) => {
  const name = textOf(objectOf(inputs['replicationCluster'])['failoverDrReplicaName']);
  if (!name || !cloud.knowsAll) return [];
  const replica = cloud.named(name.split(':').at(-1), DATABASE_INSTANCE);
  if (replica) return [];
  return [
    {
      path: 'replicationCluster.failoverDrReplicaName',
      reason: `${name} does not exist yet: set it once both instances exist`,
    },
  ];
};

/** From PostgreSQL 16 on the cloud assumes the larger edition. */
export function defaultEdition(inputs: Values): string {
  const major = /^POSTGRES_(\d+)$/.exec(textOf(inputs['databaseVersion']) ?? '')?.[1];
  return Number(major ?? 0) >= 16 ? 'ENTERPRISE_PLUS' : 'ENTERPRISE';
}
