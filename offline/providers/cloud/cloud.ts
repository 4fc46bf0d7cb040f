import { isSet, UNKNOWN, type Value } from '../kit/values.ts';
import type { CloudResource } from './resource.ts';
import type { Store } from './store.ts';

/** What exists. Every method is synchronous, so that a check and the change it allows cannot be separated. */
export class Cloud {
  private resources = new Map<string, CloudResource>();
  private readonly store: Store | undefined;
  private readonly madeHere = new Set<string>();

  /** Without a store the cloud lives in memory and knows only what this process has seen. */
  constructor(store?: Store) {
    this.store = store;
    for (const resource of store?.load() ?? [])
      this.resources.set(keyOf(resource.type, resource.id, resource.scope), resource);
  }

  /** Whether absence means anything: only a cloud kept in a folder knows all that exists. */
  get knowsAll(): boolean {
    return this.store !== undefined;
  }

  /** Without a scope: the only resource, or the first, with this id. */
  get(type: string, id: string, scope?: string): CloudResource | undefined {
    if (scope !== undefined) return this.resources.get(keyOf(type, id, scope));
    return this.all(type).find((resource) => resource.id === id);
  }

  /** Whether it was there before this process: then the engine that made it is another one, and may be gone. */
  isOlder({ type, id, scope }: CloudResource): boolean {
    return !this.madeHere.has(keyOf(type, id, scope));
  }

  /** Every resource of the types given; of all types when none is. */
  all(...types: string[]): CloudResource[] {
    const every = [...this.resources.values()];
    return types.length === 0 ? every : every.filter((resource) => types.includes(resource.type));
  }

  /** Every resource of the types that a property value names: a name may exist in several places. */
  everyNamed(value: Value | undefined, ...types: string[]): CloudResource[] {
    return this.all(...types).filter((resource) => isNamedBy(resource, value));
  }

  /** The resource of one of the types that a property value names. */
  named(value: Value | undefined, ...types: string[]): CloudResource | undefined {
    return this.everyNamed(value, ...types)[0];
  }

  /** As {@link named}, for a resource in this scope: of several with one name it means the one beside it. */
  namedFrom(scope: string, value: Value | undefined, ...types: string[]): CloudResource | undefined {
    const candidates = this.everyNamed(value, ...types);
    return candidates.find((resource) => resource.scope === scope) ?? candidates[0];
  }

  put(resource: CloudResource): void {
    this.madeHere.add(keyOf(resource.type, resource.id, resource.scope));
    this.resources.set(keyOf(resource.type, resource.id, resource.scope), resource);
    this.store?.save(resource);
  }

  /** What `ask` answers when these do not exist; nothing is changed. */
  without<Answer>(resources: readonly CloudResource[], ask: () => Answer): Answer {
    const all = this.resources;
    this.resources = new Map([...all].filter(([, resource]) => !resources.includes(resource)));
    try {
      return ask();
    } finally {
      this.resources = all;
    }
  }

  remove(resource: CloudResource): void {
    this.resources.delete(keyOf(resource.type, resource.id, resource.scope));
    this.store?.discard(resource);
  }
}

/** Whether a property value is one of the names of a resource. */
export function isNamedBy({ aliases }: CloudResource, value: Value | undefined): boolean {
  return typeof value === 'string' && value !== UNKNOWN && aliases.includes(withoutHost(value));
}

/** The names of a resource in the form in which {@link Cloud.named} looks for them. */
export function aliasesOf(values: (Value | undefined)[]): string[] {
  const texts = values.filter((value): value is string => typeof value === 'string' && isSet(value) && value !== '');
  return [...new Set(texts.map(withoutHost))];
}

/** A link without host and API version, so that an id, a self link and a full resource name compare equal. */
function withoutHost(link: string): string {
  return link.replace(
    /^(https:)?\/\/[^/]+\/((compute|sql|storage)\/v?\d?[a-z0-9]*\/)?(v\d[a-z0-9]*\/)?(?=projects\/)/,
    '',
  );
}

function keyOf(type: string, id: string, scope: string): string {
  return `${type} ${scope} ${id}`;
}
