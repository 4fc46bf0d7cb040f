import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';

// A check looks at what single keys cannot say alone.

/** A look at several keys at once; of a configuration on Google Cloud, where nothing else is said. */
export interface Check<C = Config> {
  /** The keys it reads. It is left out when one of them is already wrong: the person has to mend that one first. */
  readonly reads: readonly string[];
  readonly check: (config: C) => readonly Problem[];
}
