import type { Cloud } from '../cloud/cloud.ts';
import type { Shapes, ResourceShape } from '../shapes/shape.ts';
import type { Description } from './description.ts';
import type { Situation } from './situation.ts';
import type { Problem } from './refusal.ts';
import type { Values } from './values.ts';

/** A provider: what it can be configured with, which types it knows and what holds for all of them. */
export interface Package {
  name: string;
  shapes: Shapes;
  descriptions: ReadonlyMap<string, Description>;
  /** Data sources by token. */
  functions: ReadonlyMap<string, DataSource>;
  /** Configuration the environment adds where the program gives none, as the real provider reads it. */
  environment: { [setting: string]: string[] };
  /** Settings the provider writes into every resource that has such an input: they replace it when they change. */
  placement: string[];
  /** Settings without which nothing works. */
  requiredSettings: string[];
  /** Computed inputs of every type that has them. */
  computed: string[];
  /** What every resource of the package has, known as soon as its inputs are. */
  planned: (situation: Situation, shape: ResourceShape) => Values;
  /** What every resource of the package gets when it is made; a description's own outputs win. */
  outputs: (situation: Situation, shape: ResourceShape, id: string) => Values;
  /** Refuses a deletion for a reason that holds for every type. */
  remove: (state: Values) => Problem[];
  /** The region a resource lives in, if in one. */
  regionOf: (state: Values) => string | undefined;
  /** What beside its type makes an id unique: the region, where ids repeat from region to region. */
  scopeOf: (state: Values) => string;
}

/** A data source: answers from its arguments, the provider's configuration and what exists, or throws a `Refusal`. */
export type DataSource = (args: Values, settings: Values, cloud: Cloud) => Values;

/** Descriptions by type; a type described twice is a mistake in the stand-in itself. */
export function byType(descriptions: Description[]): ReadonlyMap<string, Description> {
  const found = new Map(descriptions.map((description) => [description.type, description]));
  if (found.size !== descriptions.length) throw new Error('a resource type is described twice');
  return found;
}
