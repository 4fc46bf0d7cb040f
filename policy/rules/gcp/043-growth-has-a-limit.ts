import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { AUTOSCALER, REGION_AUTOSCALER, RUN_SERVICE, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { RUN_MAX_INSTANCES } from './support/sources.ts';

/** Where a maximum may stand, the one that holds for the whole service first. */
const MAXIMA: Readonly<Record<string, readonly string[]>> = {
  [RUN_SERVICE]: ['scaling.maxInstanceCount', 'template.scaling.maxInstanceCount'],
  [AUTOSCALER]: ['autoscalingPolicy.maxReplicas'],
  [REGION_AUTOSCALER]: ['autoscalingPolicy.maxReplicas'],
};

export const growthHasALimit = resourceRule({
  id: 'tandem-gcp-043-growth-has-a-limit',
  title: 'What grows has a limit that somebody chose',
  what: 'Everything that scales by itself states its largest number of instances, within the limit of the pack, and databases are no larger than the pack allows.',
  why: "A loop or an attack grows to the limit, and the bill with it. The platform's default is nobody's choice: too small for a failover or too large for the budget.",
  source: RUN_MAX_INSTANCES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set scaling.maxInstanceCount, or autoscalingPolicy.maxReplicas.',
  example: 'scaling: { minInstanceCount: 4, maxInstanceCount: 40 }',
  types: [...Object.keys(MAXIMA), SQL_INSTANCE],
  settings: {
    instances: { description: 'Most instances of one service in one region.', default: 1000 },
    databaseCpus: { description: 'Most processors of one database instance.', default: 64 },
  },
  judge: (resource, { instances, databaseCpus }) => {
    if (resource.type === SQL_INSTANCE) return judgeTier(resource, databaseCpus);
    if (isSet(resource.inputs, 'scaling.manualInstanceCount')) return [];
    const places = MAXIMA[resource.type] ?? [];
    const set = places.filter((argument) => isSet(resource.inputs, argument));
    const [first = ''] = places;
    const fix = `set ${first} to ${instances} or less`;
    if (set.length === 0) return [breach(resource, first, 'is not set, so the default of the platform decides', fix)];
    return set.flatMap((argument) => judge(resource, argument, instances, fix));
  },
});

/** A tier says its processors: db-perf-optimized-N-8, db-custom-8-32768. */
function judgeTier(instance: Resource, limit: number): readonly Finding[] {
  const tier = textAt(instance.inputs, 'settings.tier') ?? '';
  const cpus = Number(/^db-(?:perf-optimized-N-|custom-|n1-\w+-)(\d+)/.exec(tier)?.[1] ?? 0);
  if (cpus <= limit) return [];
  const problem = `is ${tier} with ${cpus} processors, paid for in both regions; allowed is ${limit} or less`;
  return [breach(instance, 'settings.tier', problem, `use a tier with ${limit} processors or less`)];
}

function judge(resource: Resource, argument: string, limit: number, fix: string): readonly Finding[] {
  if (isUnknown(valueAt(resource.inputs, argument))) return [unknownArgument(resource, argument, fix)];
  const maximum = numberAt(resource.inputs, argument) ?? 0;
  if (maximum <= limit) return [];
  return [breach(resource, argument, `is ${maximum}; allowed is ${limit} or less`, fix)];
}
