import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { BALANCERS, ECS_SERVICE, SCALING_GROUP, SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { BALANCER_SUBNETS } from './support/sources.ts';
import { zoneOf } from './support/zones.ts';

/** Where a type names its subnets; the first is the one to write. */
const PLACES: readonly (readonly [types: readonly string[], paths: readonly [string, ...string[]]])[] = [
  [BALANCERS, ['subnets', 'subnetMappings.subnetId']],
  [[ECS_SERVICE], ['networkConfiguration.subnets']],
  [[SCALING_GROUP], ['vpcZoneIdentifiers', 'availabilityZones']],
];

export const threeZones = graphRule({
  id: 'tandem-aws-009-three-zones',
  title: 'A region is spread over three zones',
  what: 'Load balancers, services and scaling groups name subnets in at least three availability zones.',
  why: 'With two zones, losing one takes half of a region: the rest would have to be twice as large.',
  source: BALANCER_SUBNETS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name one subnet of each of three availability zones.',
  example: 'subnets: [a.id, b.id, c.id]',
  types: [...BALANCERS, ECS_SERVICE, SCALING_GROUP],
  settings: { zones: { description: 'Availability zones that a region has to use.', default: 3 } },
  judge: (graph, { zones }) =>
    PLACES.flatMap(([types, paths]) => graph.ofType(...types).flatMap((owner) => judge(graph, owner, paths, zones))),
});

function judge(
  graph: ResourceGraph,
  owner: Resource,
  paths: readonly [string, ...string[]],
  wanted: number,
): readonly Finding[] {
  const used = paths.find((path) => valuesAt(owner.inputs, path).length > 0);
  const argument = used ?? paths[0];
  // A service in bridge mode has no subnets of its own: it runs where its instances do.
  if (used === undefined && owner.type === ECS_SERVICE) return [];
  const fix = `name subnets in ${wanted} availability zones`;
  const subnets = graph.linked(owner, argument, SUBNETS);
  const given = valueAt(owner.inputs, argument);
  if (subnets.length === 0) {
    const count = valuesAt(owner.inputs, argument).length;
    if (isUnknown(given))
      return [undecided(owner, argument, 'is not known before an apply, and no subnet of this program is in it', fix)];
    // Subnets of another program: their number is all that the plan tells.
    return count >= wanted ? [] : [breach(owner, argument, `has ${count}; allowed are ${wanted} zones or more`, fix)];
  }
  const zones = subnets.map((subnet) => zoneOf(subnet));
  const open = subnets.find((_, index) => zones[index] === undefined);
  const names = new Set(zones.filter((zone) => zone !== undefined));
  if (names.size >= wanted) return [];
  if (open && subnets.length >= wanted)
    return [
      undecided(
        open,
        'availabilityZone',
        'is not known before an apply, so several subnets may share a zone',
        'name the zone of each subnet',
      ),
    ];
  const found = names.size > 0 ? `${names.size} (${[...names].join(', ')})` : String(subnets.length);
  return [breach(owner, argument, `is in ${found} zones; allowed are ${wanted} or more`, fix)];
}
