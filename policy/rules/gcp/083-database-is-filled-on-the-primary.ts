import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isGiven, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SQL_DISASTER_RECOVERY } from './support/sources.ts';
import { isReplica } from './support/sql.ts';

const DATABASE = 'gcp:sql/database:Database';
const USER = 'gcp:sql/user:User';
const PASSWORDS = ['password', 'passwordWo'];

export const databaseIsFilledOnThePrimary = graphRule({
  id: 'tandem-gcp-083-database-is-filled-on-the-primary',
  title: 'Databases and users are made on the primary, and users have a password',
  what: 'A sql.Database and a sql.User name an instance that is no replica, and a user that the database itself knows has a password.',
  why: 'A replica takes no writes, so the API refuses both there in the middle of an apply. A user without a password can log in nowhere, or everywhere.',
  source: SQL_DISASTER_RECOVERY,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set instance to the name of the primary, and password to a random one.',
  example: "new User('app', { instance: primary.name, password: password.result })",
  types: [DATABASE, USER],
  judge: (graph) => [
    ...graph.ofType(DATABASE, USER).flatMap((part) => judgePlace(graph, part)),
    ...graph.ofType(USER).flatMap(judgePassword),
  ],
});

function judgePlace(graph: ResourceGraph, part: Resource): readonly Finding[] {
  // Where roles are swapped by hand, one of the instances named is the primary.
  const named = graph.linked(part, 'instance', [SQL_INSTANCE]);
  const [replica] = named;
  if (!replica || !named.every(isReplica)) return [];
  const problem = `is ${replica.name}, a replica, which takes no writes`;
  return [breach(part, 'instance', problem, 'set instance to the name of the primary')];
}

function judgePassword(user: Resource): readonly Finding[] {
  const type = valueAt(user.inputs, 'type') ?? 'BUILT_IN';
  if (isUnknown(type)) return [unknownArgument(user, 'type', 'write the type out')];
  if ((type !== 'BUILT_IN' && type !== '') || PASSWORDS.some((argument) => isGiven(user.inputs, argument))) return [];
  // Somebody else sets the password of a user whose changes are ignored.
  if (user.ignoreChanges.includes('password')) return [];
  return [breach(user, 'password', 'is not set, and nothing else lets this user in', 'set password to a random one')];
}
