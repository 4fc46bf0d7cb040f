import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import {
  DATABASE_CLUSTER,
  DATABASE_INSTANCE,
  KEY,
  REPLICA_KEY,
  REPOSITORY,
  SECRET,
} from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { DATABASE_BACKUPS } from './support/sources.ts';

export const historyIsKept = resourceRule({
  id: 'tandem-aws-050-history-is-kept',
  title: 'What was deleted or spoilt can be brought back',
  what: 'Databases keep backups for the days that the pack asks for and a last snapshot, secrets and keys wait at least 7 days before they are gone, and repositories are not deleted with their images.',
  why: 'Replication copies a wrong delete to the other region within a second: only history brings it back.',
  source: DATABASE_BACKUPS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set backupRetentionPeriod to 7 or more, skipFinalSnapshot to false, and leave the waiting times at 7 days or more. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: "backupRetentionPeriod: 14, skipFinalSnapshot: false, finalSnapshotIdentifier: 'db-last'",
  types: [DATABASE_CLUSTER, DATABASE_INSTANCE, SECRET, KEY, REPLICA_KEY, REPOSITORY],
  settings: { days: { description: 'Least days for which a database keeps backups.', default: 7 } },
  judge: (resource, { days }) => {
    switch (resource.type) {
      case SECRET:
        return waits(resource, 'recoveryWindowInDays');
      case KEY:
      case REPLICA_KEY:
        return waits(resource, 'deletionWindowInDays');
      case REPOSITORY:
        return off(resource, 'forceDelete', 'so images go with the repository');
      default:
        return [...backups(resource, days), ...off(resource, 'skipFinalSnapshot', 'so nothing is left of it')];
    }
  },
});

function waits(resource: Resource, argument: string): readonly Finding[] {
  const fix = `set ${argument} to 7 or more`;
  if (isUnknown(valueAt(resource.inputs, argument))) return [unknownArgument(resource, argument, fix)];
  const given = numberAt(resource.inputs, argument);
  if (given === undefined || (given >= 7 && given <= 30)) return [];
  return [breach(resource, argument, `is ${given}; allowed is 7 to 30`, fix)];
}

function off(resource: Resource, argument: string, otherwise: string): readonly Finding[] {
  const given = valueAt(resource.inputs, argument);
  if (isUnknown(given)) return [unknownArgument(resource, argument, `set ${argument} to false`)];
  if (given !== true) return [];
  return [breach(resource, argument, `is true, ${otherwise}; allowed is false`, `set ${argument} to false`)];
}

function backups(database: Resource, days: number): readonly Finding[] {
  const argument = 'backupRetentionPeriod';
  const fix = `set ${argument} to ${days} or more`;
  // A read replica has the backups of what it follows.
  if (isSet(database.inputs, 'replicateSourceDb')) return [];
  if (isUnknown(valueAt(database.inputs, argument))) return [unknownArgument(database, argument, fix)];
  const given = numberAt(database.inputs, argument) ?? 1;
  if (given >= days && given <= 35) return [];
  return [breach(database, argument, `is ${given}; allowed is ${days} to 35 days`, fix)];
}
