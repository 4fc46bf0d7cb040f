import { requiredRule } from '../support/required.ts';
import table from './arguments.json' with { type: 'json' };
import required from './required.json' with { type: 'json' };

export const nothingIsLeftOut = requiredRule({
  id: 'tandem-aws-061-nothing-is-left-out',
  cloud: 'aws',
  example: "new RolePolicyAttachment(name, { role: starts.name, policyArn: 'arn:aws:iam::aws:policy/...' })",
  table,
  required,
  // A filter for every event, the apex of a zone, the whole of a bucket.
  mayBeEmpty: ['pattern', 'name', 'subdirectory'],
  haveDefault: ['aggregateKeyType'],
});
