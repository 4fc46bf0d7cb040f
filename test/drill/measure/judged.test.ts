import { describe, expect, test } from 'vitest';
import { type Chance, whyNotJudged } from '../../../drill/measure/chance.ts';
import type { Model } from '../../../topology/model/model.ts';
import { database, ejection, failover, model, pool, primary, probe, service } from '../models.ts';
import { report, second, type Story } from '../recordings.ts';

// What can be judged, and what says nothing about an objective.

const fault = (at: number, until: number, more: object = {}) => ({
  kind: 'crash',
  target: 'primary',
  at: `${at}s`,
  until: `${until}s`,
  ...more,
});
const shaped = (signals: Parameters<typeof pool>[1]): Model =>
  model(service({ retry: undefined, pools: [primary, failover].map((one) => pool(one, signals)) }), []);
const probed = shaped({ signals: [probe(5, 1)] });
const named = (name: string, story: Story, of?: Model) =>
  report(story, of).objectives.find((objective) => objective.name === name);

describe('a movement can be judged', () => {
  const good: Chance = {
    share: 0.5,
    wasOut: false,
    keptOut: false,
    windowSeconds: 20,
    worstSeconds: 10,
    tries: 50,
    triesPerSecond: 2,
  };
  test.each([
    [{}, undefined],
    [{ share: 0 }, 'no client has the region'],
    [{ wasOut: true }, 'still out from an earlier fault'],
    [{ keptOut: true }, 'another fault was on'],
    // The worst prediction is over, but not the 20 requests that show it.
    [{ windowSeconds: 19 }, '19 s are too short: 10 s at worst, and 20 requests to see it by, take 20 s'],
    [{ triesPerSecond: 0.5 }, 'too short'],
    [{ tries: 19 }, 'only 19 requests were sent'],
  ] as const)('or not: %o', (change, why) => {
    const found = whyNotJudged({ ...good, ...change });
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });
});

describe('a return is not missed', () => {
  const name = 'faults without a return';
  const expect_ = { returns: true };

  test('where the region has no clients of its own', () => {
    const backup = model(service({ pools: [pool(primary), pool(failover, { live: false })] }), []);
    const story = {
      faults: [fault(100, 200, { target: 'failover' })],
      away: [],
      failoverAway: [[0, 400] as const],
      expect: expect_,
    };
    const found = report(story, backup);
    expect(found.objectives.find((one) => one.name === name)).toMatchObject({ measured: null, met: null });
    expect(found.notes).toContain(`${name} is not judged: no client has the region as its own while all is well`);
  });

  test('where the next strike comes before it could be seen; the last one decides', () => {
    const flap = { kind: 'flap', of: 'crash', every: '10s', at: '100s', until: '150s', target: 'primary' };
    const story = { faults: [flap], expect: expect_ };
    const good = report({ ...story, away: [[107, 158]] }, probed);
    expect(good.faults.map(({ returnUnjudged }) => returnUnjudged === undefined)).toEqual([false, false, false]);
    expect(good.faults[1]!.returnUnjudged).toContain('still out from an earlier fault');
    // Each stretch was over before the probes fell: the region was never left.
    const unseen = report({ ...story, faults: [{ ...flap, every: '2s' }], away: [] }, probed);
    expect(unseen.faults.every(({ returnPredicted }) => returnPredicted!.worst === 0)).toBe(true);
    expect(unseen.objectives.find((one) => one.name === name)).toMatchObject({ met: true });
  });

  test('where too few requests are sent to tell', () => {
    const slow = { faults: [fault(100, 380)], perSecond: 0.5, rate: 20, away: [[107, 400] as const], expect: expect_ };
    const found = report(slow, probed);
    expect(found.faults[0]!.returnUnjudged).toBe('only 10 requests were sent, and 13 are needed to see it');
    expect(found.objectives.find((one) => one.name === name)).toMatchObject({ met: null });
  });

  test('where another fault is on in the region', () => {
    const faults = [fault(100, 250, { kind: 'error' }), fault(150, 200)];
    const found = report({ faults, away: [[107, 258]], expect: expect_ }, probed);
    expect(found.faults.map(({ returnUnjudged }) => returnUnjudged)).toEqual([
      undefined,
      'the region was still out from an earlier fault',
    ]);
    expect(found.objectives.find((one) => one.name === name)).toMatchObject({ measured: 0, met: true });
  });

  test('but where it does not come in time, it is', () => {
    expect(named(name, { shed: 7, back: 190, expect: expect_ }, probed)).toMatchObject({ measured: 0, met: true });
    expect(named(name, { shed: 7, back: 250, expect: expect_ }, probed)).toMatchObject({ measured: 1, met: false });
  });

  test('and an incident may expect that there is none', () => {
    const none = { expect: { returns: false } };
    expect(named(name, { shed: 7, back: 250, ...none }, probed)).toMatchObject({ declared: 1, met: true });
    expect(named(name, { shed: 7, back: 20, ...none }, probed)).toMatchObject({ measured: 0, met: false });
  });
});

