import { compose } from './compose.ts';

/** The offline cloud of one machine: everything that production has, and nothing to lose. */
export const local = compose;
