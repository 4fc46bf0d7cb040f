import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../graph/value.ts';
import type { Store } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { equalMembers, evidence, NOTHING, storeOf } from './store.ts';
import { ECS_SERVICE, KEY, REPLICA_KEY, SCALING_GROUP, SECRET, SECRET_VERSION, TASK_DEFINITION } from './types.ts';

// Secrets, and keys that tasks of several regions name.

/** Secrets with their replicas, and every key that a task names, with its replica keys. */
export function recogniseSecrets(graph: ResourceGraph): readonly Store[] {
  return [
    ...graph.ofType(SECRET).map((secret) => secretStore(graph, secret)),
    ...graph.ofType(KEY).flatMap((key) => keyStore(graph, key)),
  ];
}

function secretStore(graph: ResourceGraph, secret: Resource): Store {
  const home = regionOf(graph, secret);
  const replicas = blocksAt(secret.inputs, 'replicas').flatMap((block) => textAt(block, 'region') ?? []);
  const told = home !== undefined && !isUnknown(valueAt(secret.inputs, 'replicas'));
  const regions = told ? [...new Set([home, ...replicas])] : [];
  const readers = readersOf(graph, (task) =>
    graph
      .linked(task, 'containerDefinitions', [SECRET, SECRET_VERSION])
      .some((found) => found === secret || graph.linked(found, 'secretId', [SECRET]).includes(secret)),
  );
  return storeOf(secret, {
    kind: 'secret',
    members: equalMembers(secret, regions),
    readers: readers.length > 0 ? readers : computingRegions(graph),
    replication: regions.length > 1 ? 'sync' : 'none',
    rpo: NOTHING,
    availability: awsSla.secretsManager,
    evidence: evidence(secret, 'replicas', `is kept in ${regions.join(' and ') || 'no region that the plan names'}`),
  });
}

/** A key that no task names encrypts at rest, in its own region: it is lost with what it protects. */
function keyStore(graph: ResourceGraph, key: Resource): readonly Store[] {
  const home = regionOf(graph, key);
  const copies = graph.ofType(REPLICA_KEY).filter((copy) => graph.linked(copy, 'primaryKeyArn', [KEY]).includes(key));
  const readers = readersOf(graph, (task) =>
    graph
      .linked(task, 'containerDefinitions', [KEY, REPLICA_KEY])
      .some((found) => found === key || copies.includes(found)),
  );
  if (readers.length === 0) return [];
  const regions = [home, ...copies.map((copy) => regionOf(graph, copy))].filter((region) => region !== undefined);
  return [
    storeOf(key, {
      kind: 'secret',
      members: equalMembers(key, regions),
      readers,
      replication: regions.length > 1 ? 'sync' : 'none',
      rpo: NOTHING,
      availability: 1,
      evidence: evidence(key, 'multiRegion', `is a key in ${regions.join(' and ')}`),
    }),
  ];
}

const readersOf = (graph: ResourceGraph, reads: (task: Resource) => boolean): readonly string[] => [
  ...new Set(
    graph
      .ofType(TASK_DEFINITION)
      .filter(reads)
      .flatMap((task) => regionOf(graph, task) ?? []),
  ),
];

/** Where no task names a secret, whatever computes on AWS may read it. */
const computingRegions = (graph: ResourceGraph): readonly string[] => [
  ...new Set(graph.ofType(ECS_SERVICE, SCALING_GROUP).flatMap((resource) => regionOf(graph, resource) ?? [])),
];
