import type { Resource } from '../../graph/graph.ts';
import { isSet, isUnreadable, textAt, valuesAt } from '../../graph/value.ts';
import { GOOGLE_ENTRIES, isGoogle } from './google.ts';
import { canonical, type RecordSet } from './names.ts';
import { ACCELERATOR, BALANCERS, DISTRIBUTION, ELASTIC_IP, INSTANCE, RECORD, ZONE } from './types.ts';
import type { Context } from './ways.ts';

// What a record answers with, and what a health check asks: endpoints, or other names that lead to some.

export const ENDPOINTS: readonly string[] = [...BALANCERS, ACCELERATOR, ELASTIC_IP, INSTANCE, ...GOOGLE_ENTRIES];

/** What an argument points at. */
export interface Pointed {
  /** Resources that answer requests. */
  readonly endpoints: readonly Resource[];
  /** Names of the plan that lead on. */
  readonly sets: readonly RecordSet[];
  /** Resources of the plan whose types are not known here. */
  readonly strange: readonly Resource[];
  /** True when the argument has room for fewer endpoints than it may mean. */
  readonly ambiguous: boolean;
}

export const answersIn = ({ inputs }: Resource): 'aliases' | 'records' =>
  isSet(inputs, 'aliases') ? 'aliases' : 'records';

export const answersPath = (record: Resource): string => (answersIn(record) === 'aliases' ? 'aliases.name' : 'records');

/** What a record answers with. An alias leads to a name of its own type. */
export const answersOf = (context: Context, record: Resource): Pointed =>
  pointedAt(
    context,
    record,
    answersPath(record),
    answersIn(record) === 'aliases' ? context.names.setOf(record)?.type : undefined,
  );

/** What the argument at a path points at, by address, by name, or by what its value is made from. */
export function pointedAt(context: Context, owner: Resource, path: string, type?: string): Pointed {
  const { graph, names } = context;
  const values = valuesAt(owner.inputs, path);
  const known = values.filter((value): value is string => typeof value === 'string' && !isUnreadable(value));
  const endpoints = addressed(context, owner, path, known);
  if (endpoints.length > 0) {
    const candidates = endpoints.filter((endpoint) => !isGoogle(endpoint)).length;
    return { ...NOTHING, endpoints, ambiguous: values.some(isUnreadable) && candidates > roomFor(owner, path, values) };
  }
  const named = known.flatMap((value) => names.named(value, type, names.setOf(owner)) ?? []);
  // A value that is known says more than what it was made from.
  const made = known.length > 0 ? [] : graph.linked(owner, path);
  const records = made.filter((resource) => resource.type === RECORD).flatMap((record) => names.setOf(record) ?? []);
  const sets = [...new Set([...named, ...records])].filter(({ records: all }) => !all.includes(owner));
  const strange = made.filter((resource) => resource.custom && ![RECORD, ZONE].includes(resource.type));
  return { ...NOTHING, sets, strange: sets.length > 0 ? [] : strange };
}

/** How many endpoints an argument can hold. A list of addresses that is unknown as a whole may be of any length. */
const roomFor = ({ inputs }: Resource, path: string, values: readonly unknown[]): number =>
  path === 'records' && isUnreadable(inputs[path]) && inputs['type'] !== 'CNAME' ? Infinity : values.length;

const NOTHING: Pointed = { endpoints: [], sets: [], strange: [], ambiguous: false };

function addressed({ graph }: Context, owner: Resource, path: string, known: readonly string[]): readonly Resource[] {
  const linked = graph.linked(owner, path, ENDPOINTS);
  if (linked.length > 0) return linked;
  const addresses = new Set(known.map(hostOf));
  return graph
    .ofType(...ENDPOINTS)
    .filter((endpoint) => addressesOf(endpoint).some((address) => addresses.has(hostOf(address))));
}

const ADDRESSES = ['address', 'publicIp', 'ipAddress', 'dnsName'] as const;

const addressesOf = ({ inputs, outputs }: Resource): readonly string[] =>
  ADDRESSES.flatMap((name) => textAt(outputs, name) ?? textAt(inputs, name) ?? []);

/** A host as it is compared. A load balancer has a second name that answers for IPv6 as well. */
const hostOf = (name: string): string => canonical(name).replace(/^dualstack\./, '');

/** Endpoints at the end of all names, and the records on the way. */
export interface Reached {
  readonly endpoints: readonly Resource[];
  readonly records: readonly Resource[];
  readonly strange: readonly Resource[];
}

/** Follows what is pointed at over names to where they end. */
export function reachedBy(context: Context, { endpoints, sets, strange }: Pointed): Reached {
  const records = new Set<Resource>();
  const found = { endpoints: new Set(endpoints), strange: new Set(strange) };
  const waiting = sets.flatMap((set) => set.records);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (records.has(next)) continue;
    records.add(next);
    const answers = answersOf(context, next);
    for (const endpoint of answers.endpoints) found.endpoints.add(endpoint);
    for (const unknown of answers.strange) found.strange.add(unknown);
    waiting.push(...answers.sets.flatMap((set) => set.records));
  }
  return { endpoints: [...found.endpoints], records: [...records], strange: [...found.strange] };
}

/** Names of resources, in words. */
export const namesOf = (resources: readonly Resource[]): string =>
  [...new Set(resources)].map(({ name }) => name).join(' and ');

/** A resource that cannot be followed any further, in words. */
export function unfamiliar({ name, type }: Resource): string {
  const article = /^[aeiou]/i.test(type) ? 'an' : 'a';
  const why = type === DISTRIBUTION ? 'which is not followed from here' : 'which is not known here';
  return `${name}, ${article} ${type}, ${why}`;
}
