import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { ECS_SERVICE } from '../../../../topology/recognise/aws/types.ts';
import { isAwsRegion, modelOf } from './scope.ts';

/** Services of each stream of traffic that an entry sends to several regions, one in each of them. */
export function streamsIn(graph: ResourceGraph): readonly (readonly Resource[])[] {
  const found = new Map<string, readonly Resource[]>();
  for (const { pools } of modelOf(graph).services) {
    if (pools.length < 2) continue;
    const own = pools
      .filter(({ region }) => isAwsRegion(region))
      .flatMap(({ urn }) => graph.get(urn) ?? [])
      .filter(({ type }) => type === ECS_SERVICE);
    if (own.length > 0) found.set(own.map(({ urn }) => urn).join(' '), own);
  }
  return [...found.values()];
}
