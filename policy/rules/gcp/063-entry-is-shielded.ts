import { textAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { servedBy } from './support/served.ts';
import { ARMOR } from './support/sources.ts';

export const entryIsShielded = graphRule({
  id: 'tandem-gcp-063-entry-is-shielded',
  title: 'A flood is stopped at the entry',
  what: 'A backend service that the internet reaches has a security policy.',
  why: 'A flood overloads both regions at once, and no failover helps: it has to be stopped before the regions.',
  source: ARMOR,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set securityPolicy to a SecurityPolicy with a rate limit.',
  example: 'securityPolicy: policy.id',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    servedBy(graph).flatMap(({ service, regions, placed }) => {
      const policy = valueAt(service.inputs, 'securityPolicy');
      const inside = textAt(service.inputs, 'loadBalancingScheme')?.startsWith('INTERNAL');
      if (inside || (policy !== undefined && policy !== null && policy !== '')) return [];
      const fix = 'set securityPolicy to the id of a compute.SecurityPolicy with a rate limit';
      if (regions.length >= 2) {
        return [breach(service, 'securityPolicy', 'is not set, so nothing limits what a client may send', fix)];
      }
      return placed
        ? []
        : [
            undecided(
              service,
              'securityPolicy',
              'is not set, and whether it serves two regions is not in the plan',
              fix,
            ),
          ];
    }),
});
