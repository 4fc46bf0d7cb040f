import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { linkedNear, partsOf } from '../../../topology/recognise/aws/links.ts';
import {
  CLUSTER_INSTANCE,
  DATABASE_CLUSTER,
  GLOBAL_DATABASE,
  KEY,
  REPLICA_KEY,
} from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { globalMembers } from './support/databases.ts';
import { regionOfArn } from './support/scope.ts';
import { GLOBAL_DATABASE_FAILOVER } from './support/sources.ts';

const ALIKE = [
  'engine',
  'engineVersion',
  'engineMode',
  'backupRetentionPeriod',
  'enabledCloudwatchLogsExports',
  'iamDatabaseAuthenticationEnabled',
];
const KEY_ID = 'kmsKeyId';
const PARAMETERS = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

export const membersAreAlike = graphRule({
  id: 'tandem-aws-021-members-are-alike',
  title: 'Either cluster of a global database can take over',
  what: 'Members are in different regions, have the same engine, version and settings, different identifiers, two instances or more each, and a key of their own region.',
  why: 'A failover needs equal versions and an instance to promote; AWS promises 99.99 % for two zones only; parameter groups and log exports are not inherited by the promoted side.',
  source: GLOBAL_DATABASE_FAILOVER,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Build the clusters of both regions in one loop, each with its own identifier, key and two instances.',
  example: "new ClusterInstance('db-west-1', { clusterIdentifier: west.id, instanceClass: 'db.r6g.large' })",
  types: [DATABASE_CLUSTER, CLUSTER_INSTANCE, GLOBAL_DATABASE],
  settings: { instances: { description: 'Least instances of each cluster of a global database.', default: 2 } },
  judge: (graph, { instances: least }) => {
    const instances = partsOf(graph, [CLUSTER_INSTANCE], 'clusterIdentifier', [DATABASE_CLUSTER]);
    return [...globalMembers(graph)].flatMap(([database, members]) => [
      ...places(graph, database, members),
      ...differences(members),
      ...unlike(graph, database, members),
      ...identifiers(members),
      ...members.flatMap((cluster) => [
        ...ownKey(graph, cluster),
        ...counted(graph, cluster, instances.get(cluster) ?? [], least),
      ]),
    ]);
  },
});

function places(graph: ResourceGraph, database: Resource, members: readonly Resource[]): readonly Finding[] {
  const regions = members.map((cluster) => regionOf(graph, cluster));
  const fix = 'add a cluster with this globalClusterIdentifier in another region';
  const open = members[regions.indexOf(undefined)];
  const found = new Set(regions.filter((region) => region !== undefined));
  if (found.size > 1 && found.size === members.length) return [];
  if (open) return [undecided(open, 'region', 'is not in the plan, nor is that of the provider', 'set region')];
  const twice = members.find((_, index) => regions.indexOf(regions[index]) !== index);
  if (twice && found.size > 0)
    return [
      breach(
        twice,
        'region',
        'has another cluster of the global database; allowed is one a region',
        'set region to the other region',
      ),
    ];
  return [breach(database, 'globalClusterIdentifier', `has clusters in ${[...found].join() || 'no region'} only`, fix)];
}

function differences([first, ...others]: readonly Resource[]): readonly Finding[] {
  if (!first) return [];
  return others.flatMap((cluster) =>
    ALIKE.flatMap((argument): readonly Finding[] => {
      const [wanted, given] = [valueAt(first.inputs, argument), valueAt(cluster.inputs, argument)];
      const fix = `set ${argument} to the same value as on ${first.name}`;
      if (
        JSON.stringify(wanted) === JSON.stringify(given) &&
        !(isUnknown(given) && !sameOrigin(first, cluster, argument))
      )
        return [];
      if (isUnknown(wanted) || isUnknown(given)) {
        // A version that one side takes from the global database is that of the other side as well.
        return sameOrigin(first, cluster, argument) ? [] : [unknownArgument(cluster, argument, fix)];
      }
      const says = given === undefined ? 'is not set' : `is ${JSON.stringify(given)}`;
      return [
        breach(
          cluster,
          argument,
          `${says} while ${first.name} has ${JSON.stringify(wanted ?? 'none')}; allowed is the same`,
          fix,
        ),
      ];
    }),
  );
}

