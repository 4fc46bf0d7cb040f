import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import table from './arguments.json' with { type: 'json' };

/** Arguments through which the API takes resources of the same region only. */
const NEAR = ['router', 'vpnTunnel', 'vpnGateway', 'interface', 'subnetwork', 'natIps'];

/** Types that live in one region, which is their argument `region`. */
const REGIONAL = new Set(
  Object.entries(table).flatMap(([type, names]) =>
    type.startsWith('gcp:') && names.split(' ').includes('region') ? [type] : [],
  ),
);

export const partsShareARegion = graphRule({
  id: 'tandem-gcp-076-parts-share-a-region',
  title: 'A part is in the region of what it belongs to',
  what: 'The router of a NAT, the gateway and the router of a tunnel, and the tunnel of an interface exist, and are in the region of what names them.',
  why: 'The preview does not compare regions. The API finds nothing by that name there and stops in the middle of an apply, and a region is left without its way out.',
  source: 'https://docs.cloud.google.com/network-connectivity/docs/router/concepts/overview',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Name the resource of the same region, or set region on both.',
  example: "new RouterNat('east', { region: 'us-east4', router: east.name, ... })",
  types: [...REGIONAL],
  judge: (graph) =>
    graph.ofType(...REGIONAL).flatMap((resource) => NEAR.flatMap((argument) => judge(graph, resource, argument))),
});

/** What an argument names by a plain name. */
const KINDS: Readonly<Record<string, string>> = {
  router: 'gcp:compute/router:Router',
  vpnTunnel: 'gcp:compute/vPNTunnel:VPNTunnel',
  interface: 'gcp:compute/routerInterface:RouterInterface',
};

/** A name that none of the program's own resources has, where it makes such resources in the region. */
function nameOfNobody(
  graph: ResourceGraph,
  resource: Resource,
  argument: string,
  region: string,
): { readonly given: string; readonly known: readonly string[] } | undefined {
  const [given, kind] = [textAt(resource.inputs, argument), KINDS[argument]];
  if (given === undefined || kind === undefined || given.includes('/')) return undefined;
  const near = graph.ofType(kind).filter((each) => regionOf(graph, each) === region);
  const known = near.flatMap((each) => textAt(each.inputs, 'name') ?? []);
  if (known.length === 0 || known.length < near.length || graph.named(given, [kind]).length > 0) return undefined;
  return { given, known };
}

function judge(graph: ResourceGraph, resource: Resource, argument: string): readonly Finding[] {
  if (resource.inputs[argument] === undefined) return [];
  if (isUnknown(resource.inputs['region'])) return [unknownArgument(resource, 'region', 'write the region out')];
  const region = regionOf(graph, resource);
  const places = graph
    .linked(resource, argument)
    .filter(({ type }) => REGIONAL.has(type))
    .flatMap((other) => {
      const place = regionOf(graph, other);
      return place === undefined ? [] : [{ other, place }];
    });
  const [elsewhere] = places;
  const strange = region === undefined ? undefined : nameOfNobody(graph, resource, argument, region);
  if (strange !== undefined && region !== undefined) {
    const problem = `is ${strange.given}, and in ${region} this program has ${strange.known.join(', ')}`;
    return [breach(resource, argument, problem, `name one of ${strange.known.join(', ')}`)];
  }
  // Names are unique in their region only, so one that fits is enough.
  if (region === undefined || !elsewhere || places.some(({ place }) => place === region)) return [];
  const problem = `is ${elsewhere.other.name} in ${elsewhere.place}, and this is in ${region}; allowed is one of ${region}`;
  return [breach(resource, argument, problem, `name the one of ${region}, or set the region of both alike`)];
}
