import type { Resource } from '../../graph/graph.ts';
import { isSet, textAt, valueAt } from '../../graph/value.ts';
import type { Entry, Evidence, Service, Signal } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { answersIn, answersOf, namesOf, reachedBy, unfamiliar } from './answers.ts';
import { barred, type Answer } from './barred.ts';
import { checksOf } from './checks.ts';
import { isGoogle, servicesBehind } from './google.ts';
import { leadsClients, type RecordSet } from './names.ts';
import { shared, unseenWay, wayOver, wayTo, type Behind } from './recordWays.ts';
import { ANY_ROUTE, DEFAULT_ROUTE } from './routes.ts';
import { allOf, anyOf, oneOf, standingOf, WELL, type Lost, type Places, type Standing } from './standing.ts';
import { unwell } from './targets.ts';
import { BALANCERS, ROUTING_POLICIES } from './types.ts';
import { evaluates, recordSignals, type Led } from './watching.ts';
import { distinct, servicesOf, together, type Context, type Way } from './ways.ts';

// Route 53: records of one name and type with a routing policy are one entry, whichever clouds they answer with.

type Policy = (typeof ROUTING_POLICIES)[number];

/** Policies that give a client one answer by where it is, with no other to fall back on but a default. */
const BY_PLACE: readonly Policy[] = ['geolocationRoutingPolicies', 'cidrRoutingPolicy'];

/** The services of every record set with a routing policy to which no other such set leads. */
export function recogniseRecordSets(context: Context, behind: Behind): readonly Service[] {
  const choosing = context.names.sets.filter(
    (set) => leadsClients(set) && set.records.some((record) => policyOf(record) !== undefined),
  );
  const inner = new Set(choosing.flatMap((set) => under(context, set)));
  return distinct(choosing.filter((set) => !inner.has(set)).flatMap((set) => servicesOfSet(context, behind, set)));
}

/** Sets that a set's records lead to. */
function under(context: Context, { records }: RecordSet): readonly RecordSet[] {
  const reached = records.flatMap((record) => reachedBy(context, answersOf(context, record)).records);
  return reached.flatMap((record) => context.names.setOf(record) ?? []).filter((set) => set.records !== records);
}

function servicesOfSet(context: Context, behind: Behind, set: RecordSet): readonly Service[] {
  const [first] = set.records;
  if (first === undefined) return [];
  const entry: Entry = { kind: 'dns', urn: first.urn, availability: awsSla.route53 };
  const policy = policyOf(first);
  if (policy && BY_PLACE.includes(policy))
    open(context, first, policy, 'answers by place: who is left without an answer when one is down cannot be told');
  if (set.name === undefined && set.records.length > 1)
    open(context, first, 'name', 'is known only after an apply: whether these records have one name cannot be told');
  const { way, endpoints } = chosen(context, behind, set, []);
  const clouds = endpoints.some(isGoogle) ? [stays(first)] : [];
  return servicesOf(way, set.name ?? textAt(first.inputs, 'name') ?? first.name, first, entry, clouds);
}

const stays = ({ urn }: Resource): Evidence => ({
  urn,
  says: 'Route 53 is of AWS itself: that it keeps checking and answering while the rest of AWS is down is its promise, and taken as kept',
});

const open = ({ undecided }: Context, record: Resource, argument: string, says: string): number =>
  undecided.push({ about: 'entry', evidence: { urn: record.urn, argument, says } });

const policyOf = ({ inputs }: Resource): Policy | undefined =>
  ROUTING_POLICIES.find((policy) => isSet(inputs, policy) && valueAt(inputs, policy) !== false);

/** A set of records as a way, and whether any of its answers counts as well. */
interface Chosen {
  readonly way: Way;
  readonly endpoints: readonly Resource[];
  readonly standing: (lost: Lost) => Standing;
}

