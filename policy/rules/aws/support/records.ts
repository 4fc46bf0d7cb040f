import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isSet, textAt, valueAt } from '../../../../topology/graph/value.ts';
import { RECORD, ROUTE53_CHECK, ROUTING_POLICIES } from '../../../../topology/recognise/aws/types.ts';

// Records of Route 53 with a routing policy: those of one name and type are one set.

/** Routing policies that a record sets. */
export const policiesOf = ({ inputs }: Resource): readonly string[] =>
  ROUTING_POLICIES.filter((policy) => isSet(inputs, policy) && valueAt(inputs, policy) !== false);

/** Records with a routing policy, by zone, name and type. */
export function recordSets(graph: ResourceGraph): readonly (readonly Resource[])[] {
  const sets = new Map<string, Resource[]>();
  for (const record of graph.ofType(RECORD)) {
    if (policiesOf(record).length === 0) continue;
    const zone = graph.linked(record, 'zoneId')[0]?.urn ?? String(valueAt(record.inputs, 'zoneId'));
    const name = String(valueAt(record.inputs, 'name')).toLowerCase().replace(/\.$/, '');
    const key = [zone, name, valueAt(record.inputs, 'type')].join(' ');
    sets.set(key, [...(sets.get(key) ?? []), record]);
  }
  return [...sets.values()];
}

/** Health checks that decide which record of a set answers, with those that they are calculated from. */
export function decidingChecks(graph: ResourceGraph): readonly Resource[] {
  const found = new Set<Resource>();
  const waiting = recordSets(graph)
    .flat()
    .flatMap((record) => graph.linked(record, 'healthCheckId', [ROUTE53_CHECK]));
  for (let check = waiting.pop(); check !== undefined; check = waiting.pop()) {
    if (found.has(check)) continue;
    found.add(check);
    waiting.push(...graph.linked(check, 'childHealthchecks', [ROUTE53_CHECK]));
  }
  return [...found];
}

/** True for checks that ask an endpoint, and not an alarm, other checks or a switch. */
export const asksAnEndpoint = ({ inputs }: Resource): boolean =>
  !['CALCULATED', 'CLOUDWATCH_METRIC', 'RECOVERY_CONTROL'].includes(textAt(inputs, 'type') ?? '');

/** How a record answers. */
export const isAlias = ({ inputs }: Resource): boolean => isSet(inputs, 'aliases');
