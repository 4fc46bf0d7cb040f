import { expect, test } from 'vitest';
import { judgeLaw, lawIncident } from '../../../drill/suite/law.ts';
import { besideTable, incidentTable, lawLine, repeatLine } from '../../../drill/suite/tables.ts';
import { probedOnly, variants, withReplication } from '../../../drill/suite/variants.ts';
import { buildPlan } from '../../../drill/plan/build.ts';
import { model, primary } from '../models.ts';
import { report } from '../recordings.ts';

const shipped = model();
const options = { stack: 'test', rate: 100, scale: 10 };

test('each variant changes what it says and keeps load and capacity', () => {
  const plans = variants(shipped).map((variant) => ({
    ...variant,
    plan: buildPlan(variant.model, { ...options, profile: variant.profile }),
  }));
  expect(plans.map(({ name }) => name)).toEqual([
    'Tandem as shipped',
    'one region',
    "two regions, the cloud's defaults",
    'DNS failover, TTL 60',
    'envoy-best',
  ]);
  const [own, one, defaults, dns, best] = plans.map(({ plan }) => plan);
  expect(own!.entry.probe).not.toBeNull();
  expect(one!.regions.map(({ name }) => name)).toEqual([primary]);
  expect(defaults!.entry).toMatchObject({ probe: null, outlier: null, retry: { attempts: 1 } });
  expect(dns!.entry).toMatchObject({ steering: { ttlMs: 6000 }, retry: null });
  // What DNS asks for itself, and no accelerator does.
  for (const { check } of dns!.entry.steering!.records) expect(check).toMatchObject({ checkers: 3 });
  expect(best!.profile).toBe('envoy-best');
  for (const { plan } of plans) expect(plan.regions[0]).toMatchObject({ minInstances: 20, instanceRps: 5 });
});

test('a law is asked on bare probes, with as many clients on either side', () => {
  const probe = { periodSeconds: 2, timeoutSeconds: 2, failures: 3, successes: 3 };
  const { entry, store } = buildPlan(probedOnly(shipped, probe), options);
  expect(entry).toMatchObject({ outlier: null, retry: null, probe: { intervalMs: 200, failures: 3 } });
  expect(entry.streams.map(({ share }) => share)).toEqual([0.5, 0.5]);
  expect(store).toBeNull();
});

test('the incident of a law has every kind in both directions, never two at once', () => {
  const { faults, seconds } = lawIncident({ rounds: 2, faultSeconds: 28, calmSeconds: 22, slowSeconds: 10, seed: 7 });
  expect(faults).toHaveLength(20);
  for (const kind of ['crash', 'error', 'hang', 'slow', 'flap'])
    expect(faults.filter((fault) => fault.kind === kind).map(({ target }) => target)).toEqual([
      'primary',
      'failover',
      'primary',
      'failover',
    ]);
  const starts = faults.map(({ at }) => Number(at.slice(0, -1)));
  expect(starts.every((at, index) => index === 0 || at - starts[index - 1]! >= 50)).toBe(true);
  expect(seconds).toBeGreaterThan(starts.at(-1)! + 49);
});

test('a law holds when all sheds are in the widened range and their mean is near the expected one', () => {
  const fault = report({ shed: 7, back: 7 }).faults[0]!;
  const with_ = (shedMeasured: number | null) => ({
    ...fault,
    shedPredicted: { best: 5, expected: 7.5, worst: 10 },
    shedMeasured,
  });
  const law = (...sheds: (number | null)[]) => judgeLaw([{ ...report({}), faults: sheds.map(with_) }]);
  expect(law(5, 7.5, 10.4)).toMatchObject({ sheds: 3, missed: 0, outside: [], holds: true });
  expect(law(7.5, 10.6).outside).toHaveLength(1);
  expect(law(7.5, 4.4).holds).toBe(false);
  expect(law(5.1, 5.2, 5.3)).toMatchObject({ outside: [], holds: false });
  expect(law(7.5, null)).toMatchObject({ missed: 1, holds: false });
  expect(lawLine([{ ...report({}), faults: [with_(7.5)] }])).toContain('1 sheds measured, 0 outside');
});

test('replication is the only thing that a database variant changes', () => {
  const store = withReplication(shipped, 'sync').stores[0];
  expect(store).toEqual({ ...shipped.stores[0], replication: 'sync' });
});

test('tables say what a report holds', () => {
  const good = report({ shed: 7, back: 12 });
  const bad = report({ shed: 100, failing: [[100, 200]], limited: [150] });
  const rows = incidentTable([
    { name: 'good', report: good },
    { name: 'bad', report: bad },
  ]).split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[2]).toMatch(/^\| good \| 4000 \| 0 \| 0\.000 % \| 0 \| 6\.8 s \/ .* \| ok \|$/);
  expect(rows[3]).toMatch(/^\| bad \| 4000 \| 800 \| 20\.000 % \| 1 \| never \/ .* \| missed: shed \|$/);
  const [own, one] = variants(shipped);
  const beside = besideTable([
    { variant: own!, report: good },
    { variant: one!, report: bad },
  ]).split('\n');
  expect(beside[3]).toContain('| one region | 800 of 4000 | 20.000 % | 100.0 % | 1 | never |');
  expect(repeatLine([good, good])).toBe('2 times: ok, ok; failed requests 0, 0: the same verdict');
  expect(repeatLine([good, bad])).toContain('DIFFERENT VERDICTS');
});
