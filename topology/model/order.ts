import type { Declared, Model, Pool, Service, Store } from './model.ts';
import { declaredFor } from './scope.ts';

// The engine plans resources in any order. A model has one order, so that two previews of the same program read alike.

const KINDS: readonly Store['kind'][] = ['sql', 'table', 'bucket', 'cache', 'secret', 'images'];

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

/** The same model: services and stores by name, pools with the declared primary first, zones by name. */
export const inOrder = (model: Model): Model => ({
  ...model,
  services: model.services.map((service) => withPools(service, declaredFor(model, service))).toSorted(byName),
  stores: model.stores.toSorted(
    (one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || byName(one, other),
  ),
  declared: model.declared.toSorted(byName),
});

const withPools = (service: Service, declared: Declared | undefined): Service => {
  const rank = ({ region }: Pool): number => (region === declared?.regions?.primary ? 0 : 1);
  const pools = service.pools
    .map((pool) => ({ ...pool, zones: pool.zones.toSorted() }))
    .toSorted((one, other) => rank(one) - rank(other) || byName({ name: one.region }, { name: other.region }));
  return { ...service, pools };
};
