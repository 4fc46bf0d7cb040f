import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { SCALABLE_TARGET, SCALING_GROUP } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { SERVICE_SCALING } from './support/sources.ts';

const POLICY = 'aws:appautoscaling/policy:Policy';

/** Least and most of each type. */
const BOUNDS: Readonly<Record<string, readonly [least: string, most: string]>> = {
  [SCALABLE_TARGET]: ['minCapacity', 'maxCapacity'],
  [SCALING_GROUP]: ['minSize', 'maxSize'],
};

export const growthHasALimit = resourceRule({
  id: 'tandem-aws-043-growth-has-a-limit',
  title: 'What grows has a limit that somebody chose',
  what: 'Least and most of what scales by itself are whole numbers, the least is not above the most, the most is within the limit of the pack, and a target of utilisation is 20 to 90 %.',
  why: 'A loop or an attack grows to the limit, and the bill with it. The API refuses bounds in the wrong order in the middle of an apply.',
  source: SERVICE_SCALING,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set maxCapacity to what the peak needs with both regions on one, and not more.',
  example: 'minCapacity: 8, maxCapacity: 16',
  types: [...Object.keys(BOUNDS), POLICY],
  settings: { instances: { description: 'Most tasks or instances of one service in one region.', default: 1000 } },
  judge: (resource, { instances }) => {
    if (resource.type === POLICY) return aim(resource);
    const [least, most] = BOUNDS[resource.type] ?? ['', ''];
    const open = [least, most].find((argument) => isUnknown(valueAt(resource.inputs, argument)));
    if (open) return [unknownArgument(resource, open, `write ${open} out`)];
    const [low, high] = [numberAt(resource.inputs, least) ?? 0, numberAt(resource.inputs, most) ?? 0];
    const findings: Finding[] = [least, most]
      .filter(
        (argument) =>
          !Number.isInteger(numberAt(resource.inputs, argument) ?? 0) || (numberAt(resource.inputs, argument) ?? 0) < 0,
      )
      .map((argument) =>
        breach(
          resource,
          argument,
          `is ${String(valueAt(resource.inputs, argument))}; allowed is a whole number`,
          'set a whole number',
        ),
      );
    if (low > high)
      findings.push(breach(resource, least, `is ${low}, above ${most} of ${high}`, `set ${least} to ${high} or less`));
    if (high > instances)
      findings.push(
        breach(resource, most, `is ${high}; allowed is ${instances} or less`, `set ${most} to ${instances} or less`),
      );
    return findings;
  },
});

/** Above, tasks are full before others come; below, all of them run for nothing. */
function aim(policy: Resource): readonly Finding[] {
  const config = 'targetTrackingScalingPolicyConfiguration';
  const metric = textAt(policy.inputs, `${config}.predefinedMetricSpecification.predefinedMetricType`) ?? '';
  const target = numberAt(policy.inputs, `${config}.targetValue`);
  if (!/^ECSServiceAverage/.test(metric) || target === undefined || (target >= 20 && target <= 90)) return [];
  const problem = `is ${target} % of ${metric}; allowed is 20 to 90`;
  return [breach(policy, `${config}.targetValue`, problem, 'set it to 50 or 60')];
}
