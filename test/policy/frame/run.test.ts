import { describe, expect, it } from 'vitest';

import { runRules } from '../../../policy/frame/run.ts';
import { rules } from '../../../policy/rules/index.ts';
import { change, draft, graphFrom } from '../../support/graph.ts';
import { instancesPlan } from '../../support/plans.ts';

const DRAINED = 'tandem-gcp-012-no-drained-backend';
const drained = change(instancesPlan, 'vms', 'backends.0.capacityScaler', 0);
const only = rules.filter(({ id }) => id === DRAINED);
const exception = { rule: DRAINED, resource: 'vms', reason: 'r', owner: 'o', until: '2026-11-30', from: 'here' };

describe('a run over a graph', () => {
  it('is fine without breaches', () => {
    expect(runRules(graphFrom(instancesPlan), only, { today: '2026-11-24' })).toEqual({
      broken: [],
      exceptions: { inForce: [], unused: [], refused: [] },
      ok: true,
    });
  });

  it('is not fine with a breach of a mandatory rule', () => {
    const report = runRules(graphFrom(drained), only, { today: '2026-11-24' });
    expect(report.ok).toBe(false);
    expect(report.broken).toMatchObject([{ rule: { id: DRAINED }, excepted: false, finding: { undecided: false } }]);
    expect(report.broken[0]?.message).toMatch(
      /^backends\[0\]\.capacityScaler of vms \(gcp\.compute\.BackendService\) is 0/,
    );
  });

  it('is fine with a breach of a rule that only advises', () => {
    const advisory = only.map((rule) => ({ ...rule, level: 'advisory' as const }));
    expect(runRules(graphFrom(drained), advisory, { today: '2026-11-24' })).toMatchObject({ ok: true, broken: [{}] });
  });

  it('is fine with an exception in force, and not when it has ended', () => {
    const run = (today: string) => runRules(graphFrom(drained), only, { today, exceptions: [exception] });
    expect(run('2026-11-30')).toMatchObject({ ok: true, broken: [{ excepted: true }] });
    expect(run('2026-12-01')).toMatchObject({ ok: false, broken: [{ excepted: false }] });
  });

  it('reads the exceptions that components declare, and says which of them cannot be read', () => {
    const { from: _, ...written } = exception;
    const component = draft('tandem:index:GcpTwoRegion', 'acme', { declared: { exceptions: [written, {}] } });
    const plan = [component, ...drained.map((one) => (one.name === 'vms' ? { ...one, parent: 'acme' } : one))];
    const { broken, exceptions, ok } = runRules(graphFrom(plan), only, { today: '2026-11-24' });
    expect(broken).toMatchObject([{ excepted: true }]);
    expect(exceptions.refused).toEqual([
      'exceptions of acme[1] lacks rule, resource, reason, owner, until: each is a text that is not empty',
    ]);
    expect(ok).toBe(false);
  });

  it('takes settings by rule', () => {
    const id = 'tandem-gcp-013-fast-detection';
    const slow = graphFrom(change(instancesPlan, 'lb-check', 'checkIntervalSec', 10));
    const run = (detectionSeconds: number) =>
      runRules(
        slow,
        rules.filter((rule) => rule.id === id),
        { today: '2026-11-24', settings: { [id]: { detectionSeconds } } },
      );
    expect([run(24).ok, run(25).ok]).toEqual([false, true]);
  });
});
