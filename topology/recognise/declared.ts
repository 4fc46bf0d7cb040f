import type { ResourceGraph, Resource } from '../graph/graph.ts';
import { numberAt, textAt, valueAt } from '../graph/value.ts';
import type { Declared, Objectives } from '../model/model.ts';

// A topology component leaves what it was told in its own inputs, under `declared`.

const OBJECTIVES = [
  'shedSeconds',
  'returnSeconds',
  'headroom',
  'liveShare',
  'rpoSeconds',
  'writeRtoSeconds',
  'availability',
  'monthlyCostUsd',
] as const satisfies readonly (keyof Objectives)[];

const isTopology = (type: string): boolean => /^tandem:index:\w*(TwoRegion|MultiCloud)$/.test(type);

/** The topology component that a topology component is a part of. */
const ownerOf = (graph: ResourceGraph, { parent }: Resource): Resource | undefined => {
  const above = parent === undefined ? undefined : graph.get(parent);
  return above === undefined || isTopology(above.type) ? above : ownerOf(graph, above);
};

/**
 * What the topology components of the graph declare; empty for a program that has none. A cloud that is a part of several
 * has no objectives of its own: clients are sent to the whole.
 */
export function recogniseDeclared(graph: ResourceGraph): readonly Declared[] {
  return graph.all
    .filter(({ type }) => isTopology(type))
    .map((resource) => (ownerOf(graph, resource) ? { ...declaredOf(resource), objectives: {} } : declaredOf(resource)));
}

/**
 * Which declaration holds for a resource: that of the topology component above it, or the only one there is.
 * Undefined when there is none, or several and none of them is above.
 */
export function declarationAbove(
  graph: ResourceGraph,
  declared: readonly Declared[],
): (urn: string) => Declared | undefined {
  return (urn) => {
    for (let next = graph.get(urn); next !== undefined; next = next.parent ? graph.get(next.parent) : undefined) {
      const found = declared.find((one) => one.urn === next?.urn);
      if (found) return found;
    }
    return declared.length === 1 ? declared[0] : undefined;
  };
}

/** Which declaration's objectives a resource is judged by: that of the outermost topology component above it. */
export function declarationOfWhole(
  graph: ResourceGraph,
  declared: readonly Declared[],
): (urn: string) => Declared | undefined {
  const above = declarationAbove(graph, declared);
  return (urn) => {
    const own = above(urn);
    const component = own && graph.get(own.urn);
    const whole = component && ownerOf(graph, component);
    return whole ? declared.find((one) => one.urn === whole.urn) : own;
  };
}

function declaredOf(component: Resource): Declared {
  const told = valueAt(component.inputs, 'declared');
  const objectives = Object.fromEntries(
    OBJECTIVES.flatMap((name) => {
      const value = numberAt(told, `objectives.${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const primary = textAt(told, 'regions.primary');
  const failover = textAt(told, 'regions.failover');
  const active = textAt(told, 'active');
  const also = textAt(told, 'toleratesAlso');
  return {
    name: component.name,
    urn: component.urn,
    objectives,
    peakRps: numberAt(told, 'peakRps'),
    instanceRps: numberAt(told, 'instanceRps'),
    startSeconds: numberAt(told, 'startSeconds'),
    vcpuQuota: numberAt(told, 'vcpuQuota'),
    ...(also === 'zone' || also === 'deploy' ? { toleratesAlso: also } : {}),
    failoverClientShare: numberAt(told, 'failoverClientShare'),
    decisionSeconds: numberAt(told, 'decisionSeconds'),
    monthlyCostUsd: numberAt(told, 'monthlyCostUsd'),
    ...(primary && failover ? { regions: { primary, failover } } : {}),
    ...(active === 'primary' || active === 'failover' ? { active } : {}),
  };
}
