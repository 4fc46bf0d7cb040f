import { expect, test } from 'vitest';
import { Fleet } from '../../../drill/run/region/fleet.ts';

const plan = {
  minInstances: 4,
  maxInstances: 10,
  instanceRps: 10,
  startMs: 1000,
  scaleOutMs: 500,
  scaleInMs: 5000,
};

/** Lets the scaler look ten times a second. */
function run(fleet: Fleet, fromMs: number, toMs: number, perSecond: number): void {
  for (let now = fromMs; now < toMs; now += 100) fleet.tick(now, perSecond / 10);
}

test('starts with the minimum, and keeps it under a load that it carries', () => {
  const fleet = new Fleet(plan);
  run(fleet, 0, 3000, 40);
  expect(fleet.serving).toBe(4);
});

test('grows to the need, after the start time and not before', () => {
  const fleet = new Fleet(plan);
  run(fleet, 0, 1200, 70);
  expect(fleet.serving).toBe(4);
  run(fleet, 1200, 2500, 70);
  expect(fleet.serving).toBe(7);
});

test('never grows beyond the maximum', () => {
  const fleet = new Fleet(plan);
  run(fleet, 0, 5000, 900);
  expect(fleet.serving).toBe(10);
});

test('shrinks only after the load has been low for long', () => {
  const fleet = new Fleet(plan);
  run(fleet, 0, 3000, 90);
  run(fleet, 3000, 6000, 20);
  expect(fleet.serving).toBe(9);
  run(fleet, 6000, 20_000, 20);
  expect(fleet.serving).toBe(4);
});

test('replaces instances that it lost, and is not ready until then', () => {
  const fleet = new Fleet(plan);
  run(fleet, 0, 1000, 20);
  fleet.lose(0.5);
  expect([fleet.serving, fleet.readyShare]).toEqual([2, 0.5]);
  run(fleet, 1000, 1900, 20);
  expect(fleet.serving).toBe(2);
  run(fleet, 1900, 2500, 20);
  expect([fleet.serving, fleet.readyShare]).toEqual([4, 1]);
});

test('without new capacity the lost ones stay away until they recover', () => {
  const fleet = new Fleet(plan);
  fleet.mayGrow = false;
  fleet.lose(0.5);
  run(fleet, 0, 5000, 90);
  expect(fleet.serving).toBe(2);
  fleet.recover();
  expect([fleet.serving, fleet.readyShare]).toEqual([4, 1]);
});

test('an undeclared capacity never scales', () => {
  const fleet = new Fleet({ ...plan, instanceRps: null });
  run(fleet, 0, 5000, 900);
  expect(fleet.serving).toBe(4);
});
