import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, textAt } from '../../graph/value.ts';
import type { Known, Store, Undecided } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { containersOf } from './containers.ts';
import { equalMembers, evidence, NOTHING, storeOf } from './store.ts';
import { BUCKETS, PARAMETER, SECRET, TASK_DEFINITION } from './types.ts';

// What a task has to be given before it starts, and from which region it takes it: images, secrets, parameters and files of
// variables. The region is the one in the address that a definition names. A copy near by does not help a task that names
// another one.

/** A task that takes something; `from` is undefined where only an apply can tell the region that it asks. */
export interface Pull {
  readonly task: Resource;
  /** Region of the task. */
  readonly region: string;
  readonly from: Known<string>;
}

/** Every task definition whose region is known. */
export const tasksOf = (graph: ResourceGraph): readonly Omit<Pull, 'from'>[] =>
  graph.ofType(TASK_DEFINITION).flatMap((task) => {
    const region = regionOf(graph, task);
    return region === undefined ? [] : [{ task, region }];
  });

/** Something that a task takes from another region and that no store of the plan stands for. */
export const pulledStore = (
  { task, region, from }: Pull,
  { name, says, ...rest }: Pick<Store, 'kind' | 'name' | 'availability'> & { readonly says: string },
): Store =>
  storeOf(task, {
    ...rest,
    name,
    members: equalMembers(task, from === undefined ? [] : [from]),
    readers: [region],
    replication: 'none',
    rpo: NOTHING,
    evidence: evidence(task, 'containerDefinitions', says),
  });

/** Said where something is in the task's own region as well as in `home`, and only an apply tells which one is asked. */
export const openPull = ({ task, region, from }: Pull, home: Known<string>, question: string): readonly Undecided[] =>
  from !== undefined || region === home
    ? []
    : [
        {
          about: 'store',
          evidence: {
            urn: task.urn,
            argument: 'containerDefinitions',
            says: `whether ${region} ${question} of ${home} is known after an apply only`,
          },
        },
      ];

/** Secrets, parameters and files of variables that tasks take from another region, one store for each. */
export function recogniseMaterials(graph: ResourceGraph): readonly Store[] {
  const taken = tasksOf(graph).flatMap(({ task, region }) =>
    [...byAddress(graph, task), ...byLink(graph, task)].map((one) => ({ ...one, task, region })),
  );
  const abroad = taken.filter(({ region, from }) => from !== region);
  return [...new Map(abroad.map((one) => [`${one.task.urn} ${one.from} ${one.what}`, one])).values()].map((one) =>
    pulledStore(one, {
      kind: 'secret',
      name: one.what,
      availability: awsSla.secretsManager,
      says: `${one.region} takes ${one.what} from ${one.from} and not from its own region`,
    }),
  );
}

interface Place {
  readonly from: string;
  readonly what: string;
}

/** By the addresses in a definition that the plan tells. A secret of the plan that has no copies speaks for itself. */
function byAddress(graph: ResourceGraph, task: Resource): readonly Place[] {
  const text = textAt(task.inputs, 'containerDefinitions') ?? '';
  const arns = text.matchAll(
    /"(arn:aws[a-z-]*:(?:secretsmanager|ssm):([a-z0-9-]+):\d*:(?:secret:|parameter)([^":]+))/g,
  );
  const named = [...arns].flatMap(([, arn = '', from = '', what = '']) =>
    graph.named(arn, [SECRET]).some(({ inputs }) => blocksAt(inputs, 'replicas').length === 0) ? [] : [{ from, what }],
  );
  const files = (containersOf(task) ?? []).flatMap((container) =>
    blocksAt(container, 'environmentFiles').flatMap((file) => {
      const name = /^arn:[^:]+:s3:::([^/]+)/.exec(textAt(file, 'value') ?? '')?.[1];
      return graph.named(name, BUCKETS).flatMap((bucket) => placeOf(graph, bucket));
    }),
  );
  return [...named, ...files];
}

/** A parameter is in one region, so a task that is linked to it asks that region. Of a secret it may be a copy. */
const byLink = (graph: ResourceGraph, task: Resource): readonly Place[] =>
  textAt(task.inputs, 'containerDefinitions') === undefined
    ? graph.linked(task, 'containerDefinitions', [PARAMETER]).flatMap((parameter) => placeOf(graph, parameter))
    : [];

function placeOf(graph: ResourceGraph, resource: Resource): readonly Place[] {
  const from = regionOf(graph, resource);
  return from === undefined ? [] : [{ from, what: resource.name }];
}
