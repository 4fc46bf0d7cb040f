import { isSet } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, HEALTH_CHECK, REGION_MANAGER, ZONAL_MANAGER } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { HEALTH_CHECKS } from './support/sources.ts';

export const noSourceRegions = graphRule({
  id: 'tandem-gcp-014-no-source-regions',
  title: 'No source regions on health checks of backends',
  what: 'A health check that a backend service or an instance group uses does not set sourceRegions.',
  why: 'Source regions exist for DNS routing only; the API refuses such a check elsewhere.',
  source: HEALTH_CHECKS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Use one health check for DNS and another one for the backends.',
  example: "new HealthCheck(name, { httpHealthCheck: { portSpecification: 'USE_SERVING_PORT' } })",
  types: [HEALTH_CHECK],
  judge: (graph) =>
    graph.ofType(HEALTH_CHECK).flatMap((check) => {
      if (!isSet(check.inputs, 'sourceRegions')) return [];
      const users = graph.referrers(check, [BACKEND_SERVICE, ZONAL_MANAGER, REGION_MANAGER]);
      const user = users[0];
      if (!user) return [];
      const fix = 'remove sourceRegions, or give the DNS record its own health check';
      if (unknownAt(check, 'sourceRegions')) return [unknownArgument(check, 'sourceRegions', fix)];
      return [
        breach(check, 'sourceRegions', `is set, and ${user.name} uses this check; allowed is to leave it out`, fix),
      ];
    }),
});
