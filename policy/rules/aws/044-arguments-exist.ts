import { misspellingRule } from '../support/misspelling.ts';
import table from './arguments.json' with { type: 'json' };

export const argumentsExist = misspellingRule({
  id: 'tandem-aws-044-arguments-exist',
  cloud: 'aws',
  example: 'healthCheck: { unhealthyThreshold: 2 } // not unhealthyTreshold',
  table,
});
