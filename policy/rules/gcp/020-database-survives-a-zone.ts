import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SQL_AVAILABILITY } from './support/sources.ts';
import { isMysql, isReplica } from './support/sql.ts';

export const databaseSurvivesAZone = resourceRule({
  id: 'tandem-gcp-020-database-survives-a-zone',
  title: 'The primary database survives a zone and can go back in time',
  what: 'A primary Cloud SQL instance is REGIONAL, keeps backups and point-in-time logs, states its edition and keeps its backups outside its own region. No instance is switched off.',
  why: 'A zonal instance is gone with its zone; replicas in another region and disaster recovery need backups and logs; the default edition changes with the database version.',
  source: SQL_AVAILABILITY,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Set availabilityType REGIONAL, backupConfiguration with enabled and point-in-time recovery, and edition.',
  example:
    "settings: { edition: 'ENTERPRISE_PLUS', availabilityType: 'REGIONAL', backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true } }",
  types: [SQL_INSTANCE],
  repairs: {
    'settings.backupConfiguration.enabled': true,
    'settings.backupConfiguration.pointInTimeRecoveryEnabled': true,
    'settings.backupConfiguration.binaryLogEnabled': true,
  },
  judge: (instance) => {
    if (isReplica(instance)) return judgeActivation(instance);
    const logs = isMysql(instance) ? 'binaryLogEnabled' : 'pointInTimeRecoveryEnabled';
    const demands: readonly (readonly [string, unknown])[] = [
      ['settings.availabilityType', 'REGIONAL'],
      ['settings.backupConfiguration.enabled', true],
      [`settings.backupConfiguration.${logs}`, true],
    ];
    const findings: Finding[] = demands.flatMap(([argument, wanted]): readonly Finding[] => {
      const given = valueAt(instance.inputs, argument);
      const fix = `set ${argument} to ${String(wanted)}`;
      if (given === wanted) return [];
      if (isUnknown(given)) return [unknownArgument(instance, argument, fix)];
      const says = given === undefined || given === null ? 'is not set' : `is ${JSON.stringify(given)}`;
      return [breach(instance, argument, `${says}; allowed is ${String(wanted)}`, fix)];
    });
    findings.push(...judgeActivation(instance), ...judgeBackups(instance), ...judgeDisk(instance));
    if (isSet(instance.inputs, 'settings.edition')) return findings;
    const fix = 'set settings.edition to ENTERPRISE or ENTERPRISE_PLUS';
    return [
      ...findings,
      breach(instance, 'settings.edition', 'is not set; its default depends on the database version', fix),
    ];
  },
});

function judgeActivation(instance: Resource): readonly Finding[] {
  const argument = 'settings.activationPolicy';
  const value = valueAt(instance.inputs, argument) ?? 'ALWAYS';
  const fix = `set ${argument} to ALWAYS`;
  if (value === 'ALWAYS') return [];
  if (isUnknown(value)) return [unknownArgument(instance, argument, fix)];
  return [breach(instance, argument, `is ${JSON.stringify(value)}, which switches the instance off`, fix)];
}

function judgeDisk(instance: Resource): readonly Finding[] {
  const argument = 'settings.diskAutoresize';
  if (valueAt(instance.inputs, argument) !== false || isSet(instance.inputs, 'settings.diskSize')) return [];
  const problem = 'is false and diskSize is not set, so a full disk of the smallest size stops all writes';
  return [breach(instance, argument, problem, `remove ${argument}, or choose diskSize`)];
}

/** Left out, backups go to the multi-region around the instance. */
function judgeBackups(instance: Resource): readonly Finding[] {
  const argument = 'settings.backupConfiguration.location';
  const place = valueAt(instance.inputs, argument);
  const home = valueAt(instance.inputs, 'region');
  const fix = 'use a multi-region such as us or eu, or another region';
  if (isUnknown(place)) return [unknownArgument(instance, argument, fix)];
  if (place === undefined || place !== home) return [];
  return [breach(instance, argument, `is ${String(place)}, the region of the instance itself`, fix)];
}
