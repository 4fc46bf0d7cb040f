import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import type { Declared, Model } from '../../../../topology/model/model.ts';
import { declarationAbove } from '../../../../topology/recognise/declared.ts';
import { linksOf, type Links } from '../../../../topology/recognise/aws/links.ts';
import { recognise } from '../../../../topology/recognise/recognise.ts';

// What several rules ask about one graph is found once.

interface Known {
  links?: Links;
  model?: Model;
}
const known = new WeakMap<ResourceGraph, Known>();

function cached(graph: ResourceGraph): Known {
  const found = known.get(graph) ?? {};
  known.set(graph, found);
  return found;
}

/** Who belongs to whom in the regional stacks. */
export const linksIn = (graph: ResourceGraph): Links => (cached(graph).links ??= linksOf(graph));

/** The graph as the recognisers read it. */
export const modelOf = (graph: ResourceGraph): Model => (cached(graph).model ??= recognise(graph));

/** True for a region of AWS: `us-east-1`, where Google writes `us-east1`. */
export const isAwsRegion = (region: string): boolean => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);

/** The declaration that holds for a resource; undefined where none does. */
export function declarations(graph: ResourceGraph): (resource: Resource) => Declared | undefined {
  const above = declarationAbove(graph, modelOf(graph).declared);
  return ({ urn }) => above(urn);
}

/** AWS regions from which clients are served through an entry over several pools, in order of their names. */
export function servingRegions(graph: ResourceGraph): readonly string[] {
  const regions = modelOf(graph)
    .services.filter(({ pools }) => pools.length > 1)
    .flatMap(({ pools }) => pools.map(({ region }) => region))
    .filter(isAwsRegion);
  return [...new Set(regions)].sort();
}

/** Region inside an ARN, when there is one. */
export const regionOfArn = (text: string): string | undefined => /^arn:[^:]+:[^:]*:([a-z0-9-]+):/.exec(text)?.[1];
