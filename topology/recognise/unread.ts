import type { Resource, ResourceGraph } from '../graph/graph.ts';
import type { Undecided } from '../model/model.ts';
import { isMultiRegion, regionOf } from './place.ts';

// Stores of record that are not read yet. What they hold would be lost with a region for all that is known here, so a
// plan that has one is not called safe. Queues of jobs are not among them: what they hold is on its way.

/** Held in one place, or in places that are not read. */
export const UNREAD_STORES: readonly string[] = [
  'gcp:alloydb/cluster:Cluster',
  'gcp:bigtable/instance:Instance',
  'gcp:filestore/instance:Instance',
  'gcp:firebasedatabase/instance:Instance',
  'gcp:managedkafka/cluster:Cluster',
  'gcp:memcache/instance:Instance',
  'gcp:memorystore/instance:Instance',
  'gcp:netapp/volume:Volume',
  'gcp:pubsub/liteTopic:LiteTopic',
  'gcp:secretmanager/regionalSecret:RegionalSecret',
  'aws:cognito/userPool:UserPool',
  'aws:docdb/cluster:Cluster',
  'aws:dsql/cluster:Cluster',
  'aws:efs/fileSystem:FileSystem',
  'aws:fsx/lustreFileSystem:LustreFileSystem',
  'aws:fsx/ontapFileSystem:OntapFileSystem',
  'aws:keyspaces/table:Table',
  'aws:kinesis/stream:Stream',
  'aws:memorydb/cluster:Cluster',
  'aws:mq/broker:Broker',
  'aws:msk/cluster:Cluster',
  'aws:msk/serverlessCluster:ServerlessCluster',
  'aws:neptune/cluster:Cluster',
  'aws:opensearch/domain:Domain',
  'aws:redshift/cluster:Cluster',
  'aws:timestreamwrite/table:Table',
];

/** Held in their location, which may span regions. */
export const LOCATED_STORES: readonly string[] = ['gcp:bigquery/dataset:Dataset'];

/** A topic is kept everywhere unless its policy says where. */
const TOPIC = 'gcp:pubsub/topic:Topic';

/** A store that the recognisers know by name only. */
export const unreadStores = (graph: ResourceGraph): readonly Undecided[] => [
  ...graph
    .ofType(...UNREAD_STORES)
    .map(({ urn, type }) => open(urn, `how ${named(type)} outlives a region is not known here`)),
  ...graph.ofType(...LOCATED_STORES).flatMap((store) => {
    const place = regionOf(graph, store);
    return place !== undefined && isMultiRegion(place)
      ? []
      : [open(store.urn, `it is in ${place ?? 'a place that the plan does not tell'} only`, 'location')];
  }),
  ...graph.ofType(TOPIC).flatMap((topic) => pinned(topic)),
];

function pinned(topic: Resource): readonly Undecided[] {
  const policy = topic.inputs['messageStoragePolicy'] as { allowedPersistenceRegions?: unknown } | undefined;
  const regions = policy?.allowedPersistenceRegions;
  return Array.isArray(regions) && regions.length === 1
    ? [open(topic.urn, `its messages are kept in ${String(regions[0])} only`, 'messageStoragePolicy')]
    : [];
}

const open = (urn: string, why: string, argument?: string): Undecided => ({
  about: 'store',
  evidence: { urn, ...(argument === undefined ? {} : { argument }), says: `holds data, and ${why}` },
});

const named = (type: string): string => `${type.startsWith('aws') ? 'an' : 'a'} ${type}`;
