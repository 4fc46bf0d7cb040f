import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { linksIn } from './support/scope.ts';
import { CAPACITY_PROVIDERS } from './support/sources.ts';

const LIST = 'capacityProviderStrategies';
const SPOT = 'FARGATE_SPOT';

export const floorIsNotSpot = graphRule({
  id: 'tandem-aws-031-floor-is-not-spot',
  title: 'The floor does not run on spare capacity',
  what: `A service that uses ${SPOT} has no base there, and its base on FARGATE is at least the least number of its tasks.`,
  why: 'Spot tasks are taken back when capacity is short, which is when a region is gone and everybody moves to the other.',
  source: CAPACITY_PROVIDERS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Put the floor on FARGATE with base, and only what comes on top of it on FARGATE_SPOT.',
  example:
    "capacityProviderStrategies: [{ capacityProvider: 'FARGATE', base: 8, weight: 1 }, { capacityProvider: 'FARGATE_SPOT', weight: 1 }]",
  types: [ECS_SERVICE],
  judge: (graph) => {
    const { scalers } = linksIn(graph);
    return graph.ofType(ECS_SERVICE).flatMap((service): readonly Finding[] => {
      const blocks = blocksAt(service.inputs, LIST);
      const open = isUnknown(valueAt(service.inputs, LIST))
        ? LIST
        : blocks.flatMap((block, index) =>
            isUnknown(valueAt(block, 'capacityProvider')) ? [`${LIST}[${index}].capacityProvider`] : [],
          )[0];
      if (open) return [unknownArgument(service, open, 'write the capacity providers out')];
      const spot = blocks.findIndex((block) => textAt(block, 'capacityProvider') === SPOT);
      if (spot < 0) return [];
      const base = numberAt(blocks[spot], 'base') ?? 0;
      const argument = `${LIST}[${spot}].base`;
      if (base > 0)
        return [breach(service, argument, `is ${base} on ${SPOT}; allowed is 0`, 'move the base to FARGATE')];
      const scaler = scalers.get(service)?.[0];
      const floor = numberAt(scaler?.inputs, 'minCapacity') ?? numberAt(service.inputs, 'desiredCount') ?? 1;
      const firm = blocks
        .filter((block) => textAt(block, 'capacityProvider') !== SPOT)
        .reduce((sum, block) => sum + (numberAt(block, 'base') ?? 0), 0);
      if (firm >= floor) return [];
      const problem = `puts ${floor - firm} of the ${floor} tasks of the floor on ${SPOT}`;
      return [breach(service, LIST, problem, `set base of FARGATE to ${floor}`)];
    });
  },
});
