import type { ResourceGraph } from '../graph/graph.ts';
import type { Model, Service } from '../model/model.ts';
import { inOrder } from '../model/order.ts';
import { recogniseServices as recogniseAwsServices } from './aws/services.ts';
import { recogniseStores as recogniseAwsStores } from './aws/stores.ts';
import { recogniseCopies } from './copies.ts';
import { declarationAbove, declarationOfWhole, recogniseDeclared } from './declared.ts';
import { joinByDns } from './gcp/dns.ts';
import { recogniseServices } from './gcp/services.ts';
import { recogniseSql } from './gcp/sql.ts';
import { recogniseStores } from './gcp/stores.ts';
import { openArguments } from './open.ts';
import { unreadStores } from './unread.ts';

/** Beside entries for clients, a regional load balancer inside the network is a part of some region and no entry. */
function withoutInternal(services: readonly Service[]): readonly Service[] {
  const isInside = ({ entry }: Service): boolean => entry.kind === 'regional' && entry.internal === true;
  return services.every(isInside) ? services : services.filter((service) => !isInside(service));
}

/** Reads a resource graph into the model that the verdict judges. Pure; knows any program's resources, not only ours. */
export function recognise(graph: ResourceGraph): Model {
  const declared = recogniseDeclared(graph);
  const above = declarationAbove(graph, declared);
  const whole = declarationOfWhole(graph, declared);
  const google = recogniseServices(graph, above);
  const all = recogniseAwsServices(graph, above, withoutInternal(joinByDns(graph, google.services)));
  const aws = recogniseAwsStores(graph);
  const owned = <T extends { readonly urn: string }>(item: T): T & { topology?: string } => {
    const topology = whole(item.urn)?.urn;
    return topology === undefined ? item : { ...item, topology };
  };
  const stores = [...recogniseSql(graph), ...recogniseStores(graph), ...aws.stores];
  const read = {
    services: all.services.map(owned),
    stores: stores.map(owned),
    copies: recogniseCopies(graph, stores),
    declared,
  };
  const undecided = [...google.undecided, ...all.undecided, ...aws.undecided, ...unreadStores(graph)];
  const told = new Set(undecided.map(({ evidence }) => `${evidence.urn} ${evidence.argument}`));
  const open = openArguments(graph, read).filter(({ evidence }) => !told.has(`${evidence.urn} ${evidence.argument}`));
  return inOrder({ ...read, undecided: [...undecided, ...open] });
}
