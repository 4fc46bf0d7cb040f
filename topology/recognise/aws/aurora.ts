import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Member, Store } from '../../model/model.ts';
import { recoveryPoint, writableAfter } from '../../arithmetic/recovery.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { barredByKey } from './keys.ts';
import { partsOf, type Parts } from './links.ts';
import { classCpus, unitsCpus } from './size.ts';
import { storeOf } from './store.ts';
import { CLUSTER_INSTANCE, DATABASE_CLUSTER, GLOBAL_DATABASE } from './types.ts';

// Aurora: a global database with a cluster in each region, or clusters that stand alone.

/** Every Aurora database: the clusters of a global one, and those that follow another by themselves, count as one store. */
export function recogniseAurora(graph: ResourceGraph): readonly Store[] {
  const instances = partsOf(graph, [CLUSTER_INSTANCE], 'clusterIdentifier', [DATABASE_CLUSTER]);
  const clusters = graph.ofType(DATABASE_CLUSTER);
  const globals = graph.ofType(GLOBAL_DATABASE).flatMap((database) => {
    const members = clusters.filter((cluster) => belongs(graph, cluster, database));
    const writer = writerOf(graph, database, members, instances);
    return writer ? [{ database, writer, members }] : [];
  });
  const global = new Set(globals.flatMap(({ members }) => members));
  const alone = clusters.filter(
    (cluster) => !global.has(cluster) && !isSet(cluster.inputs, 'replicationSourceIdentifier'),
  );
  return [
    ...globals.map(({ database, writer, members }) => store(graph, instances, database, writer, members)),
    ...alone.map((writer) => {
      const replicas = clusters.filter((cluster) =>
        graph.linked(cluster, 'replicationSourceIdentifier', [DATABASE_CLUSTER]).includes(writer),
      );
      return store(graph, instances, writer, writer, [writer, ...replicas]);
    }),
  ];
}

const belongs = (graph: ResourceGraph, cluster: Resource, database: Resource): boolean =>
  graph.linked(cluster, 'globalClusterIdentifier', [GLOBAL_DATABASE]).includes(database) ||
  sameText(cluster, database, 'globalClusterIdentifier') ||
  graph.linked(database, 'sourceDbClusterIdentifier', [DATABASE_CLUSTER]).includes(cluster);

const sameText = (one: Resource, other: Resource, argument: string): boolean => {
  const text = textAt(one.inputs, argument);
  return text !== undefined && text === textAt(other.inputs, argument);
};

/**
 * The cluster that writes: the one that the state calls so, the source of the global database, the one that was given
 * a first user, the one that others wait for; else the first.
 */
function writerOf(
  graph: ResourceGraph,
  database: Resource,
  members: readonly Resource[],
  instances: Parts,
): Resource | undefined {
  const arn = blocksAt(database.outputs, 'globalClusterMembers').find((block) => valueAt(block, 'isWriter') === true);
  const source = graph.linked(database, 'sourceDbClusterIdentifier', [DATABASE_CLUSTER])[0];
  const waitedFor = (cluster: Resource): boolean => {
    const parts = [cluster, ...(instances.get(cluster) ?? [])].map(({ urn }) => urn);
    return members.some((other) => other !== cluster && other.dependencies.some((urn) => parts.includes(urn)));
  };
  return (
    members.find(
      ({ id, outputs }) => arn !== undefined && [outputs['arn'], id].includes(valueAt(arn, 'dbClusterArn')),
    ) ??
    members.find((cluster) => cluster === source) ??
    only(members, ({ inputs }) => isSet(inputs, 'masterUsername')) ??
    members.find(waitedFor) ??
    members[0]
  );
}

function only<T>(items: readonly T[], test: (item: T) => boolean): T | undefined {
  const found = items.filter(test);
  return found.length === 1 ? found[0] : undefined;
}

