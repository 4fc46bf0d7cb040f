import type { Resource } from '../../../topology/graph/graph.ts';
import { numberAt } from '../../../topology/graph/value.ts';
import { CACHE_GROUP, GLOBAL_CACHE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { GLOBAL_DATASTORE } from './support/sources.ts';

const FLAGS = ['automaticFailoverEnabled', 'multiAzEnabled'];
const PRIMARY = 'primaryReplicationGroupId';

export const cachesSurvive = graphRule({
  id: 'tandem-aws-027-caches-survive',
  title: 'A cache survives a zone and a promotion',
  what: `Replication groups have automatic failover over several zones and a replica, and a global one ignores changes of ${PRIMARY}.`,
  why: 'Without them the loss of one node takes the cache. After a promotion the provider reads the new primary, and replaces the global group unless told to ignore it.',
  source: GLOBAL_DATASTORE,
  severity: 'high',
  level: 'mandatory',
  remediation: `Set ${FLAGS.join(' and ')} to true, and put ${PRIMARY} into ignoreChanges.`,
  example: `automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2 with { ignoreChanges: ['${PRIMARY}'] } on the global group`,
  types: [CACHE_GROUP, GLOBAL_CACHE],
  judge: (graph) => [
    ...graph
      .ofType(GLOBAL_CACHE)
      .flatMap((group) =>
        group.ignoreChanges.includes(PRIMARY)
          ? []
          : [
              breach(
                group,
                'ignoreChanges',
                `lacks ${PRIMARY}, so a promotion replaces the group`,
                `add ${PRIMARY} to ignoreChanges`,
              ),
            ],
      ),
    ...graph
      .ofType(CACHE_GROUP)
      .flatMap((group) => [
        ...FLAGS.flatMap((flag) => notTrue(group, flag, 'so one loss takes the cache')),
        ...nodes(group),
      ]),
  ],
});

function nodes(group: Resource): readonly Finding[] {
  const clusters = numberAt(group.inputs, 'numCacheClusters');
  if (clusters === undefined || clusters > 1) return [];
  return [breach(group, 'numCacheClusters', `is ${clusters}; allowed are 2 or more`, 'set numCacheClusters to 2')];
}
