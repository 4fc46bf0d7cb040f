import { isUnknown, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { SECRET } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument } from '../../frame/rule.ts';
import { servingRegions } from './support/scope.ts';
import { SECRET_REPLICATION } from './support/sources.ts';

const REPLICAS = 'replication.userManaged.replicas';

export const secretWhereItIsRead = graphRule({
  id: 'tandem-gcp-025-secret-where-it-is-read',
  title: 'Secrets are in the regions that serve',
  what: 'A secret is replicated automatically, or has a replica in every region that serves clients.',
  why: 'An instance that starts in the surviving region reads its secrets first: without a replica nothing starts there.',
  source: SECRET_REPLICATION,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Add a replica for each serving region. Replication cannot be changed later, so a new secret takes its place.',
  example: "replication: { userManaged: { replicas: [{ location: 'us-central1' }, { location: 'us-east4' }] } }",
  types: [SECRET],
  judge: (graph) => {
    const regionsOf = servingRegions(graph);
    return graph.ofType(SECRET).flatMap((secret) => {
      const regions = regionsOf(secret);
      const automatic = valueAt(secret.inputs, 'replication.auto');
      if (automatic !== undefined && automatic !== null && !isUnknown(automatic)) return [];
      const places = valuesAt(secret.inputs, `${REPLICAS}.location`);
      const missing = regions.filter((region) => !places.includes(region));
      if (missing.length === 0) return [];
      const fix = `add replicas for ${missing.join(' and ')}`;
      if (places.some(isUnknown)) return [unknownArgument(secret, REPLICAS, fix)];
      const kept = places.length > 0 ? places.join(' and ') : 'no region';
      return [
        breach(
          secret,
          REPLICAS,
          `keeps the secret in ${kept} and not in ${missing.join(' and ')}, which serves clients`,
          fix,
        ),
      ];
    });
  },
});
