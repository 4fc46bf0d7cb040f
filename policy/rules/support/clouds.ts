import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';

// Which clouds a program uses.

/** True when a program has resources of Google Cloud and of AWS. */
export const usesBoth = ({ all }: ResourceGraph): boolean =>
  ['gcp:', 'aws:'].every((cloud) => all.some(({ type }) => type.startsWith(cloud)));

/** Cloud of a resource by its type token. */
export const cloudOf = ({ type }: Resource): 'gcp' | 'aws' | undefined =>
  type.startsWith('gcp:') ? 'gcp' : type.startsWith('aws:') ? 'aws' : undefined;
