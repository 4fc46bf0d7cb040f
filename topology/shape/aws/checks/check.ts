import type { Problem } from '../../problems.ts';
import type { AwsConfig } from '../schema.ts';

/** A look at several keys of a configuration on AWS at once. */
export interface AwsCheck {
  /** The keys it reads. It is left out when one of them is already wrong: the person has to mend that one first. */
  readonly reads: readonly string[];
  readonly check: (config: AwsConfig) => readonly Problem[];
}
