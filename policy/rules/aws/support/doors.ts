import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, valueAt, valuesAt } from '../../../../topology/graph/value.ts';
import { rangeOf } from '../../support/cidr.ts';

// What security groups let in and out, whether it is written in the group or in rules of their own.

export const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
export const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
export const EGRESS = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';

export type Direction = 'ingress' | 'egress';

/** One thing that a group lets through. */
export interface Door {
  readonly block: unknown;
  /** Groups on the other side, as far as they are of this program. */
  readonly groups: readonly Resource[];
}

/** Doors of some groups; undefined when an apply only can tell them. */
export function doorsOf(
  graph: ResourceGraph,
  groups: readonly Resource[],
  way: Direction,
): readonly Door[] | undefined {
  if (groups.some((group) => isUnknown(valueAt(group.inputs, way)))) return undefined;
  const rules = graph
    .ofType(way === 'ingress' ? INGRESS : EGRESS, RULE)
    .filter((rule) => rule.type !== RULE || valueAt(rule.inputs, 'type') === way)
    .filter((rule) => groups.some((group) => graph.linked(rule, 'securityGroupId', [GROUP]).includes(group)));
  return [
    ...rules.map((rule) => ({
      block: rule.inputs,
      groups: [
        ...graph.linked(rule, 'referencedSecurityGroupId', [GROUP]),
        ...graph.linked(rule, 'sourceSecurityGroupId', [GROUP]),
        ...(valueAt(rule.inputs, 'self') === true ? groups : []),
      ],
    })),
    ...groups.flatMap((group) =>
      blocksAt(group.inputs, way).map((block) => ({
        block,
        groups: [...graph.linked(group, way, [GROUP]), ...(valueAt(block, 'self') === true ? [group] : [])],
      })),
    ),
  ];
}

const protocolOf = (block: unknown): string => String(valueAt(block, 'ipProtocol') ?? valueAt(block, 'protocol'));

/** True when TCP on a port passes, or may pass. */
export function lets({ block }: Door, port: number): boolean {
  const protocol = protocolOf(block);
  if (['-1', 'all'].includes(protocol)) return true;
  if (!isUnknown(protocol) && !['tcp', '6'].includes(protocol.toLowerCase())) return false;
  const [from, to] = [numberAt(block, 'fromPort'), numberAt(block, 'toPort')];
  if (isUnknown(valueAt(block, 'fromPort')) || isUnknown(valueAt(block, 'toPort'))) return true;
  return from !== undefined && to !== undefined && from <= port && port <= to;
}

/** Ranges that a door names; a prefix list or an unknown range may be any. */
function rangesOf({ block }: Door): readonly unknown[] | undefined {
  const open = ['prefixListId', 'prefixListIds'].some((argument) => valuesAt(block, argument).length > 0);
  const ranges = ['cidrIpv4', 'cidrIpv6', 'cidrBlocks', 'ipv6CidrBlocks'].flatMap((argument) =>
    valuesAt(block, argument),
  );
  return open || ranges.some(isUnknown) ? undefined : ranges;
}

/** True when a door is, or may be, for one of some groups, or for addresses of which one of `among` is. */
export function isFor(door: Door, groups: readonly Resource[], among: readonly string[]): boolean {
  const ranges = rangesOf(door);
  if (ranges === undefined) return true;
  if (door.groups.some((group) => groups.includes(group))) return true;
  // A group of another program is named by its id.
  if (door.groups.length === 0 && ranges.length === 0) return namesAGroup(door);
  if (among.length === 0) return ranges.length > 0;
  return ranges.some((range) => among.some((address) => meets(String(range), address)));
}

const namesAGroup = ({ block }: Door): boolean =>
  ['referencedSecurityGroupId', 'sourceSecurityGroupId', 'securityGroups'].some(
    (argument) => valuesAt(block, argument).length > 0,
  );

function meets(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  // Ranges of version 6 are not compared.
  if (!a || !b) return one.includes(':');
  return a.first <= b.last && b.first <= a.last;
}

/** True when a door names anybody at all. */
export const isForSomebody = (door: Door): boolean =>
  door.groups.length > 0 || namesAGroup(door) || (rangesOf(door) ?? ['']).length > 0;
