import { graphRule } from '../../frame/rule.ts';
import { deciding, findingAt, regionIn, regionLosses, SPANNED_TYPES } from './support.ts';

export const bidirectional = graphRule({
  id: 'tandem-verdict-004-bidirectional',
  title: 'Failover works in both directions',
  what: 'If the loss of one region is survived, so is the loss of the other.',
  why: 'Trouble in the failover region has to send its traffic back; a standby that only receives is half of a pair.',
  source: 'https://clerk.com/blog/resilience-in-practice-regional-failover',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Give both regions the same probes, capacity and stores; roles are data and not structure.',
  example: 'the same readinessProbe and scaling in both regions',
  types: SPANNED_TYPES,
  judge: (graph) => {
    const losses = regionLosses(graph);
    const survived = losses.filter(({ survives }) => survives === 'yes').map(regionIn);
    if (survived.length === 0) return [];
    return losses
      .filter(({ survives }) => survives !== 'yes')
      .flatMap((loss) => {
        const reason = deciding(loss);
        const problem = `makes the regions unlike: traffic can leave ${survived.join(', ')} and not ${regionIn(loss)}`;
        const open = loss.survives === 'undecided';
        return reason ? [findingAt(reason, problem, 'give both regions the same', open)] : [];
      });
  },
});
