import { capacityCases } from './gcp-capacity.ts';
import { entryCases } from './gcp-entry.ts';
import { storeCases } from './gcp-stores.ts';
import { trafficCases } from './gcp-traffic.ts';
import { verdictCases } from './verdict.ts';
import type { RuleCases } from './case.ts';

/** The proof of every rule, by its id. */
export const cases: Readonly<Record<string, RuleCases>> = {
  ...trafficCases,
  ...capacityCases,
  ...entryCases,
  ...storeCases,
  ...verdictCases,
};
