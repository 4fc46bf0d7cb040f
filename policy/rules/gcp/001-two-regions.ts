import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { servedBy } from './support/served.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

export const twoRegions = graphRule({
  id: 'tandem-gcp-001-two-regions',
  title: 'Two regions behind every client route',
  what: 'A global backend service that clients reach has backends in at least two regions.',
  why: 'With one region there is nothing to fail over to: its loss is an outage, and Cloud Run service health answers "no healthy upstream".',
  source: BACKEND_SERVICES,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a backend whose group lies in a second region to the same backend service.',
  example: 'backends: [{ group: negInUsCentral1.id }, { group: negInUsEast1.id }]',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    servedBy(graph).flatMap(({ service, regions, placed, groups }) => {
      if (regions.length >= 2) return [];
      const fix = 'add a backend whose group lies in a second region to this backend service';
      if (!placed) {
        const open = groups.filter(({ region }) => region === undefined).length;
        const given =
          groups.length === 0
            ? 'is not known'
            : `has ${open} of ${groups.length} groups whose region is not in the plan`;
        return [undecided(service, 'backends', given, fix)];
      }
      const given = regions.length === 0 ? 'is empty' : `covers ${regions.join(', ')} only`;
      return [breach(service, 'backends', `${given}; allowed are two regions or more`, fix)];
    }),
});
