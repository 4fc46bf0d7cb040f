import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { textAt } from '../../../../topology/graph/value.ts';
import { backendsOf, type Backend } from '../../../../topology/recognise/gcp/pools.ts';
import {
  INSTANCE_GROUP,
  REGION_MANAGER,
  SERVERLESS_NEG,
  ZONAL_MANAGER,
  ZONAL_NEG,
} from '../../../../topology/recognise/gcp/types.ts';

// What stands behind a backend: the load balancer's rules differ by the kind of group.

export type GroupKind =
  'serverless' | 'zonal-group' | 'regional-group' | 'zonal-neg' | 'hybrid-neg' | 'internet-neg' | 'private-neg';

const GLOBAL_NEG = 'gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup';

/** Groups whose members are virtual machines or pods: they need health checks, firewall rules and a balancing mode. */
export const MACHINE_KINDS: readonly GroupKind[] = ['zonal-group', 'regional-group', 'zonal-neg'];

/** Backends of a backend service, each with the kind of its group; undefined where the plan does not tell. */
export function groupsOf(
  graph: ResourceGraph,
  service: Resource,
): readonly (Backend & { readonly kind: GroupKind | undefined })[] {
  const backends = backendsOf(graph, service);
  const internet = graph.linked(service, 'backends', [GLOBAL_NEG]).length > 0;
  return backends.map((backend) => ({ ...backend, kind: kindOf(backend) ?? (internet ? 'internet-neg' : undefined) }));
}

function kindOf({ group, block }: Backend): GroupKind | undefined {
  if (!group) return kindOfLink(textAt(block, 'group') ?? '');
  switch (group.type) {
    case ZONAL_MANAGER:
    case INSTANCE_GROUP:
      return 'zonal-group';
    case REGION_MANAGER:
      return 'regional-group';
    case ZONAL_NEG:
      return zonalNegKind(group);
    case SERVERLESS_NEG:
      return regionalNegKind(group);
    default:
      return undefined;
  }
}

function regionalNegKind(neg: Resource): GroupKind {
  const type = textAt(neg.inputs, 'networkEndpointType') ?? 'SERVERLESS';
  if (type.startsWith('INTERNET')) return 'internet-neg';
  return type === 'SERVERLESS' ? 'serverless' : 'private-neg';
}

const zonalNegKind = (neg: Resource): GroupKind =>
  textAt(neg.inputs, 'networkEndpointType') === 'NON_GCP_PRIVATE_IP_PORT' ? 'hybrid-neg' : 'zonal-neg';

/** A literal link tells most kinds; a regional endpoint group may be serverless or private, so that one stays open. */
function kindOfLink(link: string): GroupKind | undefined {
  if (/\/zones\/[^/]+\/instanceGroup/.test(link)) return 'zonal-group';
  if (/\/regions\/[^/]+\/instanceGroup/.test(link)) return 'regional-group';
  if (/\/zones\/[^/]+\/networkEndpointGroups\//.test(link)) return 'zonal-neg';
  if (/\/global\/networkEndpointGroups\//.test(link)) return 'internet-neg';
  return undefined;
}
