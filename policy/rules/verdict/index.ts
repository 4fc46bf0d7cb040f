import type { Rule } from '../../frame/rule.ts';
import { bidirectional } from './bidirectional.ts';
import { failoverRegionIsLive } from './failoverRegionIsLive.ts';
import { headroom } from './headroom.ts';
import { objectivesMet } from './objectivesMet.ts';
import { replicatedStore } from './replicatedStore.ts';
import { survivesRegionLoss } from './survivesRegionLoss.ts';

/** Rules about the stack as a whole. They ask `topology/verdict` and hold no logic of their own. */
export const verdictRules: readonly Rule[] = [
  survivesRegionLoss,
  objectivesMet,
  headroom,
  bidirectional,
  replicatedStore,
  failoverRegionIsLive,
];
