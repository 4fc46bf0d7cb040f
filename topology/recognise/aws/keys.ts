import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Known } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { ALIAS, KEY, REPLICA_KEY } from './types.ts';

// Keys that encrypt copies. A key is in one region, and what is kept in a region can be encrypted with a key of that
// region only.

const KEYS = [KEY, REPLICA_KEY, ALIAS];

/** An argument that names the key of a copy: where it is written, and what it says there. */
export interface KeyArgument {
  readonly owner: Resource;
  readonly path: string;
  readonly value: unknown;
}

/**
 * Region of the key that an argument names, when it is not the `region` of the copy that it is to encrypt: such a copy is
 * refused or cannot be read. Undefined for a key of that region, and for one that cannot be told.
 */
export function keyAbroad(
  graph: ResourceGraph,
  { owner, path, value }: KeyArgument,
  region: string | undefined,
): Known<string> {
  if (value === undefined || value === null || region === undefined) return undefined;
  const text = textAt({ value }, 'value');
  const named = /^arn:[^:]+:kms:([a-z0-9-]+):/.exec(text ?? '')?.[1];
  if (named !== undefined) return named === region ? undefined : named;
  const keys = text === undefined ? graph.linked(owner, path, KEYS) : graph.named(text, KEYS);
  // A key of several regions has one id in all of them.
  const places = keys.flatMap((key) => [key, ...copiesOf(graph, key)]).map((key) => regionOf(graph, key));
  return places.includes(region) ? undefined : places.find((place) => place !== undefined);
}

/** What a copy that cannot be had says for itself. */
export const keyElsewhere = (what: string, region: string, from: string): string =>
  `${what} in ${region} cannot be kept: its key is in ${from}, and a key serves its own region only`;

/** Why a copy that is a resource of its own cannot be had: its key is that of another region. */
export function barredByKey(graph: ResourceGraph, copy: Resource, path: string): readonly Evidence[] {
  const region = regionOf(graph, copy);
  const from = keyAbroad(graph, { owner: copy, path, value: valueAt(copy.inputs, path) }, region);
  return from === undefined || region === undefined
    ? []
    : [{ urn: copy.urn, argument: path, says: keyElsewhere('its copy', region, from) }];
}

const copiesOf = (graph: ResourceGraph, key: Resource): readonly Resource[] =>
  graph.ofType(REPLICA_KEY).filter((copy) => graph.linked(copy, 'primaryKeyArn', [KEY]).includes(key));
