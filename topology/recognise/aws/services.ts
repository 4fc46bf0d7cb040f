import type { ResourceGraph } from '../../graph/graph.ts';
import { valueAt } from '../../graph/value.ts';
import type { Declared, Entry, Service, Undecided } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { recogniseAccelerators } from './accelerator.ts';
import { recogniseDistributions } from './distribution.ts';
import { recogniseRecordSets } from './dns.ts';
import { linksOf } from './links.ts';
import { Names } from './names.ts';
import { recognisePlainNames } from './plainNames.ts';
import { BALANCERS } from './types.ts';
import { servicesOf, wayInto, type Context } from './ways.ts';

// Streams of client traffic through AWS entries, and load balancers that stand alone.

export interface Found {
  readonly services: readonly Service[];
  readonly undecided: readonly Undecided[];
}

/**
 * Every stream of client traffic that the graph's AWS resources make. A service of Google's that a record set of Route 53
 * answers with becomes a part of that set's service; the others are returned as they are.
 */
export function recogniseServices(
  graph: ResourceGraph,
  above: (urn: string) => Declared | undefined,
  google: readonly Service[],
): Found {
  const context: Context = {
    graph,
    links: linksOf(graph),
    names: new Names(graph),
    above,
    undecided: [],
    entered: new Set(),
  };
  const accelerators = recogniseAccelerators(context);
  const records = recogniseRecordSets(context, { accelerators, google });
  const apart = (urn: string): boolean => !context.entered.has(urn);
  const services = [
    ...records,
    ...accelerators.filter(({ accelerator }) => apart(accelerator.urn)).flatMap((found) => found.services),
    ...recogniseDistributions(context),
    ...google.filter(({ urn }) => apart(urn)),
  ];
  const past = recognisePlainNames(context, services);
  const settled = [...services, ...past, ...standalone(context)].map((service) => settle(context, service));
  return { services: settled, undecided: once(context.undecided) };
}

/**
 * A service of which no target is in the plan is filled by somebody outside of it, or by nobody: that stays open. Beside a
 * target group that the plan fills, an empty one is empty.
 */
function settle({ undecided }: Context, service: Service): Service {
  if (service.pools.some(({ compute }) => compute !== 'unknown')) return service;
  const pools = service.pools.map(({ unusable, ...pool }) => {
    if (unusable) undecided.push(...pool.evidence.map((seen): Undecided => ({ about: 'service', evidence: seen })));
    return pool;
  });
  return { ...service, pools };
}

/** One thing may be met on several ways. */
const once = (undecided: readonly Undecided[]): readonly Undecided[] => [
  ...new Map(undecided.map((open) => [JSON.stringify(open), open])).values(),
];

/** Load balancers that no entry chooses: their clients have nowhere else to go. An internal one has no clients outside. */
function standalone(context: Context): readonly Service[] {
  return context.graph
    .ofType(...BALANCERS)
    .filter((balancer) => !context.entered.has(balancer.urn) && valueAt(balancer.inputs, 'internal') !== true)
    .flatMap((balancer) => {
      const entry: Entry = { kind: 'regional', urn: balancer.urn, availability: awsSla.applicationLoadBalancer };
      return servicesOf(wayInto(context, balancer), balancer.name, balancer, entry);
    });
}