/** @param above sets that led here: names may go round in a circle */
function chosen(context: Context, behind: Behind, set: RecordSet, above: readonly RecordSet[]): Chosen {
  const answers = set.records.map((record) => {
    const answer = answersOf(context, record);
    const { endpoints } = reachedBy(context, answer);
    return answered(context, behind, { record, records: set.records, answers: answer, endpoints }, [...above, set]);
  });
  const endpoints = answers.flatMap((answer) => answer.endpoints);
  // Two clouds name their routes each in its own way, so none can be said to be missing on one side.
  const mixed = endpoints.some(isGoogle) && !endpoints.every(isGoogle);
  return {
    way: together(barred(context, answers), mixed ? DEFAULT_ROUTE : ANY_ROUTE),
    endpoints,
    standing: (lost) => anyOf(answers.map(({ standing }) => standing(lost))),
  };
}

function answered(context: Context, behind: Behind, led: Led, above: readonly RecordSet[]): Answer {
  const { record, answers, endpoints } = led;
  sayUnseen(context, led);
  const signals = (inner: readonly Signal[]): readonly Signal[] => recordSignals(context, led, inner);
  const inner = answers.sets.filter((set) => !above.includes(set)).map((set) => chosen(context, behind, set, above));
  const ways = [
    ...answers.endpoints.map((endpoint) => wayTo(context, behind, record, endpoint, signals)),
    ...inner.map(({ way }) => wayOver(way, record, signals)),
  ];
  const way = together(ways.length > 0 ? ways : [unseenWay(context, led, signals)], DEFAULT_ROUTE);
  const places = placesOf(context, behind);
  // An alias has one target; where several may be it, one that is well may be the one.
  const target = (lost: Lost): Standing =>
    anyOf([
      ...answers.endpoints.map((endpoint) => healthOf(context, places, endpoint, lost)),
      ...inner.map(({ standing }) => standing(lost)),
    ]);
  const standing = (lost: Lost): Standing =>
    allOf([
      oneOf(checksOf(context.graph, record).map((check) => standingOf(context, places, check, lost))),
      ...(evaluates(record) ? [target(lost)] : []),
    ]);
  return { record, way: shared(way, record), standing, endpoints };
}

/** What an alias takes an endpoint for that it evaluates. */
function healthOf({ graph, links }: Context, places: Places, endpoint: Resource, lost: Lost): Standing {
  const why = BALANCERS.some((type) => type === endpoint.type) ? unwell(graph, links, endpoint) : undefined;
  if (why) return { well: false, why };
  const regions = places(endpoint);
  if (regions.length === 0) return { well: undefined };
  if (regions.some((region) => !lost.includes(region))) return WELL;
  return { well: false, why: { urn: endpoint.urn, says: `goes with ${[...new Set(regions)].join(' and ')}` } };
}

const placesOf =
  (context: Context, { accelerators, google }: Behind): Places =>
  (endpoint) => {
    const accelerated = accelerators.find(({ accelerator }) => accelerator === endpoint);
    if (accelerated) return [...accelerated.way.values()].flat().map(({ region }) => region);
    if (isGoogle(endpoint))
      return servicesBehind(context.graph, endpoint, google).flatMap(({ pools }) => pools.map(({ region }) => region));
    return [regionOf(context.graph, endpoint) ?? []].flat();
  };

/** Says what keeps a record's answer from being read. */
function sayUnseen(context: Context, { record, answers }: Led): void {
  const argument = answersIn(record);
  if (answers.ambiguous) {
    const says = `has one answer and is made from ${namesOf(answers.endpoints)}: which of them it is cannot be told`;
    open(context, record, argument, says);
  }
  if (answers.endpoints.length > 0 || answers.sets.length > 0) return;
  for (const { urn } of answers.strange) context.entered.add(urn);
  const [first] = answers.strange;
  open(
    context,
    record,
    argument,
    first ? `answers with ${unfamiliar(first)}` : 'what it answers with is not in the plan',
  );
}
