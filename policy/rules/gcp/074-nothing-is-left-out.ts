import { requiredRule } from '../support/required.ts';
import table from './arguments.json' with { type: 'json' };
import required from './required.json' with { type: 'json' };

export const nothingIsLeftOut = requiredRule({
  id: 'tandem-gcp-074-nothing-is-left-out',
  cloud: 'gcp',
  example: "new Subnetwork(name, { network: vpc.id, region, ipCidrRange: '10.0.0.0/20' })",
  table,
  required,
  mayBeEmpty: [],
});
