import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import type { Declared } from '../../../../topology/model/model.ts';
import { declarationAbove, recogniseDeclared } from '../../../../topology/recognise/declared.ts';
import { servedBy, type Served } from './served.ts';

// A program may hold several topologies. What one of them declares says nothing about the others.

/** The declaration that holds for a resource; undefined where none does. */
export function declarations(graph: ResourceGraph): (resource: Resource) => Declared | undefined {
  const above = declarationAbove(graph, recogniseDeclared(graph));
  return ({ urn }) => above(urn);
}

/** The same for a whole topology, whichever of its services a resource belongs to. */
function topologies(graph: ResourceGraph): (resource: Resource) => Declared | undefined {
  const declared = recogniseDeclared(graph);
  const above = declarationAbove(graph, declared);
  const byUrn = new Map(declared.map((one) => [one.urn, one]));
  return ({ urn }) => {
    const found = above(urn);
    return found?.within === undefined ? found : byUrn.get(found.within);
  };
}

/** One topology of a program, or all that belongs to none. */
export interface Scope {
  /** The first backend service over several regions: what clients reach. */
  readonly entry: Served;
  readonly regions: readonly string[];
  readonly includes: (resource: Resource) => boolean;
}

/** The topologies of a program that serve clients from several regions. */
export function scopesOf(graph: ResourceGraph): readonly Scope[] {
  const declarationOf = topologies(graph);
  const regionsOf = servingRegions(graph);
  const entries = servedBy(graph).filter(({ regions }) => regions.length > 1);
  const firstByDeclaration = new Map<Declared | undefined, Served>();
  for (const entry of entries) {
    const declared = declarationOf(entry.service);
    if (!firstByDeclaration.has(declared)) firstByDeclaration.set(declared, entry);
  }
  return [...firstByDeclaration].map(([declared, entry]) => ({
    entry,
    regions: regionsOf(entry.service),
    includes: (resource) => declarationOf(resource) === declared,
  }));
}

/**
 * The regions that have to carry on without each other, for a resource: those that its topology declares, else those
 * behind the program's backend services of several regions. Empty where clients are served from one region or none.
 */
export function servingRegions(graph: ResourceGraph): (resource: Resource) => readonly string[] {
  const declarationOf = declarations(graph);
  const served = servedBy(graph).filter(({ regions }) => regions.length > 1);
  const all = [...new Set(served.flatMap(({ regions }) => regions))].sort();
  return (resource) => {
    const { regions } = declarationOf(resource) ?? {};
    return regions ? [...new Set(Object.values(regions))].sort() : all;
  };
}
