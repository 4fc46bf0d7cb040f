import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { textAt } from '../../../../topology/graph/value.ts';
import { DATABASE_CLUSTER, GLOBAL_DATABASE } from '../../../../topology/recognise/aws/types.ts';

/** Clusters of each global database of the program. */
export function globalMembers(graph: ResourceGraph): ReadonlyMap<Resource, readonly Resource[]> {
  const clusters = graph.ofType(DATABASE_CLUSTER);
  return new Map(
    graph.ofType(GLOBAL_DATABASE).map((database) => {
      const identifier = textAt(database.inputs, 'globalClusterIdentifier');
      const source = graph.linked(database, 'sourceDbClusterIdentifier', [DATABASE_CLUSTER]);
      return [
        database,
        clusters.filter(
          (cluster) =>
            graph.linked(cluster, 'globalClusterIdentifier', [GLOBAL_DATABASE]).includes(database) ||
            (identifier !== undefined && identifier === textAt(cluster.inputs, 'globalClusterIdentifier')) ||
            source.includes(cluster),
        ),
      ];
    }),
  );
}
