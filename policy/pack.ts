import { PolicyPack } from '@pulumi/policy';

import { policiesOf } from './engine/policies.ts';
import { rules } from './rules/index.ts';

// The only file that opens the pack's server: importing anything else from this folder has no effect.

new PolicyPack('tandem-regions', {
  displayName: 'Tandem: two regions that survive losing one',
  enforcementLevel: 'mandatory',
  policies: policiesOf(rules, () => new Date().toISOString().slice(0, 10)),
});
