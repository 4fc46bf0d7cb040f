import { referenceNames } from './reference.ts';
import { valueAt, valuesAt } from './value.ts';

// A plan or a state as a graph of resources. Links come from the engine's property dependencies and from URNs; values
// are a second way only, because ids are unknown on a first preview.

export type Properties = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly urn: string;
  /** Full type token, for instance `gcp:compute/backendService:BackendService`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs as planned; unknown values satisfy `isUnknown`, secrets read `[secret]`. Provider bookkeeping is removed. */
  readonly inputs: Properties;
  /** Outputs when the source knows them; empty on a first preview. */
  readonly outputs: Properties;
  /** Provider id when the source knows it. */
  readonly id?: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly protect: boolean;
  /** URNs by top-level input property. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: readonly string[];
  /** Dotted paths of inputs that the provider filled in by default: not a person's choice. */
  readonly defaults: ReadonlySet<string>;
  /** What the plan does with it: create, update, replace, same, read; `state` when read from a state. */
  readonly op: string;
  readonly ignoreChanges: readonly string[];
  /** URN of the provider resource that manages it, when the source tells. */
  readonly provider?: string;
}

/** Resources by URN and type, with the links between them. */
export class ResourceGraph {
  readonly all: readonly Resource[];
  /** Name of the stack, when the URNs tell it. */
  readonly stack: string;
  readonly #byUrn = new Map<string, Resource>();
  readonly #byType = new Map<string, Resource[]>();
  readonly #byParent = new Map<string, Resource[]>();
  #byReference: Map<string, Resource[]> | undefined;

  /** Stack configuration that came with a preview (`gcp:region` and the like); empty for other sources. */
  readonly config: Properties;

  constructor(resources: readonly Resource[], config: Properties = {}) {
    this.all = resources;
    this.config = config;
    for (const resource of resources) {
      this.#byUrn.set(resource.urn, resource);
      push(this.#byType, resource.type, resource);
      if (resource.parent) push(this.#byParent, resource.parent, resource);
    }
    this.stack = resources[0]?.urn.split('::')[0]?.split(':')[2] ?? '';
  }

  get(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** Direct children of a component. */
  children(urn: string): readonly Resource[] {
    return this.#byParent.get(urn) ?? [];
  }

  /**
   * Resources that the argument at `path` names: by value where the value is known and names one of them, else by the
   * property dependencies of the argument's top-level property. `types` limits both; empty = any type.
   */
  linked(resource: Resource, path: string, types: readonly string[] = []): readonly Resource[] {
    const byValue = valuesAt(resource.inputs, path).flatMap((value) => this.named(value, types));
    if (byValue.length > 0) return [...new Set(byValue)];
    return this.#dependencies(resource, path, types);
  }

  /**
   * For each block of the list at `list`: the resource that its `argument` names, or undefined where that cannot be told.
   * Blocks with unknown values are given the remaining dependencies when there are as many of one as of the other, or one
   * of either. Which gets which is then open (the engine keeps no order), so a caller may count on the set and not on the
   * pairs.
   */
  linkedEach(
    resource: Resource,
    list: string,
    argument: string,
    types: readonly string[] = [],
  ): readonly (Resource | undefined)[] {
    const blocks = valueAt(resource.inputs, list);
    if (!Array.isArray(blocks)) return [];
    const precise = blocks.map((block) => this.named(valueAt(block, argument), types)[0]);
    const open = precise.filter((found) => found === undefined).length;
    const rest = this.#dependencies(resource, list, types).filter((found) => !precise.includes(found));
    // A single block has one of them, whichever it is; several blocks may all have the only one there is.
    if (open !== rest.length && blocks.length > 1 && rest.length !== 1) return precise;
    let next = 0;
    return precise.map((found) => found ?? rest[rest.length === 1 ? 0 : next++]);
  }

  /** Resources of `types` that refer to `target` through any of their arguments. */
  referrers(target: Resource, types: readonly string[]): readonly Resource[] {
    return this.ofType(...types).filter((candidate) =>
      Object.keys(candidate.inputs).some((key) => this.linked(candidate, key, [target.type]).includes(target)),
    );
  }

  #dependencies(resource: Resource, path: string, types: readonly string[]): readonly Resource[] {
    const urns = resource.propertyDependencies[path.split('.')[0] ?? ''] ?? [];
    return urns.flatMap((urn) => {
      const found = this.#byUrn.get(urn);
      return found && (types.length === 0 || types.includes(found.type)) ? [found] : [];
    });
  }

  /** Resources that a known value names by id, link, ARN or name; empty for an unknown value. */
  named(value: unknown, types: readonly string[] = []): readonly Resource[] {
    if (typeof value !== 'string') return [];
    this.#byReference ??= indexByReference(this.all);
    for (const name of referenceNames(value)) {
      const found = (this.#byReference.get(name) ?? []).filter(
        (candidate) => types.length === 0 || types.includes(candidate.type),
      );
      if (found.length > 0) return found;
    }
    return [];
  }
}

function indexByReference(resources: readonly Resource[]): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (!resource.custom) continue;
    const texts = [resource.id, resource.outputs['selfLink'], resource.outputs['arn'], resource.outputs['name']];
    const names = new Set(
      [...texts, resource.inputs['name'], resource.inputs['secretId'], resource.inputs['bucket']]
        .filter((text): text is string => typeof text === 'string')
        .map((text) => referenceNames(text)[0] ?? text),
    );
    for (const name of names) push(index, name, resource);
  }
  return index;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