/** The promoted side runs with its own parameters, and the global database with the engine of its members. */
function unlike(graph: ResourceGraph, database: Resource, members: readonly Resource[]): readonly Finding[] {
  const [first, ...others] = members;
  if (!first) return [];
  const own = (['engine', 'engineVersion'] as const).flatMap((argument): readonly Finding[] => {
    const [given, wanted] = [textAt(database.inputs, argument), textAt(first.inputs, argument)];
    if (given === undefined || wanted === undefined || given === wanted) return [];
    const problem = `is ${given} while ${first.name} has ${wanted}; allowed is the same`;
    return [breach(database, argument, problem, `set ${argument} to ${wanted}`)];
  });
  const wanted = parametersOf(graph, first);
  return [
    ...own,
    ...others.flatMap((cluster): readonly Finding[] => {
      const given = parametersOf(graph, cluster);
      if (given === wanted) return [];
      const fix = 'give the parameter groups of both regions the same parameters';
      if (given === undefined || wanted === undefined) {
        const [bare, argument] = [given === undefined ? cluster : first, 'dbClusterParameterGroupName'];
        return isSet(bare.inputs, argument)
          ? []
          : [breach(bare, argument, 'is not set, and the other member has one', fix)];
      }
      const [group] = graph.linked(cluster, 'dbClusterParameterGroupName', [PARAMETERS]);
      return [breach(group ?? cluster, 'parameters', `are not those of the group of ${first.name}`, fix)];
    }),
  ];
}

/** Parameters of a cluster's group in the program, in one text; undefined where it has none there. */
function parametersOf(graph: ResourceGraph, cluster: Resource): string | undefined {
  const [group] = linkedNear(graph, cluster, 'dbClusterParameterGroupName', [PARAMETERS]);
  if (!group) return undefined;
  const parameters = valueAt(group.inputs, 'parameters');
  const list: readonly unknown[] = Array.isArray(parameters) ? (parameters as unknown[]) : [];
  return list
    .map((one) => `${String(valueAt(one, 'name'))}=${String(valueAt(one, 'value'))}`)
    .sort()
    .join(' ');
}

const sameOrigin = (one: Resource, other: Resource, argument: string): boolean => {
  const [a, b] = [one.propertyDependencies[argument] ?? [], other.propertyDependencies[argument] ?? []];
  return a.length > 0 && a.every((urn) => b.includes(urn));
};

function identifiers(members: readonly Resource[]): readonly Finding[] {
  const names = members.map(({ inputs }) => textAt(inputs, 'clusterIdentifier'));
  return members
    .filter((_, index) => names[index] !== undefined && names.indexOf(names[index]) !== index)
    .map((cluster) =>
      breach(
        cluster,
        'clusterIdentifier',
        'is that of another member; allowed is one of its own in all regions',
        'put the region into it',
      ),
    );
}

function ownKey(graph: ResourceGraph, cluster: Resource): readonly Finding[] {
  const home = regionOf(graph, cluster);
  const fix = `set ${KEY_ID} to a key in ${home ?? 'the region of the cluster'}`;
  const encrypted = valueAt(cluster.inputs, 'storageEncrypted');
  if (encrypted !== true && !isSet(cluster.inputs, KEY_ID)) return [];
  if (!isSet(cluster.inputs, KEY_ID))
    return [
      breach(
        cluster,
        KEY_ID,
        'is not set; a member of an encrypted global database needs a key of its own region',
        fix,
      ),
    ];
  const [key] = graph.linked(cluster, KEY_ID, [KEY, REPLICA_KEY]);
  const region = key ? regionOf(graph, key) : regionOfArn(textAt(cluster.inputs, KEY_ID) ?? '');
  if (region === undefined || home === undefined)
    return isUnknown(valueAt(cluster.inputs, KEY_ID)) && !key
      ? [undecided(cluster, KEY_ID, 'is not known before an apply, and comes from no key of this program', fix)]
      : [];
  return region === home ? [] : [breach(cluster, KEY_ID, `is a key in ${region}; allowed is one in ${home}`, fix)];
}

function counted(
  graph: ResourceGraph,
  cluster: Resource,
  instances: readonly Resource[],
  least: number,
): readonly Finding[] {
  if (isSet(cluster.inputs, 'dbClusterInstanceClass') || instances.length >= least) return [];
  const open = graph
    .ofType(CLUSTER_INSTANCE)
    .find(
      (instance) =>
        isUnknown(valueAt(instance.inputs, 'clusterIdentifier')) &&
        graph.linked(instance, 'clusterIdentifier', [DATABASE_CLUSTER]).length === 0,
    );
  const fix = `give it ${least} ClusterInstances`;
  if (open) return [undecided(open, 'clusterIdentifier', 'is not known before an apply', 'take it from the cluster')];
  return [breach(cluster, 'rds.ClusterInstance', `has ${instances.length}; allowed are ${least} or more`, fix)];
}
