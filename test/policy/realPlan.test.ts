import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { runRules } from '../../policy/frame/run.ts';
import { rules } from '../../policy/rules/index.ts';
import { readGraph } from '../../topology/graph/read.ts';

// A first preview by Google's real provider, of a program that never heard of this pack. Everything in it passed the
// provider's own checks.

const file = new URL('../fixtures/real-plan.json', import.meta.url);
const report = runRules(readGraph(readFileSync(file, 'utf8'), 'real-plan.json'), rules, { today: '2026-11-24' });
const said = (id: string): readonly string[] =>
  report.broken.filter(({ rule }) => rule.id === id).map(({ message }) => message.replace(/ Fix: .*/, ''));

describe("a plan of the provider's own making", () => {
  it('breaks the rules that its program does break', () => {
    expect([...new Set(report.broken.map(({ rule }) => rule.id))].filter((id) => id.startsWith('tandem-gcp-'))).toEqual(
      [
        'tandem-gcp-016-groups-survive-a-zone',
        'tandem-gcp-019-probes-get-through',
        'tandem-gcp-030-alerts-that-matter',
        'tandem-gcp-031-seen-from-outside',
        'tandem-gcp-050-bucket-placement',
        'tandem-gcp-053-roles-can-swap',
        'tandem-gcp-063-entry-is-shielded',
        'tandem-gcp-069-secrets-are-kept',
      ],
    );
  });

  it('is refused with the resource and the argument', () => {
    expect(said('tandem-gcp-016-groups-survive-a-zone')).toEqual([
      'backends of bsvm (gcp.compute.BackendService) has groups in 2 zones of us-central1; allowed are 3 or more.',
      'backends of bsvm (gcp.compute.BackendService) has groups in 2 zones of us-east1; allowed are 3 or more.',
    ]);
    expect(said('tandem-gcp-050-bucket-placement')).toEqual([
      'customPlacementConfig.dataLocations of data (gcp.storage.Bucket) names us-central1 and us-east1, which exist only as the predefined dual-region NAM4.',
    ]);
  });

  it('leaves nothing undecided although every id is unknown', () => {
    expect(report.broken.filter(({ finding }) => finding.undecided).map(({ message }) => message)).toEqual([]);
  });
});
