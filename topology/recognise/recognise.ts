import type { ResourceGraph } from '../graph/graph.ts';
import type { Model } from '../model/model.ts';
import { recogniseDeclared } from './declared.ts';
import { joinByDns } from './gcp/dns.ts';
import { recogniseServices } from './gcp/services.ts';
import { recogniseSql } from './gcp/sql.ts';
import { recogniseStores } from './gcp/stores.ts';

/** Reads a resource graph into the model that the verdict judges. Pure; knows any program's resources, not only ours. */
export function recognise(graph: ResourceGraph): Model {
  const declared = recogniseDeclared(graph);
  const google = recogniseServices(graph, declared[0]);
  return {
    services: joinByDns(graph, google.services),
    stores: [...recogniseSql(graph), ...recogniseStores(graph)],
    declared,
    undecided: google.undecided,
  };
}
