import { describe, expect, test } from 'vitest';
import { timelineOf } from '../../drill/incident/timeline.ts';
import { buildPlan } from '../../drill/plan/build.ts';
import { type Prediction, predict } from '../../drill/predict.ts';
import { predictRefusals, type RefusalPrediction } from '../../drill/refusals.ts';
import type { Pool, Service } from '../../topology/model/model.ts';
import { judgeCapacity } from '../../topology/verdict/capacity.ts';
import { Findings } from '../../topology/verdict/findings.ts';
import { accelerated, acrossClouds, dnsCheck, ejection, failover, instances, model, pool } from './models.ts';
import { primary, service, third } from './models.ts';
import { incident } from './support.ts';

// Predictions for entries other than Cloud Run's, and of what is refused.

function ask(of: Service, fault: object, more: object = {}) {
  const plan = buildPlan(model(of, []), { stack: 'test', rate: 100, scale: 10 });
  const timeline = timelineOf(incident([{ at: '60s', until: '360s', ...fault }], '600s', more), plan);
  return { plan, timeline, strike: timeline.strikes[0]! };
}

function predicted(of: Service, fault: object, region = primary): Prediction {
  const { plan, timeline, strike } = ask(of, fault);
  return predict(
    plan,
    timeline,
    strike,
    plan.regions.find(({ name }) => name === region)!,
  );
}

const refusals = (of: Service, fault: object, more: object = { load: 1 }): RefusalPrediction | null => {
  const { plan, timeline, strike } = ask(of, fault, more);
  return predictRefusals(plan, timeline, strike);
};

const crash = { kind: 'crash', target: 'primary' };
const dnsService = service({
  entry: { kind: 'dns', urn: 'urn', availability: 1 },
  retry: undefined,
  pools: [primary, failover].map((region) => pool(region, { signals: [dnsCheck(60)] })),
});

describe('shed and return', () => {
  test('an accelerator adds its delay, both ways', () => {
    expect(predicted(accelerated(), crash)).toMatchObject({
      shed: { best: 35, worst: 40 },
      back: { best: 35, worst: 40 },
    });
  });

  test('a checker of DNS starts its probes at a fixed rate, and answers are kept', () => {
    // Two more probes of 10 s, the last of which hangs for 6 s; the first begins within 10 s, and answers live for 60 s.
    expect(predicted(dnsService, { kind: 'hang', target: 'primary' }).shed).toMatchObject({ best: 26, worst: 96 });
  });

  test.each([
    ['one region of a cloud: its own balancer leaves it', 'primary', { best: 5, worst: 10 }],
    ['all regions of a cloud: only DNS can leave them', 'provider', { best: 20, worst: 90 }],
    ['all regions there are: nobody can', 'both', null],
  ])('over two clouds, %s', (_, target, expected) => {
    const { shed, note } = predicted(acrossClouds(), { kind: 'error', target });
    if (expected) expect(shed).toMatchObject(expected);
    else expect(note).toBe('no other region was left to take the traffic');
  });

  test('instances: a part is left out by itself, a drained region comes back a minute later', () => {
    expect(predicted(instances(), { kind: 'error', target: 'primary/half' })).toMatchObject({
      shed: null,
      moot: true,
      note: 'the members that are bad are left out one by one, and the region keeps its clients',
    });
    expect(predicted(instances(), { kind: 'error', target: 'primary/75%' }).shed).toBeNull();
    expect(predicted(instances(), { kind: 'error', target: 'primary/80%' })).toMatchObject({
      shed: { best: 5, worst: 10 },
      back: { best: 65, worst: 70 },
    });
  });

  test('instances: a region that is lost as a whole is drained as well, and held back like one that is lost in part', () => {
    expect(predicted(instances(), crash)).toMatchObject({
      shed: { best: 5, worst: 10 },
      back: { best: 65, worst: 70 },
    });
    const undrained = { ...instances(), partialHealth: { leavesBelow: 0.7 } };
    expect(predicted(undrained, crash).back).toMatchObject({ best: 5, worst: 10 });
  });

  test('instances: every member has to see its own errors before the region is ejected', () => {
    const ejecting = { signals: [ejection(60)] };
    const one = predicted(
      service({ retry: undefined, pools: [primary, failover].map((name) => pool(name, ejecting)) }),
      crash,
    );
    const many = predicted(instances(ejecting), crash);
    expect(many.shed!.expected).toBeGreaterThan(one.shed!.expected * 5);
  });
});

