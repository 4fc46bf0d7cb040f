import { UNKNOWN_VALUE } from '../support/graph.ts';
import type { Plan } from '../support/plan.ts';

/**
 * A plan as it is when another program owns the resources of some types: they are not in it, and literal names stand where
 * their ids were.
 */
export function elsewhere({ name, config, resources }: Plan, types: RegExp): Plan {
  const owned = new Map(resources.filter(({ type }) => types.test(type)).map((resource) => [resource.urn, resource]));
  if (owned.size === 0) throw new Error(`${name} has no resource of type ${types.source}`);
  const kept = resources.filter(({ urn }) => !owned.has(urn));
  return {
    name,
    config,
    resources: kept.map((resource) => {
      const cut = Object.entries(resource.links).flatMap(([argument, urns]) => {
        const names = urns.flatMap((urn) => owned.get(urn)?.name ?? []);
        // An argument that other resources fill in as well keeps its unknown values: which are whose cannot be told.
        return names.length > 0 && names.length === urns.length ? [[argument, names[0]] as const] : [];
      });
      return {
        ...resource,
        inputs: {
          ...resource.inputs,
          ...Object.fromEntries(
            cut.map(([argument, end]) => [argument, named(resource.inputs[argument], `other-${end}`)]),
          ),
        },
        links: Object.fromEntries(
          Object.entries(resource.links).map(([argument, urns]) => [argument, urns.filter((urn) => !owned.has(urn))]),
        ),
      };
    }),
  };
}

/** A value in which a name stands where something unknown was. */
function named(value: unknown, name: string): unknown {
  if (value === UNKNOWN_VALUE) return name;
  if (Array.isArray(value)) return value.map((item) => named(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, name)]));
}
