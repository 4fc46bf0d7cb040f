import type { Resource } from '../../../topology/graph/graph.ts';

/** A resource that is made a second time. */
interface Twin {
  readonly resource: Resource;
  /** The one that is made first. */
  readonly first: Resource;
  /** What tells both from all others. */
  readonly identity: string;
}

/**
 * Resources that are told from others by the same as one before them.
 *
 * @param identityOf what tells a resource from all others; undefined where only an apply tells
 */
export function twinsAmong(
  resources: readonly Resource[],
  identityOf: (resource: Resource) => string | undefined,
): readonly Twin[] {
  const known = new Map<string, Resource>();
  return resources.flatMap((resource) => {
    const identity = identityOf(resource);
    if (identity === undefined) return [];
    const first = known.get(identity);
    if (first) return [{ resource, first, identity }];
    known.set(identity, resource);
    return [];
  });
}
