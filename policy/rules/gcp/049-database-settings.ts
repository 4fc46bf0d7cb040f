import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SQL_EDITIONS } from './support/sources.ts';
import { notOneOf, outside } from '../support/values.ts';

const VERSION =
  /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_[67]|8_0(_\d+)?|8_4|9_\d)|SQLSERVER_20(17|19|22|25)_(STANDARD|ENTERPRISE|EXPRESS|WEB))$/;
const PLUS_TIERS = /^db-(perf-optimized-N-\d+|c4a-highmem-\d+(-lssd)?)$/;
const RETENTION = 'settings.backupConfiguration.transactionLogRetentionDays';

export const databaseSettings = resourceRule({
  id: 'tandem-gcp-049-database-settings',
  title: 'Database settings exist and go together',
  what: 'The version is one that Cloud SQL has, the tier belongs to the edition, and the days of recovery logs are what the edition keeps.',
  why: 'The preview lets any version and any tier pass; the create then fails, minutes later.',
  source: SQL_EDITIONS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Use db-perf-optimized-N-* with ENTERPRISE_PLUS and db-custom-* with ENTERPRISE.',
  example: "databaseVersion: 'POSTGRES_17', settings: { edition: 'ENTERPRISE_PLUS', tier: 'db-perf-optimized-N-2' }",
  types: [SQL_INSTANCE],
  judge: (instance) => [
    ...judgeVersion(instance),
    ...notOneOf(instance, 'settings.edition', ['ENTERPRISE', 'ENTERPRISE_PLUS']),
    ...notOneOf(instance, 'settings.availabilityType', ['REGIONAL', 'ZONAL']),
    ...judgeTier(instance),
    ...outside(instance, RETENTION, { low: 1, high: isPlus(instance) ? 35 : 7, whole: true }),
    ...outside(instance, 'settings.maintenanceWindow.day', { low: 1, high: 7, whole: true }),
    ...outside(instance, 'settings.maintenanceWindow.hour', { low: 0, high: 23, whole: true }),
  ],
});

const isPlus = (instance: Resource): boolean => textAt(instance.inputs, 'settings.edition') === 'ENTERPRISE_PLUS';

function judgeVersion(instance: Resource): readonly Finding[] {
  const version = valueAt(instance.inputs, 'databaseVersion');
  const fix = 'use a version that Cloud SQL has, such as POSTGRES_17';
  if (isUnknown(version)) return [unknownArgument(instance, 'databaseVersion', fix)];
  if (version === undefined || VERSION.test(String(version))) return [];
  return [breach(instance, 'databaseVersion', `is ${String(version)}, which Cloud SQL does not have`, fix)];
}

function judgeTier(instance: Resource): readonly Finding[] {
  const tier = valueAt(instance.inputs, 'settings.tier');
  const edition = textAt(instance.inputs, 'settings.edition');
  const argument = 'settings.tier';
  const fix = isPlus(instance) ? 'use db-perf-optimized-N-2 or larger' : 'use db-custom-<vCPUs>-<MiB>';
  if (isUnknown(tier)) return [unknownArgument(instance, argument, fix)];
  if (typeof tier !== 'string' || edition === undefined || isPlus(instance) === PLUS_TIERS.test(tier)) return [];
  return [breach(instance, argument, `is ${tier}, which edition ${edition} does not offer`, fix)];
}
