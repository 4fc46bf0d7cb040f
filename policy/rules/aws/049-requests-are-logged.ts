import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { BALANCERS, BUCKETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { isApplication, publicBalancers } from './support/entries.ts';
import { BALANCER_LOGS } from './support/sources.ts';

const POLICY = 'aws:s3/bucketPolicy:BucketPolicy';

export const requestsAreLogged = graphRule({
  id: 'tandem-aws-049-requests-are-logged',
  title: 'Every request at the entry is written down',
  what: 'Public application load balancers write access logs into a bucket that lets them, and drop headers that are not valid.',
  why: 'After a failover the log is what tells which requests were lost and where the others went.',
  source: BALANCER_LOGS,
  severity: 'medium',
  level: 'mandatory',
  remediation:
    'Set accessLogs to { bucket, enabled: true }, with a bucket in the same region, and dropInvalidHeaderFields to true.',
  example: 'accessLogs: { bucket: logs.id, enabled: true }, dropInvalidHeaderFields: true',
  types: [...BALANCERS],
  judge: (graph) =>
    publicBalancers(graph)
      .filter(isApplication)
      .flatMap((balancer) => [...judge(balancer), ...closed(graph, balancer)]),
});

const judge = (balancer: Resource): readonly Finding[] => [
  ...notTrue(balancer, 'accessLogs.enabled', 'so lost requests leave no trace'),
  ...notTrue(balancer, 'dropInvalidHeaderFields', 'so headers that are not valid get through'),
];

/** A load balancer whose logs the bucket does not take cannot be made. */
function closed(graph: ResourceGraph, balancer: Resource): readonly Finding[] {
  const argument = 's3.BucketPolicy';
  return graph
    .linked(balancer, 'accessLogs.bucket', BUCKETS)
    .filter((bucket) => !graph.ofType(POLICY).some((one) => graph.linked(one, 'bucket', BUCKETS).includes(bucket)))
    .map((bucket) => {
      const problem = `is missing, so ${balancer.name} may not write its log there`;
      return breach(bucket, argument, problem, 'allow s3:PutObject to logdelivery.elasticloadbalancing.amazonaws.com');
    });
}
