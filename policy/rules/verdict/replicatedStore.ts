import { recognise } from '../../../topology/recognise/recognise.ts';
import { graphRule } from '../../frame/rule.ts';
import { findingAt, regionIn, regionLosses } from './support.ts';

export const replicatedStore = graphRule({
  id: 'tandem-verdict-005-replicated-store',
  title: 'Every store is within reach of the region that is left',
  what: 'Databases, buckets, secrets and images have a copy that outlives the loss of any one region.',
  why: 'A second compute region over one database shares its fate; so does one that cannot read its secrets or pull its image.',
  source: 'https://docs.cloud.google.com/sql/docs/postgres/use-advanced-disaster-recovery',
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Keep a copy in each region: a replica as large as the primary, a dual-region bucket, replicated secrets, a multi-region repository.',
  example: 'replication: { userManaged: { replicas: [{ location: "us-central1" }, { location: "us-east4" }] } }',
  types: [],
  judge: (graph) => {
    const members = new Set(
      recognise(graph).stores.flatMap((store) => [store.urn, ...store.members.map(({ urn }) => urn)]),
    );
    return regionLosses(graph)
      .filter(({ survives }) => survives !== 'yes')
      .flatMap((loss) => {
        const deciding = loss.why.filter(({ urn, against }) => against === true && members.has(urn)).slice(0, 1);
        return deciding.map((evidence) =>
          findingAt(evidence, `does not outlive the loss of ${regionIn(loss)}`, 'keep a copy in the other region'),
        );
      });
  },
});
