import { graphRule } from '../../frame/rule.ts';
import { deciding, findingAt, regionIn, regionLosses, SPANNED_TYPES } from './support.ts';

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
  types: SPANNED_TYPES,
  judge: (graph) =>
    regionLosses(graph).flatMap((loss) => {
      const reason = deciding(loss, ({ topic }) => topic === 'store');
      if (!reason) return [];
      const open = loss.survives === 'undecided';
      const problem = `${open ? 'leaves open whether the store outlives' : 'does not outlive'} the loss of ${regionIn(loss)}`;
      return [findingAt(reason, problem, 'keep a copy in the other region', open)];
    }),
});
