import { isSet } from '../../../topology/graph/value.ts';
import { DATABASE_CLUSTER } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { CLUSTER_PROVIDER } from './support/sources.ts';

const IGNORED = ['replicationSourceIdentifier', 'globalClusterIdentifier', 'engineVersion'];

export const switchoverIsNoChange = graphRule({
  id: 'tandem-aws-020-switchover-is-no-change',
  title: 'After a switchover the next update changes nothing',
  what: `Each cluster of a global database ignores changes of ${IGNORED.join(', ')}.`,
  why: 'A switchover turns these round in the cloud. An update that turns them back promotes a replica or takes a cluster out of the global database.',
  source: CLUSTER_PROVIDER,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name all three in ignoreChanges of every member, since roles swap.',
  example: `{ ignoreChanges: ['${IGNORED.join("', '")}'] }`,
  types: [DATABASE_CLUSTER],
  judge: (graph) =>
    graph
      .ofType(DATABASE_CLUSTER)
      .filter((cluster) => isSet(cluster.inputs, 'globalClusterIdentifier'))
      .flatMap((cluster) => {
        const missing = IGNORED.filter((argument) => !cluster.ignoreChanges.includes(argument));
        if (missing.length === 0) return [];
        const fix = `add ${missing.join(', ')} to ignoreChanges`;
        // What nothing of this program fills in may turn out empty.
        if (isOpen(cluster, 'globalClusterIdentifier'))
          return [unknownArgument(cluster, 'globalClusterIdentifier', 'take it from the GlobalCluster, or remove it')];
        return [breach(cluster, 'ignoreChanges', `lacks ${missing.join(', ')}`, fix)];
      }),
});
