import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { textAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { notSetTo } from '../support/values.ts';
import { apiOf } from './support/apis.ts';

const SERVICE = 'gcp:projects/service:Service';

/** On in every project from the start. */
const FROM_THE_START = 'storage.googleapis.com';

export const apisAreSwitchedOn = graphRule({
  id: 'tandem-gcp-079-apis-are-switched-on',
  title: 'The APIs in use are switched on, and stay so',
  what: 'A program that switches on most of the APIs that it uses switches on all of them, and removing one of these lines does not switch the API off for the whole project.',
  why: 'In a fresh project the apply stops at the first resource of an API that is off. With disableOnDestroy a line that is removed stops everything in the project that uses the API.',
  source: 'https://docs.cloud.google.com/service-usage/docs/enable-disable',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add a projects.Service for the API, and leave disableOnDestroy out.',
  example: "new Service(name, { service: 'run.googleapis.com' })",
  types: [SERVICE],
  judge: (graph) => {
    const services = graph.ofType(SERVICE);
    const [first] = services;
    return [
      ...services.flatMap((service) =>
        ['disableOnDestroy', 'disableDependentServices']
          .filter((argument) => service.inputs[argument] !== undefined)
          .flatMap((argument) =>
            notSetTo(service, argument, false, 'so removing this line stops others in the project'),
          ),
      ),
      ...(first ? judgeMissing(graph, first, services) : []),
    ];
  },
});

function judgeMissing(graph: ResourceGraph, first: Resource, services: readonly Resource[]): readonly Finding[] {
  const on = services.map((service) => textAt(service.inputs, 'service'));
  // Names that something computes may be any.
  if (on.includes(undefined)) return [];
  const used = usedBy(graph);
  const missing = [...used.keys()].filter((api) => !on.includes(api));
  // A program that switches on a few leaves the others to somebody else.
  if (missing.length * 3 > used.size) return [];
  return missing.map((api) => {
    const problem = `for ${api} is missing, which ${used.get(api)?.name ?? ''} needs`;
    return breach(first, 'service', problem, `add a projects.Service for ${api}`);
  });
}

/** The APIs that resources of the program need, each with one that needs it. */
function usedBy(graph: ResourceGraph): ReadonlyMap<string, Resource> {
  const used = new Map<string, Resource>();
  for (const resource of graph.all) {
    const api = apiOf(resource.type);
    if (api !== undefined && api !== FROM_THE_START) used.set(api, resource);
  }
  return used;
}
