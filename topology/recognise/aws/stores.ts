import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Member, Store, Undecided } from '../../model/model.ts';
import { recoveryPoint, writableAfter } from '../../arithmetic/recovery.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { recogniseAurora } from './aurora.ts';
import { recogniseBuckets } from './buckets.ts';
import { recogniseImages } from './images.ts';
import { barredByKey, keyAbroad, keyElsewhere } from './keys.ts';
import { recogniseMaterials } from './materials.ts';
import { recogniseRds } from './rds.ts';
import { computingRegions, openSecrets, recogniseSecrets } from './secrets.ts';
import { equalMembers, evidence, NOTHING, storeOf } from './store.ts';
import { CACHE_CLUSTER, CACHE_GROUP, GLOBAL_CACHE, SERVERLESS_CACHE, TABLE, TABLE_REPLICA } from './types.ts';

// All stores of AWS. Tables and caches are read here; each of the others has a file of its own.

export interface FoundStores {
  readonly stores: readonly Store[];
  readonly undecided: readonly Undecided[];
}

/** Stores of the graph's AWS resources. */
export function recogniseStores(graph: ResourceGraph): FoundStores {
  const images = recogniseImages(graph);
  return {
    stores: [
      ...recogniseAurora(graph),
      ...recogniseRds(graph),
      ...graph.ofType(TABLE).map((table) => tableStore(graph, table)),
      ...recogniseBuckets(graph),
      ...recogniseSecrets(graph),
      ...recogniseMaterials(graph),
      ...images.stores,
      ...recogniseCaches(graph),
    ],
    undecided: [...images.undecided, ...openSecrets(graph)],
  };
}

function tableStore(graph: ResourceGraph, table: Resource): Store {
  const home = regionOf(graph, table);
  const blocks = blocksAt(table.inputs, 'replicas');
  const apart = graph
    .ofType(TABLE_REPLICA)
    .filter((replica) => graph.linked(replica, 'globalTableArn', [TABLE]).includes(table));
  const inside = blocks.flatMap((block) => {
    const region = textAt(block, 'regionName');
    const key = { owner: table, path: 'replicas.kmsKeyArn', value: valueAt(block, 'kmsKeyArn') };
    return region === undefined ? [] : [{ region, from: keyAbroad(graph, key, region) }];
  });
  const barred = [
    ...inside.flatMap(({ region, from }) =>
      from === undefined ? [] : evidence(table, 'replicas.kmsKeyArn', keyElsewhere('its copy', region, from)),
    ),
    ...apart.flatMap((replica) => barredByKey(graph, replica, 'kmsKeyArn')),
  ];
  const copies = [
    ...inside.flatMap(({ region, from }) => (from === undefined ? [region] : [])),
    ...apart
      .filter(({ urn }) => !barred.some((reason) => reason.urn === urn))
      .flatMap((replica) => regionOf(graph, replica) ?? []),
  ];
  const told = home !== undefined && !isUnknown(valueAt(table.inputs, 'replicas'));
  const regions = told ? [...new Set([home, ...copies])] : [];
  const several = regions.length > 1;
  const strong = blocks.some((block) => textAt(block, 'consistencyMode') === 'STRONG');
  return storeOf(table, {
    kind: 'table',
    members: equalMembers(table, regions),
    readers: computingRegions(graph),
    replication: several ? (strong ? 'sync' : 'async') : 'none',
    rpo: several ? (strong ? NOTHING : recoveryPoint('dynamodb-global')) : undefined,
    availability: several ? awsSla.dynamoDbGlobalTable : awsSla.dynamoDb,
    evidence: [
      ...barred,
      ...evidence(
        table,
        'replicas',
        several
          ? `${strong ? 'commits in' : 'copies itself to'} ${regions.join(' and ')}`
          : `is in ${regions.join() || 'no region that the plan names'} only`,
      ),
    ],
  });
}

/** Caches with their copies in other regions. */
function recogniseCaches(graph: ResourceGraph): readonly Store[] {
  const groups = graph.ofType(CACHE_GROUP);
  const datastores = graph.ofType(GLOBAL_CACHE).flatMap((datastore) => {
    const primary = graph.linked(datastore, 'primaryReplicationGroupId', [CACHE_GROUP])[0];
    const replicas = groups.filter((group) =>
      graph.linked(group, 'globalReplicationGroupId', [GLOBAL_CACHE]).includes(datastore),
    );
    return primary ? [{ primary, replicas: replicas.filter((group) => group !== primary) }] : [];
  });
  const joined = new Set(datastores.flatMap(({ primary, replicas }) => [primary, ...replicas]));
  const nodes = graph
    .ofType(CACHE_CLUSTER)
    .filter((cluster) => valueAt(cluster.inputs, 'replicationGroupId') === undefined);
  const single = [...groups.filter((group) => !joined.has(group)), ...nodes, ...graph.ofType(SERVERLESS_CACHE)];
  return [
    ...datastores.map(({ primary, replicas }) => cacheStore(graph, primary, replicas)),
    ...single.map((cache) => cacheStore(graph, cache, [])),
  ];
}

function cacheStore(graph: ResourceGraph, primary: Resource, replicas: readonly Resource[]): Store {
  const members = [primary, ...replicas].map((cache): Member => ({
    region: regionOf(graph, cache) ?? '',
    role: cache === primary ? 'primary' : 'replica',
    zoneRedundant: cache.type === SERVERLESS_CACHE || survivesZone(cache),
    size: textAt(cache.inputs, 'nodeType'),
    urn: cache.urn,
  }));
  const regions = members.map(({ region }) => region);
  return storeOf(primary, {
    kind: 'cache',
    members,
    promotion:
      replicas.length > 0
        ? { who: 'operator', seconds: writableAfter('elasticache-global', 'deployed') }
        : { who: 'nobody' },
    replication: replicas.length > 0 ? 'async' : 'none',
    rpo: replicas.length > 0 ? recoveryPoint('elasticache-global') : undefined,
    availability: 1,
    evidence: evidence(
      primary,
      'region',
      replicas.length > 0 ? `copies itself to ${regions.join(' and ')}` : `is in ${regions.join()} only`,
    ),
  });
}

const survivesZone = ({ inputs }: Resource): boolean =>
  valueAt(inputs, 'multiAzEnabled') === true &&
  valueAt(inputs, 'automaticFailoverEnabled') === true &&
  (numberAt(inputs, 'replicasPerNodeGroup') ?? numberAt(inputs, 'numCacheClusters') ?? 1) > 0;
