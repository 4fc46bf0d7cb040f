import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, textAt } from '../../graph/value.ts';
import type { Known, Store, Undecided } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { equalMembers, evidence, NOTHING, storeOf } from './store.ts';
import { REGISTRY_REPLICATION, REPOSITORY, TASK_DEFINITION } from './types.ts';

// Container images: where a registry keeps them, and from which region's registry each region pulls.

/** A task that pulls from a registry; `from` is undefined where only an apply can tell the region of the registry. */
interface Pull {
  readonly task: Resource;
  readonly region: string;
  readonly from: Known<string>;
}

/** Image of a task's container; the first one where no name is given. Undefined when the definition is not known yet. */
export function imageOf(task: Resource, container: string | undefined): Known<string> {
  const containers = containersOf(task);
  return textAt(containers?.find((block) => textAt(block, 'name') === container) ?? containers?.[0], 'image');
}

function containersOf(task: Resource): readonly unknown[] | undefined {
  const text = textAt(task.inputs, 'containerDefinitions');
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Registry region and repository name inside a private image's address. */
function addressOf(image: string): { readonly from: string; readonly name: string } | undefined {
  const found = /^\d+\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(image);
  return found?.[1] && found[2] ? { from: found[1], name: found[2] } : undefined;
}

/** Every repository with the regions that its registry copies it to, and pulls across regions from elsewhere. */
export function recogniseImages(graph: ResourceGraph): { stores: readonly Store[]; undecided: readonly Undecided[] } {
  const repositories = graph.ofType(REPOSITORY).map((resource) => ({ resource, regions: regionsOf(graph, resource) }));
  const tasks = graph.ofType(TASK_DEFINITION).flatMap((task) => {
    const region = regionOf(graph, task);
    return region ? [{ task, region, addresses: addressesOf(task) }] : [];
  });
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
            .filter(({ name, from }) => covering(name, from) === resource)
            .map(({ from }) => ({ task, region, from })),
    );
    if (regions.length > 1) undecided.push(...pulls.flatMap((pull) => openPull(pull, regions[0])));
    return repositoryStore(resource, regions, pulls);
  });
  const abroad = tasks.flatMap(({ task, region, addresses }) =>
    (addresses ?? [])
      .filter(({ name, from }) => from !== region && covering(name, from) === undefined)
      .map(({ name, from }) => pulledStore(task, name, { task, region, from })),
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
  const abroad = pulls.find(({ region, from }) => from !== undefined && from !== region);
  const reachable = abroad ? pulls.flatMap(({ from }) => from ?? []) : regions;
  return storeOf(repository, {
    kind: 'images',
    members: equalMembers(repository, reachable),
    readers: [...new Set(pulls.map(({ region }) => region))],
    replication: regions.length > 1 ? 'async' : 'none',
    rpo: NOTHING,
    availability: 1,
    evidence: abroad
      ? evidence(
          abroad.task,
          'containerDefinitions',
          `${abroad.region} pulls its image from the registry of ${abroad.from}`,
        )
      : evidence(
          repository,
          'name',
          regions.length > 1
            ? `images are copied to ${regions.join(' and ')}`
            : `images are in ${regions.join()} only: no replication of the registry covers them`,
        ),
  });
}

/** An image of a registry outside the plan, pulled across regions. */
const pulledStore = (task: Resource, name: string, { region, from }: Pull): Store =>
  storeOf(task, {
    name,
    kind: 'images',
    members: equalMembers(task, from === undefined ? [] : [from]),
    readers: [region],
    replication: 'none',
    rpo: NOTHING,
    availability: 1,
    evidence: evidence(task, 'containerDefinitions', `${region} pulls its image from the registry of ${from}`),
  });

const openPull = ({ task, region, from }: Pull, home: string | undefined): readonly Undecided[] =>
  from !== undefined || region === home
    ? []
    : [
        {
          about: 'store',
          evidence: {
            urn: task.urn,
            argument: 'containerDefinitions',
            says: `whether ${region} pulls its image from its own registry or from that of ${home} is known after an apply only`,
          },
        },
      ];
