import type { ResourceGraph } from '../graph/graph.ts';
import type { Undecided } from '../model/model.ts';

// Stores of record that are not read yet. What they hold would be lost with a region for all that is known here, so a
// plan that has one is not called safe.

const UNREAD_STORES: readonly string[] = [
  'gcp:alloydb/cluster:Cluster',
  'gcp:bigtable/instance:Instance',
  'gcp:filestore/instance:Instance',
  'gcp:memorystore/instance:Instance',
  'aws:efs/fileSystem:FileSystem',
  'aws:docdb/cluster:Cluster',
  'aws:neptune/cluster:Cluster',
  'aws:memorydb/cluster:Cluster',
  'aws:opensearch/domain:Domain',
  'aws:dsql/cluster:Cluster',
  'aws:keyspaces/table:Table',
  'aws:redshift/cluster:Cluster',
  'aws:timestreamwrite/table:Table',
];

/** A store that the recognisers know by name only. */
export const unreadStores = (graph: ResourceGraph): readonly Undecided[] =>
  graph.ofType(...UNREAD_STORES).map(({ urn, type }) => ({
    about: 'store',
    evidence: { urn, says: `holds data, and how a ${type} outlives a region is not known here` },
  }));
