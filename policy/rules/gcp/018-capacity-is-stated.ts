import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import type { GroupKind } from './support/groups.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

/** Rates that say how much one backend takes, by the kind of its group. */
const RATES: Partial<Readonly<Record<GroupKind, readonly string[]>>> = {
  'zonal-group': ['maxRatePerInstance', 'maxRate'],
  'regional-group': ['maxRatePerInstance'],
  'zonal-neg': ['maxRatePerEndpoint', 'maxRate'],
  'hybrid-neg': ['maxRatePerEndpoint', 'maxRate'],
};

export const capacityIsStated = graphRule({
  id: 'tandem-gcp-018-capacity-is-stated',
  title: 'Every backend says how much it takes',
  what: 'A backend in RATE mode carries a rate, and an endpoint group is never balanced by utilisation.',
  why: 'The API refuses both, in the middle of an apply, and overflow to the other region is computed from these rates.',
  source: BACKEND_SERVICES,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set maxRatePerInstance on instance groups, maxRatePerEndpoint on endpoint groups, with balancingMode RATE.',
  example: "backends: [{ group, balancingMode: 'RATE', maxRatePerInstance: 50 }]",
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const { groups } = describe(graph, service);
      return groups.flatMap(({ block, kind }, index) => judge(service, block, kind, `backends[${index}]`));
    }),
});

function judge(
  service: Resource,
  block: Readonly<Record<string, unknown>>,
  kind: GroupKind | undefined,
  at: string,
): readonly Finding[] {
  const rates = kind === undefined ? undefined : RATES[kind];
  const mode = textAt(block, 'balancingMode') ?? 'UTILIZATION';
  if (kind === undefined && mode !== 'UTILIZATION')
    return rated(service, block, ['maxRatePerInstance', 'maxRatePerEndpoint', 'maxRate'], mode, at);
  if (!rates) return [];
  const argument = `${at}.balancingMode`;
  const [preferred = ''] = rates;
  const fix = `set ${argument} to RATE with ${preferred}`;
  if (isUnknown(valueAt(block, 'balancingMode'))) return [unknownArgument(service, argument, fix)];
  const endpoints = kind === 'zonal-neg' || kind === 'hybrid-neg';
  if (endpoints && mode === 'UTILIZATION') {
    const given = isSet(block, 'balancingMode') ? 'is UTILIZATION' : 'is not set and defaults to UTILIZATION';
    return [breach(service, argument, `${given}; endpoint groups allow RATE or CUSTOM_METRICS`, fix)];
  }
  const surplus = kind === 'regional-group' && isSet(block, 'maxRate') ? ['maxRate'] : [];
  const unused = endpoints && isSet(block, 'maxUtilization') ? ['maxUtilization'] : [];
  return [
    ...rated(service, block, rates, mode, at),
    ...[...surplus, ...unused].map((extra) =>
      breach(
        service,
        `${at}.${extra}`,
        'is set; this kind of group does not allow it',
        `remove it and set ${preferred}`,
      ),
    ),
  ];
}

function rated(
  service: Resource,
  block: Readonly<Record<string, unknown>>,
  rates: readonly string[],
  mode: string,
  at: string,
): readonly Finding[] {
  if (mode !== 'RATE') return [];
  const [preferred = ''] = rates;
  const set = rates.filter((rate) => isSet(block, rate));
  const fix = `set ${at}.${preferred} to the requests/s that one member takes`;
  if (set.length === 0) return [breach(service, `${at}.${preferred}`, 'is not set; RATE needs a rate', fix)];
  return set.flatMap((rate): readonly Finding[] => {
    const value = valueAt(block, rate);
    const argument = `${at}.${rate}`;
    if (isUnknown(value)) return [undecided(service, argument, 'is not known before an apply', fix)];
    return Number(value) > 0 ? [] : [breach(service, argument, `is ${String(value)}; allowed is more than 0`, fix)];
  });
}
