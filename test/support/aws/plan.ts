import { draft, type Draft } from '../graph.ts';
import { compute, roles } from './compute.ts';
import { entry } from './entry.ts';
import { network } from './network.ts';
import { AWS_REGIONS, EAST, WEST } from './places.ts';
import { signals } from './signals.ts';
import { database, keys, stores } from './stores.ts';

// A small two-region plan on AWS that breaks no rule, as a first preview shows it. Tests break one thing in it.

/** Two regions behind an accelerator. */
export const awsPlan: readonly Draft[] = [
  ...AWS_REGIONS.flatMap((region) => [...network(region), ...compute(region)]),
  ...roles,
  ...entry,
  ...keys,
  ...database,
  ...stores,
  ...signals,
];

/** What a topology component leaves in its inputs. */
export const awsDeclaration = draft('tandem:index:AwsTwoRegion', 'acme', {
  declared: {
    regions: { primary: EAST, failover: WEST },
    active: 'primary',
    peakRps: 400,
    instanceRps: 50,
    startSeconds: 30,
    failoverClientShare: 0.2,
    decisionSeconds: 300,
    objectives: { shedSeconds: 60, headroom: 1, liveShare: 0.1 },
  },
});
