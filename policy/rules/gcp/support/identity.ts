import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { isUnknown, textAt, valuesAt } from '../../../../topology/graph/value.ts';

// Who may do what: grants in their many resource types.

const ACCOUNT = 'gcp:serviceaccount/account:Account';

/** Grants of every service: `…IamMember`, `…IAMMember` and the bindings. */
export const grantsOf = (graph: ResourceGraph): readonly Resource[] =>
  graph.all.filter(({ type }) => type.startsWith('gcp:') && /I(am|AM)(Member|Binding)$/.test(type));

/** Members of a grant. Those that are not known before an apply read as the engine's unknown value. */
export const membersOf = (grant: Resource): readonly unknown[] => [
  ...valuesAt(grant.inputs, 'member'),
  ...valuesAt(grant.inputs, 'members'),
];

/** True when a grant goes to a service account, by its name or because a service account of this program is named. */
export function toServiceAccount(graph: ResourceGraph, grant: Resource): boolean {
  const members = membersOf(grant);
  if (members.some((member) => typeof member === 'string' && member.startsWith('serviceAccount:'))) return true;
  return members.some(isUnknown) && linkedTo(graph, grant, ['member', 'members']).some(({ type }) => type === ACCOUNT);
}

/** Resources that some arguments of a resource are computed from. */
export const linkedTo = (graph: ResourceGraph, resource: Resource, args: readonly string[]): readonly Resource[] =>
  args.flatMap((argument) => (resource.propertyDependencies[argument] ?? []).flatMap((urn) => graph.get(urn) ?? []));

/** Service accounts of this program that run a Cloud Run service. */
export const accountOf = (graph: ResourceGraph, run: Resource): Resource | undefined => {
  const email = textAt(run.inputs, 'template.serviceAccount');
  const accounts = graph.ofType(ACCOUNT);
  if (email === undefined) return linkedTo(graph, run, ['template']).find(({ type }) => type === ACCOUNT);
  return accounts.find((account) => email.startsWith(`${textAt(account.inputs, 'accountId') ?? ''}@`));
};
