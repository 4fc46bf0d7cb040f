import { valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { HEALTH_CHECKS } from './support/sources.ts';

export const healthCheckOnInstances = graphRule({
  id: 'tandem-gcp-004-health-check-on-instances',
  title: 'A health check on every backend service with instances',
  what: 'A backend service with instance groups or zonal endpoint groups sets healthChecks.',
  why: 'Without one the API refuses it, and nothing would notice a bad region.',
  source: HEALTH_CHECKS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Reference a global compute.HealthCheck that asks the port which serves requests.',
  example: 'healthChecks: healthCheck.id',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const check = valueAt(service.inputs, 'healthChecks');
      if (check !== undefined && check !== null && check !== '') return [];
      const { someOf, told } = describe(graph, service);
      const fix = 'set healthChecks to the id of a global compute.HealthCheck';
      if (someOf(['zonal-group', 'regional-group', 'zonal-neg', 'hybrid-neg'])) {
        return [
          breach(service, 'healthChecks', 'is not set; its groups hold instances or endpoints, which need one', fix),
        ];
      }
      if (!told) {
        return [
          undecided(service, 'healthChecks', 'is not set, and whether its groups need one is not in the plan', fix),
        ];
      }
      return [];
    }),
});
