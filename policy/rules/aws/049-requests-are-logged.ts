import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
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

const judge = (balancer: Resource): readonly Finding[] =>
  ['accessLogs.enabled', 'dropInvalidHeaderFields'].flatMap((argument): readonly Finding[] => {
    const given = valueAt(balancer.inputs, argument);
    const fix = `set ${argument} to true`;
    if (given === true) return [];
    if (isUnknown(given)) return [unknownArgument(balancer, argument, fix)];
    return [breach(balancer, argument, 'is not true; allowed is true', fix)];
  });
