import type { Resource } from '../../../topology/graph/graph.ts';
import { BALANCERS } from '../../../topology/recognise/aws/types.ts';
import { graphRule, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { isApplication, publicBalancers } from './support/entries.ts';
import { BALANCER_LOGS } from './support/sources.ts';

export const requestsAreLogged = graphRule({
  id: 'tandem-aws-049-requests-are-logged',
  title: 'Every request at the entry is written down',
  what: 'Public application load balancers write access logs, and drop headers that are not valid.',
  why: 'After a failover the log is what tells which requests were lost and where the others went.',
  source: BALANCER_LOGS,
  severity: 'medium',
  level: 'mandatory',
  remediation:
    'Set accessLogs to { bucket, enabled: true }, with a bucket in the same region, and dropInvalidHeaderFields to true.',
  example: 'accessLogs: { bucket: logs.id, enabled: true }, dropInvalidHeaderFields: true',
  types: [...BALANCERS],
  judge: (graph) => publicBalancers(graph).filter(isApplication).flatMap(judge),
});

const judge = (balancer: Resource): readonly Finding[] => [
  ...notTrue(balancer, 'accessLogs.enabled', 'so lost requests leave no trace'),
  ...notTrue(balancer, 'dropInvalidHeaderFields', 'so headers that are not valid get through'),
];
