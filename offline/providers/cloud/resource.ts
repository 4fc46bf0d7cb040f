import type { Values } from '../kit/values.ts';

/** One resource that exists in the offline cloud. */
export interface CloudResource {
  type: string;
  id: string;
  /** Where the id is unique: a region, or nothing where ids never repeat. */
  scope: string;
  /** Inputs and computed properties, as the cloud would answer. */
  state: Values;
  /** Every text by which others may refer to it. */
  aliases: string[];
  /** URN of the resource that made it: a logical name may occur in several programs, and in one program twice. */
  maker?: string;
}
