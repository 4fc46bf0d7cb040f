import { compose } from './compose.ts';

/** The cheapest pair that still has two regions: small, without standby instances, free to be destroyed. */
export const dev = compose;
