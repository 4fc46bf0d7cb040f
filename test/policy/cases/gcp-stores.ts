import { change, UNKNOWN_VALUE as id } from '../../support/graph.ts';
import { runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const db = (path: string, value: unknown) => change(runPlan, 'db-primary', path, value);

export const storeCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-020-database-survives-a-zone': {
    pass: [
      holds('regional with logs', runPlan),
      holds(
        'MySQL with binary logs',
        change(db('databaseVersion', 'MYSQL_8_0'), 'db-primary', 'settings.backupConfiguration', {
          enabled: true,
          binaryLogEnabled: true,
        }),
      ),
      holds(
        'a replica needs no backups',
        change(db('settings.backupConfiguration', undefined), 'db-primary', 'instanceType', 'READ_REPLICA_INSTANCE'),
      ),
    ],
    fail: [
      broken(
        'zonal',
        db('settings.availabilityType', 'ZONAL'),
        'db-primary',
        'settings.availabilityType',
        /is "ZONAL"; allowed is REGIONAL/,
      ),
      broken(
        'default availability',
        db('settings.availabilityType', undefined),
        'db-primary',
        'settings.availabilityType',
        /is not set/,
      ),
      broken(
        'no backups',
        db('settings.backupConfiguration.enabled', false),
        'db-primary',
        'settings.backupConfiguration.enabled',
      ),
      broken(
        'no logs',
        db('settings.backupConfiguration.pointInTimeRecoveryEnabled', undefined),
        'db-primary',
        'settings.backupConfiguration.pointInTimeRecoveryEnabled',
      ),
      broken(
        'MySQL without binary logs',
        db('databaseVersion', 'MYSQL_8_0'),
        'db-primary',
        'settings.backupConfiguration.binaryLogEnabled',
      ),
      broken('no edition', db('settings.edition', undefined), 'db-primary', 'settings.edition'),
    ],
    unknown: [broken('computed', db('settings.availabilityType', id), 'db-primary', 'settings.availabilityType')],
  },
};
