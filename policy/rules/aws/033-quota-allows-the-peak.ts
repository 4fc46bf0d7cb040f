import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { linksIn } from './support/scope.ts';
import { SERVICE_QUOTAS } from './support/sources.ts';
import { onFargate } from './support/tasks.ts';

const QUOTA = 'aws:servicequotas/serviceQuota:ServiceQuota';
/** Fargate On-Demand vCPUs. */
const CODE = 'L-3032A538';

export const quotaAllowsThePeak = graphRule({
  id: 'tandem-aws-033-quota-allows-the-peak',
  title: 'The account may run what the plan may grow to',
  what: 'In each region the quota for Fargate vCPUs is at least the largest number of tasks times their vCPUs.',
  why: 'Quotas are kept for each region and start low where little has run: the failover region stops growing at 6 vCPUs although maxCapacity says otherwise.',
  source: SERVICE_QUOTAS,
  severity: 'high',
  level: 'mandatory',
  remediation: `Ask for it with servicequotas.ServiceQuota, code ${CODE}, in both regions; or set vcpus of this rule to what the accounts have.`,
  example: `new ServiceQuota('west', { region: 'us-west-2', serviceCode: 'fargate', quotaCode: '${CODE}', value: 64 })`,
  types: [QUOTA, ECS_SERVICE],
  settings: {
    vcpus: { description: 'Fargate vCPUs that every account may use in every region without asking.', default: 6 },
  },
  judge: (graph, { vcpus }) => {
    const byRegion = new Map<string, { needed: number; service: Resource }>();
    for (const service of graph.ofType(ECS_SERVICE)) {
      const region = regionOf(graph, service);
      const needed = neededBy(graph, service);
      if (region === undefined || needed === undefined) continue;
      const before = byRegion.get(region);
      byRegion.set(region, { service: before?.service ?? service, needed: (before?.needed ?? 0) + needed });
    }
    return [...byRegion].flatMap(([region, { needed, service }]) => judge(graph, { region, needed, service }, vcpus));
  },
});

/** vCPUs of a service at its largest; undefined where it does not run on Fargate or the plan does not tell. */
function neededBy(graph: ResourceGraph, service: Resource): number | undefined {
  const [task] = graph.linked(service, 'taskDefinition', [TASK_DEFINITION]);
  const cpu = numberAt(task?.inputs, 'cpu');
  if (!task || cpu === undefined || !onFargate(task)) return undefined;
  const scaler = linksIn(graph).scalers.get(service)?.[0];
  const most = numberAt(scaler?.inputs, 'maxCapacity') ?? numberAt(service.inputs, 'desiredCount') ?? 1;
  return (most * cpu) / 1024;
}

interface Need {
  readonly region: string;
  readonly needed: number;
  readonly service: Resource;
}

function judge(graph: ResourceGraph, { region, needed, service }: Need, vcpus: number): readonly Finding[] {
  if (needed <= vcpus) return [];
  const fix = `ask for ${needed} or more with a ServiceQuota in ${region}`;
  const quota = graph
    .ofType(QUOTA)
    .find((one) => textAt(one.inputs, 'quotaCode') === CODE && regionOf(graph, one) === region);
  if (!quota)
    return [
      breach(
        service,
        'servicequotas.ServiceQuota',
        `for ${needed} vCPUs in ${region} is missing; without it ${vcpus} are allowed`,
        fix,
      ),
    ];
  if (isUnknown(valueAt(quota.inputs, 'value'))) return [unknownArgument(quota, 'value', fix)];
  const value = numberAt(quota.inputs, 'value') ?? 0;
  return value >= needed
    ? []
    : [
        breach(
          quota,
          'value',
          `is ${value}; the services may grow to ${needed} vCPUs`,
          `set value to ${needed} or more`,
        ),
      ];
}
