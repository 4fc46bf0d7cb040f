import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Store, Undecided } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { keyAbroad, keyElsewhere } from './keys.ts';
import { openPull, tasksOf } from './materials.ts';
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
  const { kept, barred } = replicasOf(graph, secret);
  const told = home !== undefined && !isUnknown(valueAt(secret.inputs, 'replicas'));
  const regions = told ? [...new Set([home, ...kept])] : [];
  const readers = readersOf(graph, (task) => names(graph, task, secret));
  return storeOf(secret, {
    kind: 'secret',
    members: equalMembers(secret, regions),
    readers: readers.length > 0 ? readers : computingRegions(graph),
    replication: regions.length > 1 ? 'sync' : 'none',
    rpo: NOTHING,
    availability: awsSla.secretsManager,
    evidence: [
      ...barred,
      ...evidence(secret, 'replicas', `is kept in ${regions.join(' and ') || 'no region that the plan names'}`),
    ],
  });
}

/** Regions that have a copy of a secret, and the copies that their key does not allow. */
function replicasOf(
  graph: ResourceGraph,
  secret: Resource,
): { readonly kept: readonly string[]; readonly barred: readonly Evidence[] } {
  const copies = blocksAt(secret.inputs, 'replicas').flatMap((block) => {
    const region = textAt(block, 'region');
    const value = valueAt(block, 'kmsKeyId');
    return region === undefined
      ? []
      : [{ region, from: keyAbroad(graph, { owner: secret, path: 'replicas.kmsKeyId', value }, region) }];
  });
  return {
    kept: copies.flatMap(({ region, from }) => (from === undefined ? [region] : [])),
    barred: copies.flatMap(({ region, from }) =>
      from === undefined ? [] : evidence(secret, 'replicas.kmsKeyId', keyElsewhere('its copy', region, from)),
    ),
  };
}

const names = (graph: ResourceGraph, task: Resource, secret: Resource): boolean =>
  graph
    .linked(task, 'containerDefinitions', [SECRET, SECRET_VERSION])
    .some((found) => found === secret || graph.linked(found, 'secretId', [SECRET]).includes(secret));

/** Tandem's own component gives each region the ARN of the copy there, and nothing else. */
const HANDS_OUT_COPIES = 'tandem:index:AwsSecrets';

/**
 * Tasks that name a secret of another region which has a copy in theirs. A task asks the region in the ARN, and whether it
 * was given that of the copy cannot be seen in a link.
 */
export const openSecrets = (graph: ResourceGraph): readonly Undecided[] =>
  graph.ofType(SECRET).flatMap((secret) => {
    if (graph.get(secret.parent ?? '')?.type === HANDS_OUT_COPIES) return [];
    const { kept } = replicasOf(graph, secret);
    return tasksOf(graph)
      .filter(({ task, region }) => kept.includes(region) && isOpen(task) && names(graph, task, secret))
      .flatMap((task) =>
        openPull(
          { ...task, from: undefined },
          regionOf(graph, secret),
          `reads its own copy of ${secret.name} or the one`,
        ),
      );
  });

const isOpen = ({ inputs }: Resource): boolean => textAt(inputs, 'containerDefinitions') === undefined;

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

/** Where nothing names a store, whatever computes on AWS may read it. */
export const computingRegions = (graph: ResourceGraph): readonly string[] => [
  ...new Set(graph.ofType(ECS_SERVICE, SCALING_GROUP).flatMap((resource) => regionOf(graph, resource) ?? [])),
];
