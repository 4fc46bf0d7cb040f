import { graphRule } from '../../frame/rule.ts';
import { deciding, findingAt, regionIn, regionLosses, SPANNED_TYPES } from './support.ts';

export const headroom = graphRule({
  id: 'tandem-verdict-003-headroom',
  title: 'What is left carries the peak load',
  what: 'After the loss of a region, the capacity that is left is at least the declared peak load of the whole.',
  why: 'Cloud Run answers 429 once its maximum is busy, and a 429 is neither retried nor rerouted: the load must fit.',
  source: 'https://docs.cloud.google.com/run/docs/about-instance-autoscaling',
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Raise the maximum of each region to what the whole peak needs, and the minimum if it must be there at once.',
  example: 'scaling: { minInstanceCount: 8, maxInstanceCount: 16 } for 400 requests/s at 50 an instance',
  types: SPANNED_TYPES,
  judge: (graph) =>
    regionLosses(graph).flatMap((loss) => {
      const reason = deciding(loss, ({ topic }) => topic === 'capacity');
      if (!reason) return [];
      const open = loss.survives === 'undecided';
      const problem = open
        ? `leaves open what is left after the loss of ${regionIn(loss)}`
        : `leaves too little after the loss of ${regionIn(loss)}`;
      return [findingAt(reason, problem, 'let the other region grow to the whole peak load', open)];
    }),
});
