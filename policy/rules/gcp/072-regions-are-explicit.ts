import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { servedBy } from './support/served.ts';

/** Regional resources, with the argument that places them. */
const PLACED: Readonly<Record<string, string>> = {
  'gcp:compute/subnetwork:Subnetwork': 'region',
  'gcp:compute/router:Router': 'region',
  'gcp:compute/routerNat:RouterNat': 'region',
  'gcp:compute/address:Address': 'region',
  'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup': 'region',
  'gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager': 'region',
  'gcp:compute/regionAutoscaler:RegionAutoscaler': 'region',
  'gcp:compute/instanceGroupManager:InstanceGroupManager': 'zone',
  'gcp:compute/autoscaler:Autoscaler': 'zone',
  'gcp:sql/databaseInstance:DatabaseInstance': 'region',
  'gcp:redis/instance:Instance': 'region',
  'gcp:redis/cluster:Cluster': 'region',
  'gcp:cloudrunv2/serviceIamMember:ServiceIamMember': 'location',
};

export const regionsAreExplicit = graphRule({
  id: 'tandem-gcp-072-regions-are-explicit',
  title: 'Every part says in which region it is',
  what: 'In a program that serves clients from two regions each regional resource names its region or zone, or has a provider of its own that does.',
  why: 'What names no region is made in that of the default provider: both halves land in one region, or the half of the other region is looked for where it is not.',
  source: 'https://www.pulumi.com/registry/packages/gcp/installation-configuration/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the region on the resource.',
  example: 'new Subnetwork(`subnet-${region}`, { region, network: vpc.id, ipCidrRange })',
  types: Object.keys(PLACED),
  judge: (graph) =>
    servedBy(graph).some(({ regions }) => regions.length > 1)
      ? graph.ofType(...Object.keys(PLACED)).flatMap((resource) => judge(resource, PLACED[resource.type] ?? 'region'))
      : [],
});

function judge(resource: Resource, argument: string): readonly Finding[] {
  const value = valueAt(resource.inputs, argument);
  const fix = `set ${argument} to the place of this half`;
  if (isUnknown(value)) return [unknownArgument(resource, argument, fix)];
  // A whole name holds the place, and a provider that somebody made may hold it too.
  const told = textAt(resource.inputs, 'name')?.includes('/locations/') ?? false;
  if ((value !== undefined && value !== null && value !== '') || told || hasOwnProvider(resource)) return [];
  return [breach(resource, argument, 'is not set, so the default of the provider decides', fix)];
}

const hasOwnProvider = ({ provider }: Resource): boolean =>
  provider !== undefined && !provider.slice(provider.lastIndexOf('::') + 2).startsWith('default');
