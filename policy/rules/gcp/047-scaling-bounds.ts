import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { AUTOSCALER, REGION_AUTOSCALER, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, type Finding } from '../../frame/rule.ts';
import { AUTOSCALERS } from './support/sources.ts';
import { outside } from '../support/values.ts';

const COUNT = { low: 0, high: 1_000_000, whole: true } as const;
const SIZE = { ...COUNT, low: 1 } as const;
const TARGET = { low: 0.01, high: 1 } as const;

/** Pairs of arguments of which the first may not exceed the second. */
const PAIRS: Readonly<Record<string, readonly (readonly [minimum: string, maximum: string])[]>> = {
  [RUN_SERVICE]: [
    ['scaling.minInstanceCount', 'scaling.maxInstanceCount'],
    ['scaling.minInstanceCount', 'template.scaling.maxInstanceCount'],
    ['template.scaling.minInstanceCount', 'template.scaling.maxInstanceCount'],
    ['template.scaling.minInstanceCount', 'scaling.maxInstanceCount'],
  ],
  [AUTOSCALER]: [['autoscalingPolicy.minReplicas', 'autoscalingPolicy.maxReplicas']],
  [REGION_AUTOSCALER]: [['autoscalingPolicy.minReplicas', 'autoscalingPolicy.maxReplicas']],
};

export const scalingBounds = resourceRule({
  id: 'tandem-gcp-047-scaling-bounds',
  title: 'Scaling has possible bounds',
  what: 'A minimum is at most its maximum, counts are whole and not negative, and targets are shares above 0.',
  why: 'The preview lets a minimum above the maximum pass; the apply then fails after other resources exist.',
  source: AUTOSCALERS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Lower the minimum or raise the maximum.',
  example: 'scaling: { minInstanceCount: 4, maxInstanceCount: 40 }',
  types: Object.keys(PAIRS),
  judge: (resource) => {
    const pairs = PAIRS[resource.type] ?? [];
    return [
      ...[...new Set(pairs.map(([minimum]) => minimum))].flatMap((path) => outside(resource, path, COUNT)),
      ...[...new Set(pairs.map(([, maximum]) => maximum))].flatMap((path) => outside(resource, path, SIZE)),
      ...outside(resource, 'autoscalingPolicy.cpuUtilization.target', TARGET),
      ...outside(resource, 'autoscalingPolicy.loadBalancingUtilization.target', TARGET),
      ...pairs.flatMap(([minimum, maximum]) => crossed(resource, minimum, maximum)),
    ];
  },
});

function crossed(resource: Resource, minimum: string, maximum: string): readonly Finding[] {
  if ([minimum, maximum].some((path) => isUnknown(valueAt(resource.inputs, path)))) return [];
  const low = numberAt(resource.inputs, minimum) ?? 0;
  const high = numberAt(resource.inputs, maximum);
  if (high === undefined || high < 1 || low <= high) return [];
  const problem = `is ${low}, above ${maximum} ${high}; allowed is ${high} or less`;
  return [breach(resource, minimum, problem, `set ${minimum} to ${high} or less, or raise ${maximum}`)];
}
