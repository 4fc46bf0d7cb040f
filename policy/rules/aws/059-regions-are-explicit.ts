import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { SECRET, TABLE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';

export const regionsAreExplicit = graphRule({
  id: 'tandem-aws-059-regions-are-explicit',
  title: 'Where one resource names its region, all of its kind do',
  what: 'A resource names its region when others of its type do under the same provider.',
  why: 'Left out, it is made in the region of the provider: the part of one region lands in the other, and the preview says nothing.',
  source: 'https://www.pulumi.com/registry/packages/aws/how-to-guides/enhanced-region-support/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set region on every resource of the two regions.',
  example: "new Bucket('files-west', { region: 'us-west-2' })",
  types: [TABLE, SECRET],
  judge: (graph) => [...byProvider(graph).values()].flatMap(judge),
});

function byProvider(graph: ResourceGraph): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of graph.all) {
    if (!resource.custom || !resource.type.startsWith('aws:')) continue;
    const key = `${resource.type} ${resource.provider ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return groups;
}

function judge(resources: readonly Resource[]): readonly Finding[] {
  const named = resources.find(({ inputs }) => isSet(inputs, 'region'));
  if (!named) return [];
  return resources.flatMap((resource): readonly Finding[] => {
    const fix = 'set region';
    if (isUnknown(valueAt(resource.inputs, 'region'))) return [unknownArgument(resource, 'region', 'write it out')];
    if (isSet(resource.inputs, 'region')) return [];
    return [breach(resource, 'region', `is not set, and ${named.name} of the same type names one`, fix)];
  });
}
