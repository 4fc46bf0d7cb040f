import type { Cloud } from '../cloud/cloud.ts';
import type { Problem } from './refusal.ts';
import type { Rule } from './rules.ts';
import type { Situation } from './situation.ts';
import type { Value, Values } from './values.ts';

/** How a name is made up when the program gives none: `<logical name><separator><7 characters>`. */
export interface Autoname {
  property: string;
  /** Longest name, in characters; the logical name is cut. */
  maximum: number;
  lowerCase?: boolean;
  /** Default `-`. */
  separator?: string;
  /** No name is made up when this input is set. */
  unless?: string;
  /** Put after the random characters. */
  suffix?: (inputs: Values) => string;
}

/** One property that changed. */
export interface Change {
  /** Concrete path, as in `backends[0].group`. */
  path: string;
  /** Absent: added. */
  before?: Value;
  /** Absent: removed. */
  after?: Value;
}

/** What a replacement rule sees beside the change. */
export interface ChangedResource {
  old: Values;
  inputs: Values;
}

/** Decides for one changed property whether the resource must be replaced. */
export type ReplaceRule = (change: Change, resource: ChangedResource) => boolean;

/** Names what forbids a deletion of a resource in this state. */
export type RemovalRule = (state: Values, cloud: Cloud) => Problem[];

/**
 * One resource type: what it needs, what the clouds refuse, what replaces it and what they compute. Paths are patterns
 * (`backends[].group`). All parts but `type` and `id` default to "nothing special".
 */
export interface Description {
  /** Pulumi type token. */
  type: string;
  autoname?: Autoname;
  /** Values filled into the inputs when absent, and listed in `__defaults`; a nested one only where its object is present. */
  defaults?: { [pattern: string]: Value };
  /** False for the few types whose provider lists no `__defaults`. */
  listsDefaults?: boolean;
  /** Refused while inputs are checked: known in a preview. */
  check?: Rule[];
  /** Refused while the change is planned: known in a preview. */
  plan?: Rule[];
  /** Refused by the cloud itself: only an apply shows it. */
  apply?: Rule[];
  /** Refuses a deletion; sees the resource as it is. */
  remove?: RemovalRule[];
  /** Optional inputs the cloud fills when absent, and values it adds inside inputs. */
  computed?: string[];
  /** A change of these replaces the resource; `*` means every input. */
  replaces?: string[];
  /** Exceptions from `*`. */
  inPlace?: string[];
  /** Adding or removing the whole of these replaces; changes inside do not. */
  replacesOnCount?: string[];
  /** Replacement that depends on more than the path. */
  replacesWhen?: { [pattern: string]: ReplaceRule };
  /** Differences that mean nothing, by pattern: values whose normal forms are equal do not differ. */
  normal?: { [pattern: string]: (value: Value) => Value };
  /** Lists whose order means nothing. */
  unordered?: string[];
  /** A replacement deletes first even if the name is made up. */
  deletesFirst?: boolean;
  /** Whether a fixed name makes a replacement delete first. Default true. */
  fixedNameDeletesFirst?: (change: ChangedResource) => boolean;
  /** Inputs that name another resource, and the types it may be of: it must exist. */
  references?: { [pattern: string]: string[] };
  /** Those references for which the cloud refuses to delete the other resource while this one exists. */
  holds?: string[];
  /** Inputs and outputs kept secret. */
  secrets?: string[];
  /** The id in the cloud; asked only when every input is known. */
  id: (situation: Situation) => string;
  /** Making what exists already succeeds: a setting that is put, a permission or a service that is switched on. */
  idempotent?: boolean;
  /** Exists in the state alone: equal ids do not clash, and a refresh believes the engine. */
  onlyInState?: boolean;
  /** Other names by which inputs may refer to this resource; beside its id, `selfLink`, `arn` and `name`. */
  aliases?: (state: Values) => (Value | undefined)[];
  /** Properties that are known as soon as the inputs are: shown in a preview. */
  planned?: (situation: Situation) => Values;
  /** Properties known once the resource exists. */
  outputs?: (situation: Situation, id: string) => Values;
  /** Computed properties that an update makes anew, when something changed; by their names. */
  recomputed?: (change: ChangedResource) => string[];
}
