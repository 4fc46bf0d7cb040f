import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';

import { ResourceGraph, type Properties, type Resource } from '../../topology/graph/graph.ts';
import { masked, plainProperties } from './plain.ts';

// What the engine has shown so far. It shows each resource's inputs once, before it touches the resource, and at the end
// the outputs of all of them with their links. Rules read inputs: outputs hold what the cloud filled in, and an argument
// that nobody wrote must not count as one that somebody did. So the inputs are kept until the links arrive.

/** The resources of one run of the engine. */
export class Records {
  readonly #byUrn = new Map<string, Resource>();
  #graph: ResourceGraph | undefined;

  /**
   * Keeps a resource's inputs.
   *
   * @param marked true when the server still tells which values are secret, as it does for remediations only. Elsewhere
   *   the arguments that the SDK declares secret are taken for secrets.
   */
  remember(args: ResourceValidationArgs, marked: boolean): Resource {
    const { properties, defaults } = plainProperties(args.props);
    const resource: Resource = {
      ...common(args),
      inputs: marked ? properties : withoutSecrets(properties, args.opts.additionalSecretOutputs),
      outputs: {},
      defaults,
      propertyDependencies: {},
      dependencies: [],
    };
    this.#byUrn.set(args.urn, resource);
    return resource;
  }

  get(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /** URNs above a resource, nearest first. */
  ancestors(urn: string): readonly string[] {
    const parent = this.#byUrn.get(urn)?.parent;
    return parent === undefined ? [] : [parent, ...this.ancestors(parent)];
  }

  /** The whole stack as a graph; made once, though each stack rule is handed its own copy of the resources. */
  graph(resources: readonly PolicyResource[]): ResourceGraph {
    this.#graph ??= new ResourceGraph(resources.map((resource) => this.#linked(resource)));
    return this.#graph;
  }

  #linked(resource: PolicyResource): Resource {
    const { properties: outputs, defaults } = plainProperties(resource.props);
    const recorded = this.#byUrn.get(resource.urn);
    const id = outputs['id'];
    return {
      ...common(resource),
      inputs: recorded?.inputs ?? outputs,
      outputs,
      defaults: recorded?.defaults ?? defaults,
      ...(typeof id === 'string' ? { id } : {}),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, linked]) => [key, linked.map(({ urn }) => urn)]),
      ),
      dependencies: resource.dependencies.map(({ urn }) => urn),
    };
  }
}

const withoutSecrets = (properties: Properties, secret: readonly string[]): Properties =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, secret.includes(key) ? masked(value) : value]),
  );

function common(
  args: ResourceValidationArgs | PolicyResource,
): Omit<Resource, 'inputs' | 'outputs' | 'defaults' | 'propertyDependencies' | 'dependencies' | 'id'> {
  const { opts, provider } = args;
  return {
    urn: args.urn,
    type: args.type,
    name: args.name,
    custom: provider !== undefined,
    ...(opts.parent ? { parent: opts.parent } : {}),
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
    // The engine does not tell a policy what it is about to do.
    op: 'unknown',
    ...(provider ? { provider: provider.urn } : {}),
  };
}
