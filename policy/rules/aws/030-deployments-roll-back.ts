import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notSetTo, notTrue } from '../support/values.ts';
import { SERVICE_DEPLOYMENT } from './support/sources.ts';

export const deploymentsRollBack = resourceRule({
  id: 'tandem-aws-030-deployments-roll-back',
  title: 'A bad deployment does not look like an outage',
  what: 'Services stop a failing deployment and roll it back, keep all tasks while they deploy, give new tasks time before health checks count, and spread over zones again by themselves.',
  why: 'Without the circuit breaker a revision that never starts is tried for ever. Below 100 % a deployment takes the headroom that the loss of a region needs.',
  source: SERVICE_DEPLOYMENT,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set deploymentCircuitBreaker to { enable: true, rollback: true }, deploymentMinimumHealthyPercent to 100, healthCheckGracePeriodSeconds to 60 and availabilityZoneRebalancing to ENABLED.',
  example:
    "deploymentCircuitBreaker: { enable: true, rollback: true }, deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 200, healthCheckGracePeriodSeconds: 60, availabilityZoneRebalancing: 'ENABLED'",
  types: [ECS_SERVICE],
  judge: (service) => {
    const daemon = textAt(service.inputs, 'schedulingStrategy') === 'DAEMON';
    const controller = textAt(service.inputs, 'deploymentController.type') ?? 'ECS';
    return [
      ...(controller === 'ECS' ? breaker(service) : []),
      ...(daemon || controller === 'EXTERNAL' ? [] : healthy(service)),
      ...(isSet(service.inputs, 'loadBalancers') ? grace(service) : []),
      ...(daemon
        ? []
        : notSetTo(service, 'availabilityZoneRebalancing', 'ENABLED', 'so tasks stay in few zones after one was lost')),
    ];
  },
});

const breaker = (service: Resource): readonly Finding[] => [
  ...notTrue(service, 'deploymentCircuitBreaker.enable', 'so a revision that never starts is tried for ever'),
  ...notTrue(service, 'deploymentCircuitBreaker.rollback', 'so a stopped deployment stays where it is'),
];

function healthy(service: Resource): readonly Finding[] {
  const argument = 'deploymentMinimumHealthyPercent';
  const fix = `set ${argument} to 100`;
  if (isUnknown(valueAt(service.inputs, argument))) return [unknownArgument(service, argument, fix)];
  const percent = numberAt(service.inputs, argument) ?? 100;
  const most = numberAt(service.inputs, 'deploymentMaximumPercent') ?? 200;
  return [
    ...(percent >= 100 ? [] : [breach(service, argument, `is ${percent}; allowed is 100 or more`, fix)]),
    ...(most > percent
      ? []
      : [
          breach(
            service,
            'deploymentMaximumPercent',
            `is ${most}; allowed is more than ${percent}, or no deployment can start`,
            'set deploymentMaximumPercent to 200',
          ),
        ]),
  ];
}

function grace(service: Resource): readonly Finding[] {
  const argument = 'healthCheckGracePeriodSeconds';
  const fix = `set ${argument} to 60 or more`;
  if (isUnknown(valueAt(service.inputs, argument))) return [unknownArgument(service, argument, fix)];
  const seconds = numberAt(service.inputs, argument) ?? 0;
  if (seconds > 0) return [];
  return [breach(service, argument, 'is 0, so tasks that are starting are stopped for being unhealthy', fix)];
}
