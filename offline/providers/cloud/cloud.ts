import { isSet, UNKNOWN, type Value, type Values } from '../kit/values.ts';
import type { Store } from './store.ts';

/** One resource that exists in the offline cloud. */
export interface CloudResource {
  type: string;
  id: string;
  /** Inputs and computed properties, as the cloud would answer. */
  state: Values;
  /** Every text by which others may refer to it. */
  aliases: string[];
}

/** What exists. Every method is synchronous, so that a check and the change it allows cannot be separated. */
export class Cloud {
  private readonly resources = new Map<string, CloudResource>();
  private readonly store: Store | undefined;

  /** Without a store the cloud lives in memory and knows only what this process has seen. */
  constructor(store?: Store) {
    this.store = store;
    for (const resource of store?.load() ?? []) this.resources.set(keyOf(resource.type, resource.id), resource);
  }

  /** Whether absence means anything: only a cloud kept in a folder knows all that exists. */
  get knowsAll(): boolean {
    return this.store !== undefined;
  }

  get(type: string, id: string): CloudResource | undefined {
    return this.resources.get(keyOf(type, id));
  }

  /** Every resource of the types given; of all types when none is. */
  all(...types: string[]): CloudResource[] {
    const every = [...this.resources.values()];
    return types.length === 0 ? every : every.filter((resource) => types.includes(resource.type));
  }

  /** The resource of one of the types that a property value names. */
  named(value: Value | undefined, ...types: string[]): CloudResource | undefined {
    if (typeof value !== 'string' || value === UNKNOWN) return undefined;
    const wanted = withoutHost(value);
    return this.all(...types).find((resource) => resource.aliases.includes(wanted));
  }

  put(resource: CloudResource): void {
    this.resources.set(keyOf(resource.type, resource.id), resource);
    this.store?.save(resource);
  }

  remove(type: string, id: string): void {
    const found = this.get(type, id);
    if (!found) return;
    this.resources.delete(keyOf(type, id));
    this.store?.discard(found);
  }
}

/** The names of a resource in the form in which {@link Cloud.named} looks for them. */
export function aliasesOf(values: (Value | undefined)[]): string[] {
  const texts = values.filter((value): value is string => typeof value === 'string' && isSet(value) && value !== '');
  return [...new Set(texts.map(withoutHost))];
}

/** A link without host and API version, so that an id, a self link and a full resource name compare equal. */
export function withoutHost(link: string): string {
  return link.replace(/^(https:)?\/\/[^/]+\/((compute|sql|storage)\/v?\d?[a-z0-9]*\/)?(v\d[a-z0-9]*\/)?(?=projects\/)/, '');
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}