describe('a shed', () => {
  test('that had no time to be seen is not missed', () => {
    const found = report({ faults: [fault(100, 110)], away: [[109, 120]] }, probed);
    expect(found.faults[0]!.shedUnjudged).toContain('too short');
    expect(found.objectives.find(({ name }) => name === 'shed')).toMatchObject({ met: null });
    expect(found.ok).toBe(true);
  });
});

describe('live share', () => {
  const ejected = shaped({ signals: [probe(5, 1), ejection(100)] });

  test('leaves out the time of a return', () => {
    // The failover region is lost, and out for its ejection: 100 s from the start of the fault.
    const faults = [fault(100, 120, { target: 'failover' })];
    const empty = (from: number, until: number) => ({ faults, away: [], failoverAway: [[from, until] as const] });
    expect(named('live share', empty(100, 200), ejected)).toMatchObject({ measured: expect.closeTo(0.2), met: true });
    expect(named('live share', empty(100, 390), ejected)).toMatchObject({ met: false });
  });

  test('sorts what overlaps', () => {
    const faults = [fault(100, 250, { target: 'failover' }), fault(120, 140), fault(260, 270)];
    const story = { faults, away: [], failoverAway: [[100, 258] as const] };
    expect(named('live share', story, probed)).toMatchObject({ measured: expect.closeTo(0.2), met: true });
  });
});

describe('writes', () => {
  const store = (promotions: number) => ({
    acknowledged: Array.from({ length: 420 }, (_, id) => ({ id, ms: second(id - 10), server: 1 })),
    refusedMs: [second(-5), second(150)],
    lag: [],
    lost: [],
    deeds: [],
    promotions,
    splitBrain: false,
  });

  test.each([
    [0, 1, false],
    [1, 1, true],
    [2, 1, false],
    [0, 0, true],
    [1, 0, false],
  ])('%d promotions where %d are expected', (promotions, expected, met) => {
    const story = { shed: 7, back: 7, store: store(promotions), expect: { promotions: expected } };
    expect(named('promotions', story)).toMatchObject({ better: 'equal', declared: expected, met });
  });

  test('without a database are not judged', () => {
    const found = report({ shed: 7, back: 7, expect: { promotions: 1, lostWrites: 0 } }, probed);
    const about = found.objectives.filter(({ name }) => /promotions|writes/.test(name));
    expect(about.map(({ met }) => met)).toEqual([null, null]);
    expect(found.notes).toContain('promotions is not judged: the plan has no database');
  });

  test('are counted over the same time in the total and in the curve', () => {
    const { writes, series } = report({ shed: 7, back: 7, store: store(0) });
    const sum = (points: typeof series.writes) => points.reduce((total, { value }) => total + value, 0);
    expect([writes!.acknowledged, sum(series.writes), sum(series.refused)]).toEqual([400, 400, 1]);
  });

  test('recover by what the drill plays, with the range of the verdict beside it', () => {
    const found = report({ shed: 7, back: 7, store: store(1) }, model(service(), [database()]));
    expect(found.objectives.find(({ name }) => name === 'write recovery')).toMatchObject({
      predicted: 430,
      law: { best: 390, expected: 480, worst: 1080 },
    });
    expect(found.notes).toContainEqual(expect.stringContaining("the verdict's law gives the cloud 390 to 1080 s"));
  });
});

test('a fault is named by its declared times, and says when it really was', () => {
  const [found] = report({ shed: 7, back: 7, startLateMs: 20 }).faults;
  expect(found).toMatchObject({ at: 100, until: 200, endedAt: 200 });
  expect(found!.startedAt).toBeCloseTo(100.2);
});
