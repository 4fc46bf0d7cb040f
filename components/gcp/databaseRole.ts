import type { types } from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';

type Backups = types.input.sql.DatabaseInstanceSettingsBackupConfiguration;

/** The inputs of a Cloud SQL instance that say which part it plays in its pair, and no others. */
export interface DatabaseRoleInputs {
  instanceType: 'CLOUD_SQL_INSTANCE' | 'READ_REPLICA_INSTANCE';
  masterInstanceName?: Input<string>;
  replicaConfiguration?: { cascadableReplica: boolean };
  replicaNames: Input<string>[];
  replicationCluster?: { failoverDrReplicaName: Input<string> };
  backupConfiguration: Backups;
}

export interface PrimaryRoleArgs {
  /** Name of the other instance of the pair. */
  replicaName: Input<string>;
  /** `project:instance` of the other instance, when it is designated to take over; else undefined. */
  designated: Input<string> | undefined;
  /** Where backups are kept: a multi-region, so that they outlive the region. */
  backupLocation: Input<string>;
  /** Days of point-in-time recovery. */
  recoveryDays: Input<number>;
}

/*
 * The provider turns a change of roles into a switchover, instead of destroying the old primary, only when it sees this
 * exact pattern (docs/decisions/database-roles.md):
 * - on the instance that steps down: `replicaConfiguration` present, the new primary among the OLD `replicaNames` and not
 *   among the new ones, so the list is emptied and never left out;
 * - on the instance that steps up: neither `masterInstanceName` nor `replicaConfiguration`, and the old primary among the
 *   NEW `replicaNames`.
 * `replicaNames` is compared and never sent, so it may name a replica that does not exist yet.
 */

/** Inputs of the instance that takes writes. */
export function primaryRole(args: PrimaryRoleArgs): DatabaseRoleInputs {
  return {
    instanceType: 'CLOUD_SQL_INSTANCE',
    replicaNames: [args.replicaName],
    ...(args.designated === undefined ? {} : { replicationCluster: { failoverDrReplicaName: args.designated } }),
    backupConfiguration: {
      enabled: true,
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: args.recoveryDays,
      location: args.backupLocation,
      startTime: '03:00',
    },
  };
}

/** Inputs of the instance that follows `primaryName`. */
export function replicaRole(primaryName: Input<string>, designated: boolean): DatabaseRoleInputs {
  return {
    instanceType: 'READ_REPLICA_INSTANCE',
    masterInstanceName: primaryName,
    replicaConfiguration: { cascadableReplica: false },
    replicaNames: [],
    ...(designated ? { replicationCluster: { failoverDrReplicaName: '' } } : {}),
    backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false },
  };
}
