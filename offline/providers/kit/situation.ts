import type { Cloud } from '../cloud/cloud.ts';
import type { Values } from './values.ts';

/** Everything a description may look at while a resource is checked, planned or made. */
export interface Situation {
  /** The name in the program, the last part of the URN. */
  readonly name: string;
  readonly type: string;
  /** The checked inputs, defaults filled in; unknown values only during a preview. */
  readonly inputs: Values;
  /** What the resource was before; absent while it is created. */
  readonly old?: Values;
  /** The provider's configuration. */
  readonly settings: Values;
  /** What exists in the offline cloud. */
  readonly cloud: Cloud;
}
