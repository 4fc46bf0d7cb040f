import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { unknownAt, type Finding } from '../../frame/rule.ts';

// What another resource of the program fills in: an id, an address, a random suffix. Before an apply it is unknown as well,
// but somebody has settled it. The engine shows a single resource without its links, so a rule that asks is a graph rule.

/** True when the value at a path, or what it is in, comes from another resource of the program. */
export const isFilledIn = ({ propertyDependencies }: Resource, path: string): boolean =>
  (propertyDependencies[/^[^.[]+/.exec(path)?.[0] ?? ''] ?? []).length > 0;

/** The same, of resources that are in the plan. The engine's own, such as a reference to another stack, are in no graph. */
export const isFilledInBy = (graph: ResourceGraph, { propertyDependencies }: Resource, argument: string): boolean =>
  (propertyDependencies[argument] ?? []).some((urn) => graph.get(urn) !== undefined || /::pulumi:[^:]*:/.test(urn));

/** True when a value is not known before an apply and nothing in the program fills it in. */
export const isOpen = (resource: Resource, path: string): boolean =>
  unknownAt(resource, path) && !isFilledIn(resource, path);

/** Findings without those that wait for what another resource fills in. */
export const unlessFilledIn = (resource: Resource, findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ undecided, argument }) => !undecided || !isFilledIn(resource, argument));