function store(
  graph: ResourceGraph,
  instances: Parts,
  owner: Resource,
  writer: Resource,
  clusters: readonly Resource[],
): Store {
  const others = clusters.filter((cluster) => cluster !== writer);
  const members = [writer, ...others].map((cluster) =>
    memberOf(graph, cluster, cluster === writer, instances.get(cluster) ?? []),
  );
  const home = members[0]?.region ?? '';
  const away = members.filter(({ region }) => region !== home);
  const headless = others.filter(
    (cluster) => !(instances.get(cluster)?.length ?? 0) && !isSet(cluster.inputs, 'dbClusterInstanceClass'),
  );
  const global = owner.type === GLOBAL_DATABASE;
  const unfit = [
    ...headless.map(withoutInstance),
    ...(global ? others.flatMap((cluster) => otherVersion(cluster, writer)) : []),
    ...others.flatMap((cluster) => barredByKey(graph, cluster, 'kmsKeyId')),
  ];
  const promotable = away.some(({ urn }) => !unfit.some((reason) => reason.urn === urn));
  return {
    ...storeOf(writer, {
      kind: 'sql',
      name: owner.name,
      members,
      replication: away.length > 0 ? 'async' : 'none',
      rpo: away.length > 0 ? recoveryPoint(global ? 'aurora-global' : 'rds-replica') : undefined,
      promotion: promotable
        ? {
            who: 'operator',
            seconds: global ? writableAfter('aurora-global', 'follows') : writableAfter('rds-replica', 'deployed'),
          }
        : { who: 'nobody' },
      availability: members[0]?.zoneRedundant ? awsSla.auroraMultiZone : awsSla.auroraSingleZone,
      evidence: [
        ...members.map(zones),
        ...away.map(replica),
        ...unfit,
        ...(away.length > 0 ? [] : [single(owner, home)]),
      ],
    }),
    urn: owner.urn,
  };
}

function memberOf(graph: ResourceGraph, cluster: Resource, writes: boolean, instances: readonly Resource[]): Member {
  const size = textAt(instances[0]?.inputs, 'instanceClass') ?? textAt(cluster.inputs, 'dbClusterInstanceClass');
  const units = numberAt(cluster.inputs, 'serverlessv2ScalingConfiguration.maxCapacity');
  const serverless = size === 'db.serverless' && units !== undefined;
  const places = instances.map((instance) => valueAt(instance.inputs, 'availabilityZone') ?? instance.name);
  return {
    region: regionOf(graph, cluster) ?? '',
    role: writes ? 'primary' : 'replica',
    zoneRedundant: new Set(places).size > 1 || isSet(cluster.inputs, 'dbClusterInstanceClass'),
    size: serverless ? `${size} up to ${units} ACU` : size,
    cpus: serverless ? unitsCpus(units) : classCpus(size),
    urn: cluster.urn,
  };
}

const zones = ({ urn, region, zoneRedundant }: Member): Evidence => ({
  urn,
  says: zoneRedundant ? `has instances in several zones of ${region}` : `has no second instance in ${region}`,
});

const replica = ({ urn, region }: Member): Evidence => ({ urn, argument: 'region', says: `is a replica in ${region}` });

const withoutInstance = ({ urn }: Resource): Evidence => ({
  urn,
  says: 'has no instance: it keeps the data and cannot be promoted',
});

/** Only members of one version take over from each other; a version that is told in part agrees with what begins like it. */
function otherVersion(cluster: Resource, writer: Resource): readonly Evidence[] {
  const [own, first] = [cluster, writer].map(({ inputs }) => textAt(inputs, 'engineVersion'));
  if (own === undefined || first === undefined || isSameVersion(own, first)) return [];
  return [
    {
      urn: cluster.urn,
      argument: 'engineVersion',
      says: `runs version ${own} and the writer ${first}: only members of one version take over`,
    },
  ];
}

/** Major and minor: `16.4`, or what follows the name in `8.0.mysql_aurora.3.05.2`. */
function isSameVersion(one: string, other: string): boolean {
  const [a = [], b = []] = [one, other].map((text) =>
    text
      .replace(/^.*aurora\./, '')
      .split('.')
      .slice(0, 2),
  );
  return a.every((part, index) => b[index] === undefined || b[index] === part);
}

const single = ({ urn }: Resource, home: string): Evidence => ({
  urn,
  argument: 'globalClusterIdentifier',
  says: `has no cluster outside ${home}: its data goes with the region`,
});
