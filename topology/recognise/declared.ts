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

/** One of several services of a topology, with objectives of its own. */
const isService = ({ type, inputs }: Resource): boolean =>
  /^tandem:index:\w+Service$/.test(type) && valueAt(inputs, 'declared') !== undefined;

/** The topology component that a component is a part of. */
const ownerOf = (graph: ResourceGraph, { parent }: Resource): Resource | undefined => {
  const above = parent === undefined ? undefined : graph.get(parent);
  return above === undefined || isTopology(above.type) ? above : ownerOf(graph, above);
};

/**
 * What the topology components of the graph declare, and the services in them; empty for a program that has none. A cloud
 * that is a part of several has no objectives of its own: clients are sent to the whole.
 */
export function recogniseDeclared(graph: ResourceGraph): readonly Declared[] {
  const topologies = graph.all
    .filter(({ type }) => isTopology(type))
    .map((resource) => (ownerOf(graph, resource) ? { ...declaredOf(resource), objectives: {} } : declaredOf(resource)));
  const services = graph.all.filter(isService).map((resource): Declared => {
    const owner = ownerOf(graph, resource);
    return owner ? { ...declaredOf(resource), within: owner.urn } : declaredOf(resource);
  });
  return [...topologies, ...services];
}

/**
 * Which declaration holds for a resource: that of the component above it, or the only topology there is. Undefined when
 * there is none, or several and none of them is above.
 */
export function declarationAbove(
  graph: ResourceGraph,
  declared: readonly Declared[],
): (urn: string) => Declared | undefined {
  const byUrn = new Map(declared.map((one) => [one.urn, one]));
  const topologies = declared.filter(({ within }) => within === undefined);
  return (urn) => {
    for (let next = graph.get(urn); next !== undefined; next = next.parent ? graph.get(next.parent) : undefined) {
      const found = byUrn.get(next.urn);
      if (found) return found;
    }
    return topologies.length === 1 ? topologies[0] : undefined;
  };
}

/**
 * Which declaration's objectives a resource is judged by: that of the outermost topology component above it, or of the
 * one of several services that it belongs to.
 */
export function declarationOfWhole(
  graph: ResourceGraph,
  declared: readonly Declared[],
): (urn: string) => Declared | undefined {
  const above = declarationAbove(graph, declared);
  return (urn) => {
    const own = above(urn);
    if (own?.within !== undefined) return own;
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
    ...(textAt(told, 'strategy') === 'static' ? { strategy: 'static' } : {}),
    ...(also === 'zone' || also === 'deploy' ? { toleratesAlso: also } : {}),
    failoverClientShare: numberAt(told, 'failoverClientShare'),
    decisionSeconds: numberAt(told, 'decisionSeconds'),
    monthlyCostUsd: numberAt(told, 'monthlyCostUsd'),
    ...(primary && failover ? { regions: { primary, failover } } : {}),
    ...(active === 'primary' || active === 'failover' ? { active } : {}),
  };
}
