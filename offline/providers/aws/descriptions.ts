import type { Description } from '../kit/description.ts';
import { compute } from './compute.ts';
import { edge } from './edge.ts';
import { identity } from './identity.ts';
import { keys } from './keys.ts';
import { loadBalancing } from './loadBalancing.ts';
import { network } from './network.ts';
import { rds } from './rds.ts';
import { signals } from './signals.ts';
import { stores } from './stores.ts';

/** Every type of AWS that the offline cloud knows. */
export const descriptions: Description[] = [
  ...network,
  ...loadBalancing,
  ...edge,
  ...compute,
  ...rds,
  ...stores,
  ...keys,
  ...identity,
  ...signals,
];
