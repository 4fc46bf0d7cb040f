import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, SCALABLE_TARGET } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { declarations, linksIn } from './support/scope.ts';
import { SERVICE_SCALING } from './support/sources.ts';
import { streamsIn } from './support/streams.ts';

const MIN = 'minCapacity';
const MAX = 'maxCapacity';

export const floorCarriesTheLoss = graphRule({
  id: 'tandem-aws-029-floor-carries-the-loss',
  title: 'What runs in one region carries the loss of the other',
  what: 'Services behind an entry over several regions have auto scaling. With a declared peak the least number of tasks in each region carries the share of it that the pack asks for; the largest carries all of it, and what both regions run together.',
  why: 'On 20 October 2025 nothing new could be started for eight hours while what ran went on. Tasks that are not running cannot be counted on.',
  source: SERVICE_SCALING,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Raise minCapacity to the peak divided by what one task carries, and maxCapacity above it, in both regions.',
  example:
    "new Target('east', { minCapacity: 8, maxCapacity: 16, resourceId, scalableDimension: 'ecs:service:DesiredCount', serviceNamespace: 'ecs' })",
  types: [SCALABLE_TARGET, ECS_SERVICE],
  settings: {
    floorPercent: {
      description: 'Percent of the declared peak load that runs in each region at all times.',
      default: 100,
    },
  },
  judge: (graph, { floorPercent }) => {
    const { scalers } = linksIn(graph);
    const declarationOf = declarations(graph);
    return streamsIn(graph).flatMap((services) => {
      const sized = services.flatMap((service) => {
        const scaler = scalers.get(service)?.[0];
        return scaler ? [{ service, scaler }] : [];
      });
      const together = sized.reduce((sum, { scaler }) => sum + (numberAt(scaler.inputs, MIN) ?? 0), 0);
      return [
        ...services.filter((service) => !scalers.has(service)).map((service) => unscaled(graph, service)),
        ...sized.flatMap(({ service, scaler }) => {
          const { peakRps, instanceRps } = declarationOf(service) ?? {};
          const needed =
            peakRps !== undefined && instanceRps !== undefined ? Math.ceil(peakRps / instanceRps) : undefined;
          const floor = needed === undefined ? 1 : Math.max(1, Math.ceil((needed * floorPercent) / 100));
          return [
            ...atLeast(
              scaler,
              MIN,
              floor,
              needed === undefined ? 'or nothing runs' : `which is ${floorPercent} % of the declared peak`,
            ),
            ...atLeast(
              scaler,
              MAX,
              Math.max(needed ?? 0, together),
              'which is what has to run here when the other region is gone',
            ),
          ];
        }),
      ];
    });
  },
});

function unscaled(graph: ResourceGraph, service: Resource): Finding {
  const argument = 'appautoscaling.Target';
  const open = graph.ofType(SCALABLE_TARGET).find((target) => isOpen(target, 'resourceId'));
  const fix = 'add an appautoscaling.Target and a Policy for it';
  return open
    ? undecided(
        open,
        'resourceId',
        `is not known before an apply, and may or may not be ${service.name}`,
        'compute it from the service',
      )
    : breach(service, argument, 'is missing, so it does not grow with the load of the other region', fix);
}

function atLeast(scaler: Resource, argument: string, least: number, why: string): readonly Finding[] {
  const fix = `set ${argument} to ${least} or more`;
  if (isUnknown(valueAt(scaler.inputs, argument))) return [unknownArgument(scaler, argument, fix)];
  const given = numberAt(scaler.inputs, argument);
  if (given !== undefined && given >= least) return [];
  return [breach(scaler, argument, `is ${given ?? 'not set'}; allowed is ${least} or more, ${why}`, fix)];
}
