import { URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { clientRoutes } from '../../../topology/recognise/gcp/routes.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { TRAFFIC_MANAGEMENT } from './support/sources.ts';

export const weightsHoldBothRegions = graphRule({
  id: 'tandem-gcp-032-weights-hold-both-regions',
  title: 'Weights never bind a share to one region',
  what: 'Each backend service in a weighted split has backends in two regions.',
  why: 'Weights are applied before health is looked at: the share of a service whose only region is lost fails.',
  source: TRAFFIC_MANAGEMENT,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Put both regions into one backend service, or into each weighted one.',
  example: 'weightedBackendServices: [{ backendService: bothRegions.id, weight: 100 }]',
  types: [URL_MAP],
  judge: (graph) =>
    graph.ofType(URL_MAP).flatMap((map) => {
      const { routes } = clientRoutes(graph, map, (service) => describe(graph, service).regions);
      const split = routes.filter(({ services }) => services.length > 1);
      return split.flatMap(({ name, services }): readonly Finding[] => {
        const argument = name === 'default' ? 'defaultRouteAction.weightedBackendServices' : 'pathMatchers';
        const fix = 'put both regions into each backend service of the split';
        const judged = services.map(({ service }) => describe(graph, service));
        const single = judged.find(({ regions, placed }) => placed && regions.length < 2);
        if (single) {
          const problem = `gives a share to ${single.service.name}, which covers ${single.regions.join() || 'no region'} only`;
          return [breach(map, argument, problem, fix)];
        }
        const open = judged.find(({ regions, placed }) => !placed && regions.length < 2);
        if (!open) return [];
        return [
          undecided(map, argument, `gives a share to ${open.service.name}, whose regions are not in the plan`, fix),
        ];
      });
    }),
});
