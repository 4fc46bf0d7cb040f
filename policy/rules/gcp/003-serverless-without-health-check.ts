import { isGiven } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { SERVERLESS_NEGS } from './support/sources.ts';

const REFUSED = ['healthChecks', 'timeoutSec'] as const;

export const serverlessWithoutHealthCheck = graphRule({
  id: 'tandem-gcp-003-serverless-without-health-check',
  title: 'No health check and no timeout on serverless backends',
  what: 'A backend service with serverless endpoint groups sets neither healthChecks nor timeoutSec.',
  why: 'The API answers 400 to both, in the middle of an apply: the preview does not notice.',
  source: SERVERLESS_NEGS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Remove the argument. Cloud Run is probed by its own readiness probe; its request timeout is set on the service.',
  example: 'new BackendService(name, { backends, outlierDetection }) // no healthChecks, no timeoutSec',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const { groups } = describe(graph, service);
      const set = REFUSED.filter((argument) => isGiven(service.inputs, argument));
      if (set.length === 0 || groups.length === 0) return [];
      const serverless = groups.some(({ kind }) => kind === 'serverless');
      // A group of unknown kind with machines beside it cannot be serverless: the two do not mix.
      const open = groups.every(({ kind }) => kind === undefined);
      return set.flatMap((argument) => {
        const fix = `remove ${argument}, or make sure that every group holds instances`;
        if (serverless)
          return [breach(service, argument, 'is set; a backend service with serverless groups must not have it', fix)];
        // Instances need a health check anyway, so only the other argument leaves something to decide.
        if (open && argument === 'timeoutSec' && !isGiven(service.inputs, 'healthChecks')) {
          return [
            undecided(service, argument, 'is set, and whether its groups are serverless is not in the plan', fix),
          ];
        }
        return [];
      });
    }),
});
