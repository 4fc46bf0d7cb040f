import { awsCases } from './aws/index.ts';
import { multiCases } from './multi/index.ts';
import { alikeCases } from './gcp-alike.ts';
import { balancingCases } from './gcp-balancing.ts';
import { counterpartCases } from './gcp-counterparts.ts';
import { upkeepCases } from './gcp-upkeep.ts';
import { capacityCases } from './gcp-capacity.ts';
import { entryCases } from './gcp-entry.ts';
import { linkCases } from './gcp-links.ts';
import { possibleCases } from './gcp-possible.ts';
import { securityCases } from './gcp-security.ts';
import { storeCases } from './gcp-stores.ts';
import { trafficCases } from './gcp-traffic.ts';
import { uncheckedCases } from './gcp-unchecked.ts';
import { wholeCases } from './gcp-whole.ts';
import { widerEntryCases } from './gcp-wider-entry.ts';
import { widerCases } from './gcp-wider.ts';
import { verdictCases } from './verdict.ts';
import type { RuleCases } from './case.ts';

const sets: readonly Readonly<Record<string, RuleCases>>[] = [
  awsCases,
  multiCases,
  trafficCases,
  alikeCases,
  capacityCases,
  entryCases,
  securityCases,
  possibleCases,
  balancingCases,
  counterpartCases,
  upkeepCases,
  storeCases,
  uncheckedCases,
  wholeCases,
  linkCases,
  widerCases,
  widerEntryCases,
  verdictCases,
];

/** The proof of every rule, by its id. */
export const cases: Readonly<Record<string, RuleCases>> = sets
  .flatMap((one) => Object.entries(one))
  .reduce<Record<string, RuleCases>>((all, [id, { pass, fail, unknown }]) => {
    const before = all[id] ?? { pass: [], fail: [], unknown: [] };
    all[id] = {
      pass: [...before.pass, ...pass],
      fail: [...before.fail, ...fail],
      unknown: [...before.unknown, ...unknown],
    };
    return all;
  }, {});