describe('what is refused', () => {
  const cold = { minInstances: 2, startSeconds: 20 };
  const floor = (minInstances: number): Service => accelerated({ minInstances, maxInstances: 40, startSeconds: 30 });

  test('nothing where the floor carries the load, and more the lower it is', () => {
    // 20 tasks carry 400 as declared; 12 carry it only when they work beyond what they aim at.
    expect(refusals(floor(20), crash)).toMatchObject({ here: { requests: 0 }, verdict: { requests: 0, seconds: 0 } });
    expect(refusals(floor(12), crash)).toMatchObject({ here: { requests: 0 } });
    expect(refusals(floor(12), crash)!.verdict.requests).toBeGreaterThan(0);
    const [some, most] = [refusals(floor(8), crash)!, refusals(floor(4), crash)!];
    expect(some.here.requests).toBeGreaterThan(0);
    expect(most.here.requests).toBeGreaterThan(some.here.requests);
    expect(most.verdict.requests).toBeGreaterThan(some.verdict.requests);
  });

  test('until the end where no new capacity is to be had', () => {
    const events = [{ kind: 'no-new-capacity', at: '30s', until: '500s', target: 'both' }];
    const grows = refusals(floor(8), crash)!;
    const stays = refusals(floor(8), crash, { load: 1, events })!;
    // 30 s until a new task serves (the verdict adds nothing for the scaler of tasks), against the whole fault of 300 s.
    expect(grows.verdict.seconds).toBeCloseTo(30, 0);
    expect(grows.here.seconds).toBeGreaterThan(60);
    expect(stays.verdict.seconds).toBeCloseTo(300, 0);
    // Less load, and the same floor is enough.
    expect(refusals(floor(8), crash, { load: 0.4, events })!.verdict.requests).toBe(0);
  });

  const both = (more: Partial<Pool>): Service =>
    service({ pools: [primary, failover].map((name) => pool(name, { ...cold, ...more })) });
  test.each([
    ['tasks, which queue nowhere', floor(8), true],
    ['instances, whose scaler looks back', instances(cold), true],
    ['Cloud Run, which lets requests wait', both({}), false],
    ['a platform that nobody knows', both({ compute: 'unknown' }), true],
  ])('is what the verdict itself counts: %s', (_, of, refuses) => {
    const judged = judgeCapacity(of, [{ pool: of.pools[1]!, part: 1 }], model(of).declared[0], new Findings());
    expect(judged.refusedSeconds! > 0).toBe(refuses);
    const { verdict } = refusals(of, crash)!;
    expect(verdict.seconds).toBeCloseTo(judged.refusedSeconds!, 1);
    // The drill sends 100 of 400 requests, and ten declared seconds in one.
    expect(verdict.requests).toBe(Math.round(judged.refusedRequests! / 4 / 10));
  });

  test('is no question where a region keeps its load, or nothing is left to take it', () => {
    expect(refusals(instances(), { kind: 'error', target: 'primary/half' })).toBeNull();
    expect(refusals(floor(8), { kind: 'overload', capacity: 0.2, target: 'primary' })).toBeNull();
    expect(refusals(floor(8), { kind: 'crash', target: 'both' })).toBeNull();
  });

  test('over two clouds all that is left counts', () => {
    const { plan, timeline, strike } = ask(acrossClouds(), { kind: 'error', target: third }, { load: 1 });
    // 20 instances in each of two regions carry twice the load.
    expect(predictRefusals(plan, timeline, strike)!.verdict.requests).toBe(0);
  });
});
