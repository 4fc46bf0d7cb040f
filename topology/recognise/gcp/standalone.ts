import type { ResourceGraph } from '../../graph/graph.ts';
import { textAt } from '../../graph/value.ts';
import { googleSla } from '../../arithmetic/sla.ts';
import type { Declared, Service } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { runCapacity } from './pools.ts';
import { behindGroups } from './serverless.ts';
import { RUN_SERVICE, RUN_V1_SERVICE, SERVERLESS_NEG } from './types.ts';

/** A service that only others inside the network call: no client arrives there. */
const INTERNAL_ONLY = 'INGRESS_TRAFFIC_INTERNAL_ONLY';

/** Cloud Run services that no network endpoint group points at: reached by their own URL, in their own region. */
export function standalone(graph: ResourceGraph, above: (urn: string) => Declared | undefined): readonly Service[] {
  const behind = behindGroups(graph, graph.ofType(SERVERLESS_NEG));
  return graph
    .ofType(RUN_SERVICE, RUN_V1_SERVICE)
    .filter((run) => !behind.has(run) && textAt(run.inputs, 'ingress') !== INTERNAL_ONLY)
    .flatMap((run): readonly Service[] => {
      const region = regionOf(graph, run);
      if (region === undefined) return [];
      const says = `is reached by its own URL in ${region}: no entry can send its clients elsewhere`;
      const declared = above(run.urn);
      const capacity = runCapacity(run, declared);
      return [
        {
          name: run.name,
          cloud: 'gcp',
          urn: run.urn,
          entry: { kind: 'regional', urn: run.urn, availability: googleSla.cloudRun },
          pools: [
            {
              ...capacity,
              region,
              live: true,
              capacityScaler: 1,
              startSeconds: declared?.startSeconds,
              signals: [],
              urn: run.urn,
            },
          ],
          retry: undefined,
          evidence: [{ urn: run.urn, says }],
        },
      ];
    });
}
