import type { Store } from '../model/model.ts';
import { covers } from '../recognise/place.ts';
import type { Findings } from './findings.ts';

// Readers of a table that has no copy where they run.

/**
 * A table is called in a region, and no address leads to whichever copy is left. Which one a reader calls that has none of
 * its own is written in the program that it runs: it may be the lost one.
 */
export function readersAbroad(store: Store, region: string, survivors: readonly string[], findings: Findings): void {
  if (store.kind !== 'table' || !store.members.some((member) => member.region === region)) return;
  const kept = store.members.filter((member) => member.region !== region);
  const without = survivors.filter(
    (survivor) => store.readers.includes(survivor) && !kept.some((member) => covers(member.region, survivor)),
  );
  if (without.length === 0) return;
  findings.open(...store.evidence, {
    urn: store.urn,
    says: `has no copy in ${without.join(' and ')}: whether what runs there calls ${region} or ${kept.map((member) => member.region).join(' or ')} is not in the plan`,
  });
}
