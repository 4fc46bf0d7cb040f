import type { Resource, ResourceGraph } from '../../topology/graph/graph.ts';

// A plan as tests of the rules hold it: the engine's own records, provider bookkeeping included, so that the pack is shown
// what the engine would show.

/** A planned resource. Inputs are as the engine writes them. */
export interface Planned {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly custom: boolean;
  readonly parent?: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Outputs that the SDK declares secret. */
  readonly secretOutputs: readonly string[];
  /** URNs by top-level argument. */
  readonly links: Readonly<Record<string, readonly string[]>>;
}

/** A plan with the configuration that the pack gets for it. */
export interface Plan {
  readonly name: string;
  readonly resources: readonly Planned[];
  /** Content of `--policy-pack-config`: a level or an object by policy. */
  readonly config: Readonly<Record<string, unknown>>;
}

interface Record_ {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly custom?: boolean;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The resources of `pulumi preview --json`.
 *
 * @throws Error when the text is no preview of at least one resource
 */
export function resourcesOf(preview: string): readonly Planned[] {
  const { steps = [] } = JSON.parse(preview) as { steps?: readonly { newState?: Record_ }[] };
  const resources = steps.flatMap(({ newState }) =>
    newState === undefined || newState.type.startsWith('pulumi:') ? [] : [plannedOf(newState)],
  );
  if (resources.length === 0) throw new Error('The preview plans no resource.');
  return resources;
}

const plannedOf = (record: Record_): Planned => ({
  urn: record.urn,
  type: record.type,
  name: record.urn.slice(record.urn.lastIndexOf('::') + 2),
  inputs: record.inputs ?? {},
  custom: record.custom ?? true,
  ...(record.parent === undefined ? {} : { parent: record.parent }),
  protect: record.protect ?? false,
  ignoreChanges: record.ignoreChanges ?? [],
  secretOutputs: record.additionalSecretOutputs ?? [],
  links: record.propertyDependencies ?? {},
});

/** The resources of a graph that was written by hand. */
export const resourcesIn = (graph: ResourceGraph): readonly Planned[] =>
  graph.all.map(({ urn, type, name, inputs, custom, parent, protect, ignoreChanges, propertyDependencies }) => ({
    urn,
    type,
    name,
    inputs,
    custom,
    ...(parent === undefined ? {} : { parent }),
    protect,
    ignoreChanges,
    secretOutputs: [],
    links: propertyDependencies,
  }));

/** A planned resource as the pack's own process is shown it. */
export const resourceOf = ({ links, ...planned }: Planned): Resource => ({
  ...planned,
  outputs: {},
  defaults: new Set(),
  propertyDependencies: links,
  dependencies: [...new Set(Object.values(links).flat())],
  op: 'create',
});
