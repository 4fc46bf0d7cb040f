import { graphRule } from '../../frame/rule.ts';
import { deciding, findingAt, regionIn, regionLosses, SPANNED_TYPES } from './support.ts';

export const survivesRegionLoss = graphRule({
  id: 'tandem-verdict-001-survives-region-loss',
  title: 'The loss of any one region is survived',
  what: 'For each region, the verdict on its loss is yes: requests move, what is left carries them, and the data is elsewhere.',
  why: 'Several zones of one region do not survive a regional outage; Clerk lost everything for 45 minutes on 26 June 2025 and nothing on 6 August 2025.',
  source: 'https://clerk.com/blog/resilience-in-practice-regional-failover',
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Follow the reason in the message: it names the resource and the argument that decided.',
  example: '`tandem verdict <stack>` prints `region:us-central1 survives`',
  types: SPANNED_TYPES,
  judge: (graph) =>
    regionLosses(graph)
      .filter(({ survives }) => survives !== 'yes')
      .flatMap((loss) => {
        const reason = deciding(loss);
        const open = loss.survives === 'undecided';
        const problem = `${open ? 'leaves open whether' : 'is why'} the loss of ${regionIn(loss)} is ${open ? '' : 'not '}survived`;
        return reason
          ? [findingAt(reason, problem, 'change what the reason names; `tandem verdict` prints the whole chain', open)]
          : [];
      }),
});
