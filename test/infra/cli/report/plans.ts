import { graphFrom, type Draft } from '../../../support/graph.ts';
import { change, without } from '../../../support/graph.ts';
import { alien, AWAY, declaration, HOME } from '../../../topology/verdict/plans.ts';

// Small plans for the report: one that holds, and one that breaks a loss, an objective, a rule and a resource.

const exception = {
  rule: 'tandem-gcp-055-entry-has-a-certificate',
  resource: '*',
  reason: 'the certificate is in another program',
  owner: 'platform',
  until: '2026-12-31',
};

/** The change's base: it holds. */
export const base: readonly Draft[] = [
  { ...declaration, inputs: { ...declaration.inputs, exceptions: [exception] } },
  ...alien,
];

/** The change's head: less room in the failover region, a bucket in one region, no replica's own secret. */
export const head: readonly Draft[] = change(
  change(without(base, 'images'), `run-${AWAY}`, 'scaling', { minInstanceCount: 4, maxInstanceCount: 4 }),
  'password',
  'replication.userManaged.replicas',
  [{ location: HOME }],
);

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
