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

/** What the topology components of the graph declare; empty for a program that has none. */
export function recogniseDeclared(graph: ResourceGraph): readonly Declared[] {
  return graph.all
    .filter((resource) => /^tandem:index:\w+(TwoRegion|MultiCloud)$/.test(resource.type))
    .map((resource) => declaredOf(resource));
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
