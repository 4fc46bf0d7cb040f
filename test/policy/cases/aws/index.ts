import type { RuleCases } from '../case.ts';
import { awsAlikeCases } from './alike.ts';
import { awsCapacityCases } from './capacity.ts';
import { awsEntryCases } from './entry.ts';
import { awsPossibleCases } from './possible.ts';
import { awsSecurityCases } from './security.ts';
import { awsSignalCases } from './signals.ts';
import { awsStoreCases } from './stores.ts';
import { awsTogetherCases } from './together.ts';
import { awsWiringCases } from './wiring.ts';

/** The proof of every rule for AWS, by its id. */
export const awsCases: Readonly<Record<string, RuleCases>> = {
  ...awsEntryCases,
  ...awsCapacityCases,
  ...awsStoreCases,
  ...awsSignalCases,
  ...awsAlikeCases,
  ...awsSecurityCases,
  ...awsPossibleCases,
  ...awsTogetherCases,
  ...awsWiringCases,
};
