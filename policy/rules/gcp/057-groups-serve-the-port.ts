import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import {
  AUTOSCALER,
  BACKEND_SERVICE,
  REGION_AUTOSCALER,
  REGION_MANAGER,
  ZONAL_MANAGER,
} from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { NAMED_PORTS } from './support/sources.ts';

export const groupsServeThePort = graphRule({
  id: 'tandem-gcp-057-groups-serve-the-port',
  title: 'Instance groups have what refers to them',
  what: 'Managed groups behind a backend service define its named port, and an autoscaler lies in the zone or region of its group.',
  why: 'Without the named port no instance gets a request; an autoscaler elsewhere is refused. The preview notices neither.',
  source: NAMED_PORTS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    "Add namedPorts with the backend service's portName to the group, and give the autoscaler the zone of its target.",
  example: "namedPorts: [{ name: 'http', port: 8080 }]",
  types: [ZONAL_MANAGER, REGION_MANAGER, AUTOSCALER, REGION_AUTOSCALER],
  judge: (graph) => [
    ...graph.ofType(BACKEND_SERVICE).flatMap((service) => judgePorts(graph, service)),
    ...graph.ofType(AUTOSCALER).flatMap((autoscaler) => judgePlace(graph, autoscaler, 'zone')),
    ...graph.ofType(REGION_AUTOSCALER).flatMap((autoscaler) => judgePlace(graph, autoscaler, 'region')),
  ],
});

function judgePorts(graph: ResourceGraph, service: Resource): readonly Finding[] {
  const wanted = textAt(service.inputs, 'portName') ?? 'http';
  const managers = describe(graph, service).groups.flatMap(({ group }) =>
    group && (group.type === ZONAL_MANAGER || group.type === REGION_MANAGER) ? [group] : [],
  );
  return managers.flatMap((manager): readonly Finding[] => {
    const fix = `add namedPorts with the name ${wanted}`;
    if (isUnknown(valueAt(manager.inputs, 'namedPorts'))) return [unknownArgument(manager, 'namedPorts', fix)];
    const names = blocksAt(manager.inputs, 'namedPorts').map((port) => textAt(port, 'name'));
    if (names.includes(wanted)) return [];
    const given = names.length > 0 ? `names ${names.join(', ')}` : 'is not set';
    return [breach(manager, 'namedPorts', `${given}, while ${service.name} sends requests to the port ${wanted}`, fix)];
  });
}

function judgePlace(graph: ResourceGraph, autoscaler: Resource, argument: 'zone' | 'region'): readonly Finding[] {
  const [target] = graph.linked(autoscaler, 'target', [ZONAL_MANAGER, REGION_MANAGER]);
  const here = textAt(autoscaler.inputs, argument);
  const there = textAt(target?.inputs, argument);
  if (!target || here === undefined || there === undefined || here === there) return [];
  return [
    breach(
      autoscaler,
      argument,
      `is ${here}, while its target ${target.name} is in ${there}`,
      `set ${argument} to ${there}`,
    ),
  ];
}
