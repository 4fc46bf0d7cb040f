import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { BACKEND_SERVICE, URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { UPTIME_CHECK } from './support/alerts.ts';
import { headersOf, pinsOf } from './support/pins.ts';
import { scopesOf, type Scope } from './support/scope.ts';
import { describe } from './support/served.ts';
import { TRAFFIC_MANAGEMENT } from './support/sources.ts';

export const pinsLeadToTheirRegion = graphRule({
  id: 'tandem-gcp-082-pins-lead-to-their-region',
  title: 'A route that pins a region leads there, and nobody else',
  what: 'For each region that a header names there is a backend service in that region alone, header matches are not inverted, and every value of such a header that a probe sends has a route.',
  why: 'A probe that asks the other region shows a lost region as well; an inverted match sends every client without the header to one region, with no failover.',
  source: TRAFFIC_MANAGEMENT,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Give each region a backend service with its own backend only, and a route with its name as exactMatch.',
  example:
    "routeRules: [{ matchRules: [{ prefixMatch: '/', headerMatches: [{ headerName: 'x-tandem-region', exactMatch: 'us-east4' }] }], service: pinned.id }]",
  types: [URL_MAP, UPTIME_CHECK],
  judge: (graph) => [
    ...graph.ofType(URL_MAP).flatMap(judgeInverted),
    ...scopesOf(graph).flatMap((scope) => judgeScope(graph, scope)),
  ],
});

const judgeInverted = (map: Resource): readonly Finding[] =>
  pinsOf(map)
    .filter(({ inverted, open }) => inverted || open)
    .map(({ path, open }) => {
      const [argument, fix] = [`${path}.invertMatch`, 'remove invertMatch'];
      if (open) return unknownArgument(map, argument, fix);
      return breach(map, argument, 'is true, so every request without the header takes this route', fix);
    });

function judgeScope(graph: ResourceGraph, { regions, includes }: Scope): readonly Finding[] {
  const maps = graph.ofType(URL_MAP).filter(includes);
  const pins = maps.flatMap((map) => pinsOf(map).map((pin) => ({ ...pin, map })));
  const astray = pins
    .filter(({ value, map }) => regions.includes(value) && !leadsTo(graph, map, value))
    .map(({ path, value, map }) =>
      breach(
        map,
        `${path}.exactMatch`,
        `is ${value}, and no backend service behind this map is in ${value} alone`,
        `lead this route to a backend service with the backend of ${value}`,
      ),
    );
  const headers = new Set(pins.map(({ header }) => header.toLowerCase()));
  const unmatched = graph
    .ofType(UPTIME_CHECK)
    .filter(includes)
    .flatMap((check) =>
      headersOf(check)
        .filter(({ header }) => headers.has(header.toLowerCase()))
        .filter(({ header, value }) => !pins.some((pin) => isSame(pin, header, value)))
        .map(({ header, value }) =>
          breach(
            check,
            `httpCheck.headers.${header}`,
            `is ${value}, and no route matches that, so the check is answered by any region`,
            `send one of ${pins.map((pin) => pin.value).join(', ')}, or add the route`,
          ),
        ),
    );
  return [...astray, ...unmatched];
}

const isSame = (pin: { readonly header: string; readonly value: string }, header: string, value: string): boolean =>
  pin.header.toLowerCase() === header.toLowerCase() && pin.value === value;

/** True unless every service of the map has a known place and none is in the region alone. Which route leads to which is open. */
function leadsTo(graph: ResourceGraph, map: Resource, region: string): boolean {
  const services = Object.keys(map.inputs).flatMap((key) => graph.linked(map, key, [BACKEND_SERVICE]));
  const described = services.map((service) => describe(graph, service));
  if (described.length === 0 || described.some(({ placed }) => !placed)) return true;
  return described.some(({ regions }) => regions.length === 1 && regions[0] === region);
}
