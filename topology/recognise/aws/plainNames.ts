import type { Resource } from '../../graph/graph.ts';
import { valueAt, valuesAt } from '../../graph/value.ts';
import type { Entry, Service } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { answersOf, answersPath, reachedBy } from './answers.ts';
import { isGoogle } from './google.ts';
import { askedIn } from './standing.ts';
import type { RecordSet } from './names.ts';
import { BALANCERS, DISTRIBUTION, RECORD, ROUTE53_CHECK } from './types.ts';
import { servicesOf, wayInto, type Context } from './ways.ts';

// A name that leads past an entry: straight to a load balancer in one region which an entry chooses as well. Its clients
// have nowhere else to go.

/** A plain name with the load balancer that it leads to. */
interface Plain {
  readonly set: RecordSet;
  readonly record: Resource;
  readonly balancer: Resource;
  readonly region: string;
}

/** The services of names that lead past an entry. `services` are those of the entries. */
export function recognisePlainNames(context: Context, services: readonly Service[]): readonly Service[] {
  const past = context.names.sets.flatMap((set) => plainOf(context, set)).filter(isPast(services));
  // The same number of names in each region: those are the regions' own names, for probes and people.
  if (!isOneSided(context, past, services)) return [];
  const used = usedNames(context);
  return past
    .filter(({ set, record }) => !isUsed(context, record) && !used.has(set))
    .flatMap(({ set, record, balancer }) => {
      const entry: Entry = { kind: 'dns', urn: record.urn, availability: awsSla.route53 };
      const also = { urn: record.urn, says: `leads to ${balancer.name} alone, which another entry only chooses` };
      return servicesOf(wayInto(context, balancer), set.name ?? record.name, record, entry, [also]);
    });
}

/** IPv6 answers as IPv4 does; a private name or load balancer has no clients outside. */
function plainOf(context: Context, set: RecordSet): readonly Plain[] {
  const [record, ...more] = set.records;
  if (record === undefined || more.length > 0 || set.type === 'AAAA' || set.inside) return [];
  const { endpoints, records } = reachedBy(context, answersOf(context, record));
  if (records.some((each) => context.names.setOf(each)?.records.length !== 1)) return [];
  const [balancer, ...others] = endpoints;
  if (balancer === undefined || others.length > 0 || !BALANCERS.some((type) => type === balancer.type)) return [];
  const region = regionOf(context.graph, balancer);
  if (region === undefined || valueAt(balancer.inputs, 'internal') === true) return [];
  return context.entered.has(balancer.urn) ? [{ set, record, balancer, region }] : [];
}

/** True where the clients of some entry have more than the region of the name, and the name's own clients have not. */
const isPast =
  (services: readonly Service[]) =>
  ({ record, region }: Plain): boolean =>
    services.every(({ entry }) => entry.urn !== record.urn) &&
    services.some(({ pools }) => {
      const regions = pools.map((pool) => pool.region);
      return regions.includes(region) && regions.some((other) => other !== region);
    });

/** Google's side of an entry counts as one place: its names lead to all of its regions. */
function isOneSided(context: Context, past: readonly Plain[], services: readonly Service[]): boolean {
  const { graph, names } = context;
  const own = new Set(graph.ofType(...BALANCERS).flatMap((balancer) => regionOf(graph, balancer) ?? []));
  const regions = new Set(services.flatMap(({ pools }) => pools.map(({ region }) => region)));
  const counts = [...regions]
    .filter((region) => own.has(region))
    .map((region) => past.filter((plain) => plain.region === region).length);
  const google = names.sets.filter(
    ({ type, records }) =>
      type !== 'AAAA' && records.length === 1 && records.every((one) => leadsToGoogle(context, one)),
  );
  const hasGoogle = [...regions].some((region) => !own.has(region));
  return new Set([...counts, ...(hasGoogle ? [google.length] : [])]).size > 1;
}

function leadsToGoogle(context: Context, record: Resource): boolean {
  const { endpoints } = answersOf(context, record);
  return endpoints.length > 0 && endpoints.every(isGoogle);
}

/** What makes a name a step on a way that is read already: a check, another name, an origin. */
const STEPS: readonly string[] = [ROUTE53_CHECK, RECORD, DISTRIBUTION];

/** True when such a step is made from the record. Whoever else is told the name may be a client. */
const isUsed = ({ graph }: Context, { urn }: Resource): boolean =>
  graph.ofType(...STEPS).some(({ dependencies }) => dependencies.includes(urn));

/** Names that checks ask, records lead to and distributions take for an origin. */
function usedNames({ graph, names }: Context): ReadonlySet<RecordSet> {
  const named = (owner: Resource, path: string): readonly RecordSet[] =>
    valuesAt(owner.inputs, path).flatMap((value) =>
      typeof value === 'string' ? (names.named(value, undefined, names.setOf(owner)) ?? []) : [],
    );
  return new Set([
    ...graph.ofType(ROUTE53_CHECK).flatMap((check) => named(check, askedIn(check))),
    ...graph.ofType(RECORD).flatMap((record) => named(record, answersPath(record))),
    ...graph.ofType(DISTRIBUTION).flatMap((distribution) => named(distribution, 'origins.domainName')),
  ]);
}
