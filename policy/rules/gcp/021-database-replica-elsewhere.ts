import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SQL_DISASTER_RECOVERY } from './support/sources.ts';
import { isReplica } from './support/sql.ts';

/** What a replica must have in common with its primary to take over. */
const ALIKE = [
  'databaseVersion',
  'settings.tier',
  'settings.availabilityType',
  'settings.edition',
  'settings.ipConfiguration.sslMode',
];
const MASTER = 'masterInstanceName';
const DESIGNATED = 'replicationCluster.failoverDrReplicaName';

export const databaseReplicaElsewhere = graphRule({
  id: 'tandem-gcp-021-database-replica-elsewhere',
  title: 'The database has an equal replica in another region',
  what: 'Each primary Cloud SQL instance has a replica in another region with the same version, tier, availability, edition and SSL mode. A designated replica needs Enterprise Plus.',
  why: 'Without one the data is gone with the region; with a smaller one the failover is an overload; the write endpoint needs equal SSL modes.',
  source: SQL_DISASTER_RECOVERY,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a DatabaseInstance with masterInstanceName of the primary, another region and the same settings.',
  example:
    "new DatabaseInstance('db-us-east1', { region: 'us-east1', masterInstanceName: primary.name, instanceType: 'READ_REPLICA_INSTANCE', databaseVersion, settings })",
  types: [SQL_INSTANCE],
  judge: (graph) => {
    const instances = graph.ofType(SQL_INSTANCE);
    const orphans = instances.filter(
      (instance) => isReplica(instance) && graph.linked(instance, MASTER, [SQL_INSTANCE]).length === 0,
    );
    // Where nothing in the program is a primary, nothing tells whether the data is safe.
    const headless = instances.some((instance) => !isReplica(instance)) ? [] : orphans;
    const lost = headless.map((instance) => {
      const given = valueAt(instance.inputs, MASTER);
      const says = typeof given === 'string' && !isUnknown(given) ? `is ${given}` : 'is not in the plan';
      const problem = `${says}, and no instance of the program is a primary`;
      return undecided(
        instance,
        MASTER,
        problem,
        'name a DatabaseInstance of this program, or remove it on the primary',
      );
    });
    const judged = instances
      .filter((instance) => !isReplica(instance))
      .flatMap((primary) =>
        judge(
          graph,
          primary,
          instances.filter((candidate) => follows(graph, candidate, primary)),
        ),
      );
    return [...lost, ...judged];
  },
});

const follows = (graph: ResourceGraph, replica: Resource, primary: Resource): boolean =>
  graph.linked(replica, MASTER, [SQL_INSTANCE]).includes(primary);

function judge(graph: ResourceGraph, primary: Resource, replicas: readonly Resource[]): readonly Finding[] {
  const home = regionOf(graph, primary);
  const fix = 'add a replica of this instance in another region, with the same settings';
  const placed = replicas.map((replica) => ({ replica, region: regionOf(graph, replica) }));
  const away = placed.filter(({ region }) => region !== undefined && home !== undefined && region !== home);
  const findings = judgeEdition(primary);
  if (away.length === 0) {
    if (replicas.length > 0 && (home === undefined || placed.some(({ region }) => region === undefined))) {
      return [
        ...findings,
        undecided(primary, 'region', 'or that of its replicas is not in the plan', 'set region on each instance'),
      ];
    }
    const beside = placed[0];
    if (!beside)
      return [
        ...findings,
        breach(primary, 'region', `is ${home}, and no instance in the plan replicates it elsewhere`, fix),
      ];
    const problem = `is ${beside.region}, the region of its primary ${primary.name}; allowed is another one`;
    return [...findings, breach(beside.replica, 'region', problem, 'set region to the other region')];
  }
  // One equal replica is enough; others may be small readers.
  const judged = away.map(({ replica }) => differences(primary, replica));
  return judged.some((found) => found.length === 0) ? findings : [...findings, ...(judged[0] ?? [])];
}

function differences(primary: Resource, replica: Resource): readonly Finding[] {
  return ALIKE.flatMap((argument): readonly Finding[] => {
    const wanted = valueAt(primary.inputs, argument);
    const given = valueAt(replica.inputs, argument);
    const fix = `set ${argument} to the same value as on ${primary.name}`;
    if (given === wanted) return [];
    if (isUnknown(given) || isUnknown(wanted)) return [unknownArgument(replica, argument, fix)];
    const says = given === undefined ? 'is not set' : `is ${String(given)}`;
    return [
      breach(
        replica,
        argument,
        `${says} while its primary ${primary.name} has ${String(wanted ?? 'none')}; allowed is the same`,
        fix,
      ),
    ];
  });
}

function judgeEdition(primary: Resource): readonly Finding[] {
  const designated = valueAt(primary.inputs, DESIGNATED);
  if (designated === undefined || designated === '') return [];
  const edition = textAt(primary.inputs, 'settings.edition') ?? 'not set';
  if (edition === 'ENTERPRISE_PLUS') return [];
  const problem = `is set, which needs settings.edition ENTERPRISE_PLUS; given is ${edition}`;
  return [breach(primary, DESIGNATED, problem, 'set settings.edition to ENTERPRISE_PLUS on both instances')];
}
