import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { isGiven, isSet, isUnknown, isUnreadable, textAt, valueAt } from '../../graph/value.ts';
import type { Known } from '../../model/model.ts';
import { RECORD, ZONE } from './types.ts';

// Names of DNS: the full name of a record, and which records answer for a name.

/** Records of one name and type in one zone: together they give the answers. */
export interface RecordSet {
  /** Full name; undefined until an apply tells it. */
  readonly name: Known<string>;
  readonly type: string;
  readonly zone: string;
  /** True for names that only clients inside the network can ask. */
  readonly inside: boolean;
  readonly records: readonly Resource[];
}

/** A name as it is compared: capitals and a dot at the end do not count. */
export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Types that answer for a host, best known first. */
const HOSTS: readonly string[] = ['A', 'CNAME', 'AAAA'];

/** True for a set that says where a host is, or may say it; mail, texts and the like lead no client anywhere. */
export const leadsClients = ({ type }: RecordSet): boolean => HOSTS.includes(type) || isUnknown(type);

/** The record sets of a graph, and how to find them. */
export class Names {
  readonly sets: readonly RecordSet[];
  readonly #setOf = new Map<Resource, RecordSet>();
  readonly #byName = new Map<string, RecordSet[]>();

  constructor(graph: ResourceGraph) {
    const groups = new Map<string, RecordSet>();
    for (const record of graph.ofType(RECORD)) {
      const name = fullName(graph, record);
      const type = String(valueAt(record.inputs, 'type'));
      const zone = zoneOf(graph, record);
      const inside = isGiven(graph.linked(record, 'zoneId', [ZONE])[0]?.inputs, 'vpcs');
      const key = [zone, name ?? unnamed(record), type].join(' ');
      groups.set(key, { name, type, zone, inside, records: [...(groups.get(key)?.records ?? []), record] });
    }
    this.sets = [...groups.values()];
    for (const set of this.sets) {
      for (const record of set.records) this.#setOf.set(record, set);
      if (set.name !== undefined) this.#byName.set(set.name, [...(this.#byName.get(set.name) ?? []), set]);
    }
  }

  /** The whole set of a record. */
  setOf(record: Resource): Known<RecordSet> {
    return this.#setOf.get(record);
  }

  /**
   * The set that answers for a name: of the type that is asked for, or of the best known type for a host.
   *
   * @param from set that asks: its own zone answers it first. Who asks from outside learns of no name inside
   */
  named(name: string, type?: string, from?: RecordSet): Known<RecordSet> {
    const asked = canonical(name);
    const all = this.#byName.get(asked) ?? this.#byName.get(asked.replace(/^[^.]+/, '*')) ?? [];
    const near = all.filter(({ zone }) => zone === from?.zone);
    const found = near.length > 0 ? near : all.filter(({ inside }) => !inside);
    const types = type === undefined ? HOSTS : [type, ...HOSTS];
    return types.flatMap((each) => found.find((set) => set.type === each) ?? [])[0];
  }
}

/** Records whose names only an apply tells may be one set where they say that they belong to one. */
const unnamed = ({ inputs, urn }: Resource): string => (isSet(inputs, 'setIdentifier') ? '?' : urn);

const zoneOf = (graph: ResourceGraph, record: Resource): string =>
  graph.linked(record, 'zoneId')[0]?.urn ?? String(valueAt(record.inputs, 'zoneId'));

/** A record may be named within its zone: the provider adds the zone's name where it is not there. */
function fullName(graph: ResourceGraph, record: Resource): Known<string> {
  const given = valueAt(record.inputs, 'name') ?? '';
  if (typeof given !== 'string' || isUnreadable(given)) return undefined;
  const name = canonical(given);
  const hosted = graph.linked(record, 'zoneId', [ZONE])[0];
  const zone = textAt(hosted?.inputs, 'name') ?? textAt(hosted?.outputs, 'name');
  if (zone === undefined || name.endsWith(canonical(zone))) return name;
  return name === '' ? canonical(zone) : `${name}.${canonical(zone)}`;
}
