import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Evidence } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { APP_ENGINE, FUNCTIONS, RUN_SERVICE, RUN_V1_SERVICE } from './types.ts';

// What a serverless network endpoint group leads to. It serves from its own region only: the service has to be there.

/** What is behind a group: the resource that runs there, or why nothing does, or why that cannot be told. */
export type Behind = { readonly runs: Resource } | { readonly nothing: Evidence } | { readonly open: Evidence };

const RUNS = [RUN_SERVICE, RUN_V1_SERVICE] as const;

/** What a serverless group leads to in its region. */
export function behind(graph: ResourceGraph, group: Resource): Behind {
  const region = regionOf(graph, group);
  const evidence = (argument: string, says: string): Evidence => ({ urn: group.urn, argument, says });
  if (isSet(group.inputs, 'appEngine')) return appEngine(graph, group, region);
  const argument = isSet(group.inputs, 'cloudFunction') ? 'cloudFunction' : 'cloudRun';
  const found = candidates(graph, group, argument);
  const here = found.find((one) => regionsOf(graph, one).includes(region ?? ''));
  if (here) return { runs: here };
  const [elsewhere] = found;
  if (elsewhere && regionsOf(graph, elsewhere).length > 0)
    return {
      nothing: evidence(
        argument,
        `leads to ${elsewhere.name}, which is in ${regionsOf(graph, elsewhere).join(' and ')} and not in ${region}: nothing is served from ${region}`,
      ),
    };
  return {
    open: evidence(argument, `leads to a service that is not in this plan: what it runs in ${region} cannot be told`),
  };
}

/** The services that a group may mean. Two of one name may stand in both regions. */
function candidates(
  graph: ResourceGraph,
  group: Resource,
  argument: 'cloudRun' | 'cloudFunction',
): readonly Resource[] {
  const [types, name] = argument === 'cloudRun' ? [RUNS, 'cloudRun.service'] : [FUNCTIONS, 'cloudFunction.function'];
  const named = valuesAt(group.inputs, name).flatMap((value) => graph.named(value, types));
  return named.length > 0 ? named : graph.linked(group, argument, types);
}

/** Regions that a service runs in: several where it is made for several. */
function regionsOf(graph: ResourceGraph, service: Resource): readonly string[] {
  if (isUnknown(valueAt(service.inputs, 'location'))) return [];
  const several = valuesAt(service.inputs, 'multiRegionSettings.regions').filter(
    (place): place is string => typeof place === 'string' && !isUnknown(place),
  );
  return several.length > 0 ? several : [regionOf(graph, service)].flatMap((region) => region ?? []);
}

/** A project has one application, in one region for good. */
function appEngine(graph: ResourceGraph, group: Resource, region: string | undefined): Behind {
  const [application] = graph.ofType(APP_ENGINE);
  const location = application && textAt(application.inputs, 'locationId');
  // Two old locations are called without the number of their region.
  const home = location && (/\d$/.test(location) ? location : `${location}1`);
  const says =
    home && home !== region
      ? `leads to the project's App Engine application, which is in ${home}: nothing is served from ${region}`
      : 'leads to App Engine, which has one application in one region: what it runs cannot be told from the plan';
  const evidence = { urn: group.urn, argument: 'appEngine', says };
  return home && home !== region ? { nothing: evidence } : { open: evidence };
}

/** The Cloud Run service behind a group; undefined when something else is, or nothing that the plan tells. */
export function runBehind(graph: ResourceGraph, group: Resource): Resource | undefined {
  const found = behind(graph, group);
  return 'runs' in found && (RUNS as readonly string[]).includes(found.runs.type) ? found.runs : undefined;
}

/** Every service that groups lead to, wherever it is: none of them is reached by its own URL alone. */
export const behindGroups = (graph: ResourceGraph, groups: readonly Resource[]): ReadonlySet<Resource> =>
  new Set(groups.flatMap((group) => candidates(graph, group, 'cloudRun')));
