import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, textAt } from '../../graph/value.ts';
import type { Known, Store, Undecided } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { containersOf } from './containers.ts';
import { openPull, pulledStore, tasksOf, type Pull } from './materials.ts';
import { equalMembers, evidence, NOTHING, storeOf } from './store.ts';
import { REGISTRY_REPLICATION, REPOSITORY } from './types.ts';

// Container images: where a registry keeps them, and from which region's registry each region pulls.

/** Image of a task's container; the first one where no name is given. Undefined when the definition is not known yet. */
export function imageOf(task: Resource, container: string | undefined): Known<string> {
  const containers = containersOf(task);
  return textAt(containers?.find((block) => textAt(block, 'name') === container) ?? containers?.[0], 'image');
}

/** Registry region and repository name inside a private image's address. */
function addressOf(image: string): { readonly from: string; readonly name: string } | undefined {
  const found = /^\d+\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(image);
  return found?.[1] && found[2] ? { from: found[1], name: found[2] } : undefined;
}

/** Every repository with the regions that its registry copies it to, and each pull from the registry of another region. */
export function recogniseImages(graph: ResourceGraph): { stores: readonly Store[]; undecided: readonly Undecided[] } {
  const repositories = graph.ofType(REPOSITORY).map((resource) => ({ resource, regions: regionsOf(graph, resource) }));
  const tasks = tasksOf(graph).map((one) => ({ ...one, addresses: addressesOf(one.task) }));
  const covering = (name: string, from: string): Resource | undefined => {
    const same = repositories.filter(({ resource }) => nameOf(resource) === name);
    return (same.find(({ regions }) => regions.includes(from)) ?? same[0])?.resource;
  };
  const undecided: Undecided[] = [];
  const stores = repositories.map(({ resource, regions }) => {
    const pulls = tasks.flatMap(({ task, region, addresses }): readonly Pull[] =>
      addresses === undefined
        ? graph.linked(task, 'containerDefinitions', [REPOSITORY]).includes(resource)
          ? [{ task, region, from: undefined }]
          : []
        : addresses
            .filter(({ name, from }) => from === region && covering(name, from) === resource)
            .map(({ from }) => ({ task, region, from })),
    );
    if (regions.length > 1)
      undecided.push(
        ...pulls.flatMap((pull) => openPull(pull, regions[0], 'pulls its image from its own registry or from that')),
      );
    return repositoryStore(resource, regions, pulls);
  });
  const abroad = tasks.flatMap(({ task, region, addresses }) =>
    (addresses ?? [])
      .filter(({ from }) => from !== region)
      .map(({ name, from }) =>
        pulledStore(
          { task, region, from },
          { kind: 'images', name, availability: 1, says: `${region} pulls its image from the registry of ${from}` },
        ),
      ),
  );
  return { stores: [...stores, ...abroad], undecided };
}

const addressesOf = (task: Resource): readonly { readonly from: string; readonly name: string }[] | undefined =>
  containersOf(task)?.flatMap((block) => addressOf(textAt(block, 'image') ?? '') ?? []);

const nameOf = (repository: Resource): Known<string> =>
  textAt(repository.inputs, 'name') ?? textAt(repository.outputs, 'name');

/** Own region first, then those that the registry replicates to. */
function regionsOf(graph: ResourceGraph, repository: Resource): readonly string[] {
  const home = regionOf(graph, repository);
  if (home === undefined) return [];
  const name = nameOf(repository);
  const rules = graph
    .ofType(REGISTRY_REPLICATION)
    .filter((registry) => regionOf(graph, registry) === home)
    .flatMap((registry) => blocksAt(registry.inputs, 'replicationConfiguration.rules'))
    .filter((rule) => {
      const prefixes = blocksAt(rule, 'repositoryFilters').map((block) => textAt(block, 'filter'));
      return prefixes.length === 0 || prefixes.some((prefix) => prefix !== undefined && name?.startsWith(prefix));
    });
  const copies = rules.flatMap((rule) =>
    blocksAt(rule, 'destinations').flatMap((block) => textAt(block, 'region') ?? []),
  );
  return [...new Set([home, ...copies])];
}

function repositoryStore(repository: Resource, regions: readonly string[], pulls: readonly Pull[]): Store {
  return storeOf(repository, {
    kind: 'images',
    members: equalMembers(repository, regions),
    readers: [...new Set(pulls.map(({ region }) => region))],
    replication: regions.length > 1 ? 'async' : 'none',
    rpo: NOTHING,
    availability: 1,
    evidence: evidence(
      repository,
      'name',
      regions.length > 1
        ? `images are copied to ${regions.join(' and ')}`
        : `images are in ${regions.join()} only: no replication of the registry covers them`,
    ),
  });
}
