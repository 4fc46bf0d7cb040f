import { flushCompileCache } from 'node:module';

import { PolicyPack } from '@pulumi/policy';

import { policiesOf } from './engine/policies.ts';
import { rules } from './rules/index.ts';

// The only file that opens the pack's server: importing anything else from this folder has no effect.

new PolicyPack('tandem-regions', {
  displayName: 'Tandem: two regions that survive losing one',
  enforcementLevel: 'mandatory',
  policies: policiesOf(rules, () => new Date().toISOString().slice(0, 10)),
});

// The engine ends a pack with a signal, and then Node keeps nothing of what it compiled for the next start. Where a
// compile cache is switched on it is written once the first questions have been answered.
const SETTLED_MILLISECONDS = 1000;
setTimeout(flushCompileCache, SETTLED_MILLISECONDS).unref();
