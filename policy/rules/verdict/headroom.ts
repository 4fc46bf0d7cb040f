import { graphRule } from '../../frame/rule.ts';
import { findingAt, objective, fixOf, regionIn, regionLosses } from './support.ts';

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
  types: [],
  judge: (graph) => {
    const declared = objective(graph, 'headroom');
    return regionLosses(graph)
      .filter((loss) => loss.headroom !== null && loss.headroom < 1)
      .map((loss) =>
        findingAt(
          loss.why.find(({ argument }) => argument?.includes('max') || argument?.includes('capacityScaler')) ??
            loss.why[0],
          `after the loss of ${regionIn(loss)} the headroom is ${loss.headroom}; allowed is 1 or more`,
          declared && !declared.met ? fixOf(declared) : 'raise the maximum of the other region',
        ),
      );
  },
});
