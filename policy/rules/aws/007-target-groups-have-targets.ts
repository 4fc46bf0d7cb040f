import { textAt, valueAt, isUnknown } from '../../../topology/graph/value.ts';
import {
  ECS_SERVICE,
  SCALING_GROUP,
  TARGET_ATTACHMENTS,
  TARGET_GROUPS,
} from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { groupsBehind, publicBalancers } from './support/entries.ts';
import { linksIn } from './support/scope.ts';
import { TARGET_GROUP_HEALTH } from './support/sources.ts';

/** What can fill a target group, and where it names it. */
const FILLERS = [
  [[ECS_SERVICE], 'loadBalancers'],
  [[SCALING_GROUP], 'targetGroupArns'],
  [TARGET_ATTACHMENTS, 'targetGroupArn'],
] as const;

export const targetGroupsHaveTargets = graphRule({
  id: 'tandem-aws-007-target-groups-have-targets',
  title: 'Every target group has targets',
  what: 'Each target group that a public load balancer sends to is filled by a service, a scaling group or an attachment of the program.',
  why: 'A target group without targets makes the whole load balancer unhealthy for alias records and accelerators, and answers 503.',
  source: TARGET_GROUP_HEALTH,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the target group in loadBalancers of the service, or take it out of the listener.',
  example: "loadBalancers: [{ targetGroupArn: group.arn, containerName: 'api', containerPort: 8080 }]",
  types: [...TARGET_GROUPS, ECS_SERVICE],
  judge: (graph) => {
    const { targets } = linksIn(graph);
    const groups = new Set(publicBalancers(graph).flatMap((balancer) => groupsBehind(graph, balancer)));
    const open = FILLERS.flatMap(([types, argument]) =>
      graph
        .ofType(...types)
        .filter((filler) => isUnknown(valueAt(filler.inputs, argument)) && graph.linked(filler, argument).length === 0)
        .map((filler) => ({ filler, argument })),
    )[0];
    return [...groups]
      .filter((group) => (targets.get(group) ?? []).length === 0 && textAt(group.inputs, 'targetType') !== 'lambda')
      .map((group) =>
        open
          ? undecided(
              open.filler,
              open.argument,
              `is not known before an apply, and may or may not fill ${group.name}`,
              'take it from the target group of this program',
            )
          : breach(
              group,
              'targets',
              'are missing: no service, scaling group or attachment fills it',
              'name it in loadBalancers of the service',
            ),
      );
  },
});
