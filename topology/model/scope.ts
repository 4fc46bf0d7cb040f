import type { Declared, Model } from './model.ts';

// Several topologies may stand in one program. Each judges its own services and stores by its own declaration.

/** The declaration that holds for a service or a store. */
export const declaredFor = (model: Model, { topology }: { readonly topology?: string }): Declared | undefined =>
  topology === undefined ? undefined : model.declared.find(({ urn }) => urn === topology);

/**
 * The part of a model that one declaration is about: what belongs to it, and what belongs to nobody. One of several
 * services has the stores of its topology.
 */
export function scopeOf(model: Model, declared: Declared): Model {
  const of =
    (urn: string) =>
    ({ topology }: { readonly topology?: string }): boolean =>
      topology === undefined || topology === urn;
  return {
    services: model.services.filter(of(declared.urn)),
    stores: model.stores.filter(of(declared.within ?? declared.urn)),
    declared: [declared],
    undecided: model.undecided,
  };
}
