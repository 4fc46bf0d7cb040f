import { isSet } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { resourceRule } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { SQL_DELETION } from './support/sources.ts';

/** Both guards with the value that an instance has when nothing is written. */
const GUARDS = [
  ['deletionProtection', true],
  ['settings.deletionProtectionEnabled', false],
] as const;

export const databaseIsGuarded = resourceRule({
  id: 'tandem-gcp-022-database-is-guarded',
  title: 'The database cannot be deleted by mistake',
  what: 'Cloud SQL instances set both deletion guards: the one of the engine and the one of the cloud.',
  why: 'Each covers one way only: deletionProtection stops an apply, settings.deletionProtectionEnabled stops console and API.',
  source: SQL_DELETION,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set deletionProtection and settings.deletionProtectionEnabled to true. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: 'deletionProtection: true, settings: { deletionProtectionEnabled: true }',
  types: [SQL_INSTANCE],
  repairs: { deletionProtection: true, 'settings.deletionProtectionEnabled': true },
  judge: (instance) =>
    GUARDS.flatMap(([argument, unset]) =>
      unset && !isSet(instance.inputs, argument) ? [] : notTrue(instance, argument, 'so a slip deletes the database'),
    ),
});
