import { misspellingRule } from '../support/misspelling.ts';
import table from './arguments.json' with { type: 'json' };

export const argumentsExist = misspellingRule({
  id: 'tandem-gcp-066-arguments-exist',
  cloud: 'gcp',
  example: 'outlierDetection: { maxEjectionPercent: 50 } // not maxEjectionPercentage',
  table,
});
