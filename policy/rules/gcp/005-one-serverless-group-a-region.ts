import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { SERVERLESS_NEGS } from './support/sources.ts';

export const oneServerlessGroupARegion = graphRule({
  id: 'tandem-gcp-005-one-serverless-group-a-region',
  title: 'One serverless group a region, unmixed',
  what: 'A global backend service has at most one serverless endpoint group in each region and no group of another kind beside it.',
  why: 'The API refuses both, in the middle of an apply.',
  source: SERVERLESS_NEGS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Keep one serverless endpoint group for each region; give other groups their own backend service.',
  example: 'backends: regions.map((region) => ({ group: neg[region].id }))',
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const { groups, told } = describe(graph, service);
      const serverless = groups.filter(({ kind }) => kind === 'serverless');
      if (serverless.length === 0) return [];
      const placed = serverless.flatMap(({ region }) => (region === undefined ? [] : [region]));
      const twice = [...new Set(placed.filter((region, index) => placed.indexOf(region) !== index))];
      const findings = twice.map((region) =>
        breach(
          service,
          'backends',
          `has more than one serverless group in ${region}; allowed is one for each region`,
          `keep one group for ${region}`,
        ),
      );
      if (told && serverless.length < groups.length) {
        const fix = 'give the other groups a backend service of their own';
        findings.push(breach(service, 'backends', 'mixes serverless groups with others, which the API refuses', fix));
      }
      if (findings.length === 0 && serverless.length > 1 && (placed.length < serverless.length || !told)) {
        const fix = 'reference endpoint groups whose region is in the plan, one for each region';
        findings.push(undecided(service, 'backends', 'names groups whose kind or region is not in the plan', fix));
      }
      return findings;
    }),
});
