import type { Resource, ResourceGraph } from '../graph/graph.ts';
import { differingArguments, identityOf } from './difference.ts';
import type { ResourceChange } from './types.ts';

/** Resources that the head adds, changes or removes, those first that can hurt most. */
export function compareResources(base: ResourceGraph, head: ResourceGraph): readonly ResourceChange[] {
  const before = byIdentity(base);
  const after = byIdentity(head);
  const removed = [...before].flatMap(([identity, resource]) =>
    after.has(identity) ? [] : [changeOf(resource, 'removed', [], resource)],
  );
  const others = [...after].flatMap(([identity, resource]) => {
    const old = before.get(identity);
    if (old === undefined) return [changeOf(resource, 'added', [])];
    const differing = differingArguments(old, resource);
    return differing.length > 0 ? [changeOf(resource, 'changed', differing, old)] : [];
  });
  return [...removed, ...others].sort(
    (one, other) =>
      weightOf(one) - weightOf(other) || compareTexts(one.type, other.type) || compareTexts(one.name, other.name),
  );
}

const byIdentity = ({ all }: ResourceGraph): ReadonlyMap<string, Resource> =>
  new Map(all.map((resource) => [identityOf(resource.urn), resource]));

const changeOf = (
  { urn, type, name, op }: Resource,
  kind: ResourceChange['kind'],
  differing: readonly string[],
  old?: Resource,
): ResourceChange => ({
  urn,
  type,
  name,
  kind,
  arguments: differing,
  planned: kind === 'removed' ? null : op,
  protected: old?.protect ?? false,
});

/** Protected ones that go or are made anew come first, then others that do, then what changes, then what is new. */
function weightOf({ kind, planned, protected: guarded }: ResourceChange): number {
  const gone = kind === 'removed' || (kind === 'changed' && planned !== null && /replace/.test(planned));
  if (gone) return guarded ? 0 : 1;
  return kind === 'changed' ? 2 : 3;
}

/** By code, so that the order is the same on every machine. */
const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
