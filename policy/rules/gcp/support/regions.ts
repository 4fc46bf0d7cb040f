import type { ResourceGraph } from '../../../../topology/graph/graph.ts';
import { recogniseDeclared } from '../../../../topology/recognise/declared.ts';
import { servedBy } from './served.ts';

/**
 * The regions that have to carry on without each other: those that a topology component declares, else those behind the
 * backend services of several regions. Empty for a program that serves from nowhere or from one region.
 */
export function servingRegions(graph: ResourceGraph): readonly string[] {
  const declared = recogniseDeclared(graph).flatMap(({ regions }) => (regions ? Object.values(regions) : []));
  if (declared.length > 0) return [...new Set(declared)].sort();
  const served = servedBy(graph).filter(({ regions }) => regions.length > 1);
  return [...new Set(served.flatMap(({ regions }) => regions))].sort();
}
