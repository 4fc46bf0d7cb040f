import { expect, test } from 'vitest';
import { shedTime } from '../../topology/arithmetic/detection.ts';
import type { Model } from '../../topology/model/model.ts';
import { timelineOf } from '../../drill/incident/timeline.ts';
import { isFair } from '../../drill/measure/objectives.ts';
import { buildPlan } from '../../drill/plan/build.ts';
import { type Prediction, predict } from '../../drill/predict.ts';
import { ejection, failover, model, pool, primary, probe, service } from './models.ts';
import { incident } from './support.ts';
import { report } from './recordings.ts';

/** Prediction for the first region that the last of the faults strikes. */
function predicted(of: Model, fault: object, scale = 10, before: readonly object[] = []): Prediction {
  const plan = buildPlan(of, { stack: 'test', rate: 100, scale });
  const faults = [...before, fault].map((one) => ({ at: '60s', until: '160s', ...one }));
  const timeline = timelineOf(incident(faults, '900s'), plan);
  const strike = timeline.strikes.at(-1)!;
  return predict(
    plan,
    timeline,
    strike,
    plan.regions.find(({ name }) => strike.struck.regions.includes(name))!,
  );
}

const probed = (...signals: readonly ReturnType<typeof probe>[]): Model =>
  model(service({ retry: undefined, pools: [primary, failover].map((name) => pool(name, { signals })) }), []);

test('the arithmetic of the topology is asked, with the drill’s own times and way of probing', () => {
  const signals = [probe(5, 5)];
  const { shed, shedCloud } = predicted(probed(...signals), { kind: 'hang', target: 'primary' });
  expect(shed).toMatchObject({ best: 15, worst: 20 });
  expect(shedCloud).toEqual(shedTime(signals, 'hang', { cadence: 'fixed', regionRps: 224, regions: 2 }));
});

test('floors of the drill are in its own prediction and not in the cloud’s', () => {
  const { shed, shedCloud } = predicted(probed(probe(5, 1)), { kind: 'hang', target: 'primary' }, 60);
  expect(shed!.worst).toBeCloseTo(17.2, 0);
  expect(shedCloud!.worst).toBeCloseTo(11);
});

test('a part of a region is noticed by its health alone, and only when too much is gone', () => {
  const both = model(
    service({ pools: [primary, failover].map((name) => pool(name, { signals: [probe(5, 1), ejection(60)] })) }),
  );
  const half = predicted(both, { kind: 'crash', target: 'primary/half' });
  expect(half.shed).toMatchObject({ best: 5, worst: 10 });
  expect(half.back).toBeNull();
  const other = model(service({ pools: [primary, failover].map((name) => pool(name, { compute: 'instances' })) }));
  expect(predicted(other, { kind: 'crash', target: 'primary/half' }).shed).toBeNull();
});

test.each([
  [
    { kind: 'overload', capacity: 0.2, target: 'primary' },
    'an overloaded region keeps its traffic: no signal counts 429 answers',
  ],
  [{ kind: 'crash', target: 'both' }, 'no other region was left to take the traffic'],
])('what cannot be left has no figure: %o', (fault, note) => {
  expect(predicted(model(), fault)).toEqual({ shed: null, shedCloud: null, back: null, note, moot: true });
});

test.each([
  // What the other region goes through meanwhile, and whether it is there to take the traffic.
  ['nothing', [], undefined],
  ['a crash', [{ kind: 'crash', target: 'failover' }], 'no other region was left to take the traffic'],
  ['a delay that no probe sees', [{ kind: 'slow', delay: '0.5s', target: 'failover' }], undefined],
  [
    'a delay that its probe sees',
    [{ kind: 'slow', delay: '5s', target: 'failover' }],
    'no other region was left to take the traffic',
  ],
  ['a lie that no signal sees', [{ kind: 'lying', target: 'failover' }], undefined],
  [
    'the loss of half, which its health shows',
    [{ kind: 'error', target: 'failover/half' }],
    'no other region was left to take the traffic',
  ],
  ['the loss of a tenth, which it does not', [{ kind: 'error', target: 'failover/10%' }], undefined],
  ['a slow database', [{ kind: 'slow', delay: '2s', target: 'database' }], undefined],
  [
    'a crash just before',
    [{ kind: 'crash', at: '60s', until: '155s', target: 'failover' }],
    'no other region was sure to be back to take the traffic',
  ],
  ['a crash long before', [{ kind: 'crash', at: '60s', until: '90s', target: 'failover' }], undefined],
] as const)('whether another region is left is what the entry’s own signals say of it: %s', (_, before, note) => {
  const plain = model(
    service({ retry: undefined, pools: [primary, failover].map((one) => pool(one, { signals: [probe(5, 1)] })) }),
  );
  const late = { kind: 'crash', at: '155s', until: '255s', target: 'primary' };
  const span = { at: '150s', until: '250s' };
  const others = before.map((one) => ({ ...span, ...one }));
  expect(predicted(plain, late, 10, others).note).toBe(note);
});

test('a lie that no signal sees is told, and still measured', () => {
  const { shed, note, moot } = predicted(probed(probe(5, 1)), { kind: 'lying', target: 'primary' });
  expect(shed).toBeNull();
  expect(note).toBe('nothing in this plan notices a region that is answering errors while its health is fine');
  expect(moot).toBe(false);
});

test('a fault is not held against an objective that only the drill itself cannot keep', () => {
  const [fault] = report({}).faults;
  const range = (worst: number) => ({ best: 0, expected: worst / 2, worst });
  const with_ = (shed: number, cloud: number) => ({
    ...fault!,
    shedPredicted: range(shed),
    shedPredictedCloud: range(cloud),
  });
  expect(isFair(with_(20, 15), 16)).toBe(false);
  expect(isFair(with_(20, 15), 20)).toBe(true);
  expect(isFair(with_(20, 15), 14)).toBe(true);
  expect(isFair(with_(20, 15), undefined)).toBe(true);
});
