import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { DATABASE_CLUSTER, DATABASE_INSTANCE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';

const PASSWORD = 'random:index/randomPassword:RandomPassword';
/** What AWS takes for a database. */
const MOST = 128;
const MASTER = ['masterPassword', 'masterPasswordWo', 'password', 'passwordWo'];

export const passwordsAreStrong = graphRule({
  id: 'tandem-multi-010-passwords-are-strong',
  title: 'A password that is made up is long, and one that its database takes',
  what: 'A random password has 16 characters or more, and one of a database on AWS at most 128 and none of the characters that RDS refuses.',
  why: 'A short one is tried out. One with a slash, a quote or an at sign makes the database refuse to be created, in some runs and not in others.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set length to 32, and special to false or overrideSpecial to characters that are taken.',
  example: "new RandomPassword('db', { length: 32, special: false })",
  types: [PASSWORD],
  settings: { least: { description: 'Least characters of a random password.', default: 16 } },
  judge: (graph, { least }) =>
    graph.ofType(PASSWORD).flatMap((password): readonly Finding[] => {
      const given = valueAt(password.inputs, 'length');
      if (isUnknown(given)) return [unknownArgument(password, 'length', 'write it out')];
      const length = numberAt(password.inputs, 'length') ?? 0;
      const database = databaseOf(graph, password);
      const most = database ? MOST : Infinity;
      if (length < least || length > most || !Number.isInteger(length)) {
        const allowed = database ? `${least} to ${MOST}` : `${least} or more`;
        return [breach(password, 'length', `is ${String(given ?? 'not set')}; allowed is ${allowed}`, 'set it to 32')];
      }
      if (!database || valueAt(password.inputs, 'special') === false || isSet(password.inputs, 'overrideSpecial'))
        return [];
      const problem = `is not false, and ${database.name} refuses some of these characters`;
      return [breach(password, 'special', problem, 'set special to false, or name the characters in overrideSpecial')];
    }),
});

const databaseOf = (graph: ResourceGraph, password: Resource): Resource | undefined =>
  graph
    .ofType(DATABASE_CLUSTER, DATABASE_INSTANCE)
    .find(({ propertyDependencies }) =>
      MASTER.some((argument) => propertyDependencies[argument]?.includes(password.urn)),
    );
