import { change, graphFrom, without, type Draft } from '../../../support/graph.ts';
import { alien, AWAY, declaration, HOME } from '../../../topology/verdict/plans.ts';

// Small plans for the report: one that holds, and one that breaks a loss, an objective, a rule and a resource.

const exception = {
  rule: 'tandem-gcp-053-roles-can-swap',
  resource: 'db-replica',
  reason: 'the pair was made before the rule',
  owner: 'platform',
  until: '2026-12-31',
};

/** The change's base: it holds. */
export const base: readonly Draft[] = [
  { ...declaration, inputs: { ...declaration.inputs, exceptions: [exception] } },
  ...alien.map((one) => (one.name === exception.resource ? { ...one, parent: declaration.name } : one)),
];

/** The change's head: less room in the failover region, a secret in one region only, and no repository. */
export const head: readonly Draft[] = change(
  change(without(base, 'images'), `run-${AWAY}`, 'scaling', { minInstanceCount: 4, maxInstanceCount: 4 }),
  'password',
  'replication.userManaged.replicas',
  [{ location: HOME }],
);

/** Stores alone, and nothing declared. */
export const storesOnly: readonly Draft[] = alien
  .filter(({ name }) => ['db-primary', 'db-replica', 'data'].includes(name))
  .map((one) => (one.name === 'db-replica' ? one : { ...one, links: {} }));

/** A plan as `pulumi preview --json --show-sames` prints it; every resource is created unless `operations` says else. */
export function previewOf(plan: readonly Draft[], operations: Readonly<Record<string, string>> = {}): string {
  const steps = graphFrom(plan).all.map((resource) => {
    const { urn, type, inputs, custom, parent, protect, propertyDependencies, dependencies, name } = resource;
    return {
      op: operations[name] ?? 'create',
      urn,
      newState: { urn, type, inputs, custom, parent, protect, propertyDependencies, dependencies },
    };
  });
  return JSON.stringify({ steps, changeSummary: { create: steps.length } });
}
