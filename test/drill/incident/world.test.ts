import { expect, test } from 'vitest';
import { checkIncident } from '../../../drill/incident/read.ts';
import { type Timeline, timelineOf } from '../../../drill/incident/timeline.ts';
import { turningPoints, worldAt } from '../../../drill/incident/world.ts';
import { buildPlan } from '../../../drill/plan/build.ts';
import { failover, model, primary, service } from '../models.ts';

const plan = buildPlan(model(), { stack: 'test', rate: 100, scale: 10 });

function timeline(faults: readonly object[], events: readonly object[] = []): Timeline {
  const texts = { title: 'test', published: 'nothing', chosen: 'all' };
  return timelineOf(checkIncident({ ...texts, duration: '1h', load: 0.5, faults, events }, 'test'), plan);
}

test('a fault is on from its start until just before its end', () => {
  const crash = timeline([{ kind: 'crash', at: '2m', until: '5m', target: 'primary' }]);
  expect(turningPoints(crash)).toEqual([120, 300]);
  const down = [119, 120, 299, 300].map((t) => worldAt(crash, plan, t).regions.get(primary)?.down);
  expect(down).toEqual([false, true, true, false]);
  expect(worldAt(crash, plan, 200).regions.get(failover)?.down).toBe(false);
});

test('a flapping fault is one strike for each time that it fails', () => {
  const flap = timeline([{ kind: 'flap', of: 'error', every: '30s', at: '2m', until: '4m10s', target: 'primary' }]);
  expect(flap.strikes.map(({ at, until }) => [at, until])).toEqual([
    [120, 150],
    [180, 210],
    [240, 250],
  ]);
  expect(flap.strikes[0]).toMatchObject({ kind: 'flap', act: { kind: 'error' } });
});

test('half of a region keeps its process and loses its instances', () => {
  const half = timeline([{ kind: 'crash', at: '2m', until: '5m', target: 'primary/half' }]);
  expect(worldAt(half, plan, 130).regions.get(primary)).toMatchObject({ down: false, condition: { lost: 0.5 } });
});

test('a lie is an error that health does not show', () => {
  const lie = timeline([{ kind: 'lying', at: '2m', until: '5m', target: 'failover' }]);
  expect(worldAt(lie, plan, 130).regions.get(failover)?.condition.bad).toEqual([
    { kind: 'error', part: 1, share: 1, delayMs: 0, hidden: true },
  ]);
});

test('a slow database holds requests in every region and slows the writes by the same', () => {
  const slow = timeline([{ kind: 'slow', delay: '20s', share: 0.5, at: '2m', until: '5m', target: 'database' }]);
  const world = worldAt(slow, plan, 130);
  for (const region of [primary, failover])
    expect(world.regions.get(region)?.condition.bad).toEqual([
      { kind: 'slow', part: 1, share: 0.5, delayMs: 2000, hidden: true },
    ]);
  expect(world.database).toEqual({ crashed: false, front: { state: 'pass', delayMs: 1000 } });
});

test('the loss of the provider takes all of its regions and both database servers', () => {
  const lost = worldAt(timeline([{ kind: 'crash', at: '2m', until: '5m', target: 'provider' }]), plan, 130);
  expect([...lost.regions.values()].map(({ down }) => down)).toEqual([true, true]);
  expect(lost.database.crashed).toBe(true);
  expect(lost.replica.crashed).toBe(true);
});

test.each([
  ['crash', 'database', { crashed: true, replica: false, front: 'hole', link: 'pass' }],
  ['hang', 'database', { crashed: false, replica: false, front: 'hole', link: 'pass' }],
  ['crash', 'database-replica', { crashed: false, replica: true, front: 'pass', link: 'pass' }],
  ['hang', 'database-replica', { crashed: false, replica: true, front: 'pass', link: 'pass' }],
  ['hang', 'database-link', { crashed: false, replica: false, front: 'pass', link: 'cut' }],
  ['crash', 'database-link', { crashed: false, replica: false, front: 'pass', link: 'cut' }],
  // A provider that hangs takes both copies out of reach: neither can be promoted.
  ['hang', 'provider', { crashed: false, replica: true, front: 'hole', link: 'pass' }],
])('%s of %s at the database', (kind, target, expected) => {
  const { database, replica, link } = worldAt(timeline([{ kind, at: '2m', until: '5m', target }]), plan, 130);
  expect({
    crashed: database.crashed,
    replica: replica.crashed,
    front: database.front.state,
    link: link.state,
  }).toEqual(expected);
});

test.each(['database-replica', 'database-link'])('a slow %s makes the link slow, and nothing else', (target) => {
  const slow = worldAt(timeline([{ kind: 'slow', delay: '20s', at: '2m', until: '5m', target }]), plan, 130);
  expect(slow.link).toEqual({ state: 'pass', delayMs: 1000 });
  expect(slow.database).toEqual({ crashed: false, front: { state: 'pass', delayMs: 0 } });
  expect(slow.regions.get(primary)?.condition.bad).toEqual([]);
});

test('the loss of a provider spares the regions of another one', () => {
  const [first, second] = service().pools;
  const aws = { ...second!, region: 'eu-west-1', urn: 'urn:pulumi:test::tandem::aws:ecs/service:Service::web' };
  const both = buildPlan(model(service({ pools: [first!, aws] })), { stack: 'test', rate: 100, scale: 10 });
  const incident = checkIncident(
    {
      title: 'test',
      published: 'nothing',
      chosen: 'all',
      duration: '1h',
      faults: [{ kind: 'crash', at: '2m', until: '5m', target: 'provider' }],
    },
    'test',
  );
  const world = worldAt(timelineOf(incident, both), both, 130);
  expect([...world.regions].map(([name, { down }]) => [name, down])).toEqual([
    [primary, true],
    ['eu-west-1', false],
  ]);
});

test('load, deployments and a lack of capacity act from their start', () => {
  const busy = timeline(
    [{ kind: 'crash', at: '50m', until: '51m', target: 'primary' }],
    [
      { kind: 'load', at: '10m', factor: 1.2 },
      { kind: 'load', at: '20m', factor: 0.8 },
      { kind: 'deploy', at: '10m', until: '15m', target: 'failover', unavailable: 0.25 },
      { kind: 'no-new-capacity', at: '12m', until: '30m', target: 'both' },
    ],
  );
  expect([0, 600, 1200].map((t) => worldAt(busy, plan, t).load)).toEqual([0.5, 1.2, 0.8]);
  expect(worldAt(busy, plan, 800).regions.get(failover)?.condition).toMatchObject({ deploying: 0.25, mayGrow: false });
  expect(worldAt(busy, plan, 1000).regions.get(failover)?.condition).toMatchObject({ deploying: 0, mayGrow: false });
  expect(worldAt(busy, plan, 800).regions.get(primary)?.condition).toMatchObject({ deploying: 0, mayGrow: false });
});

test('targets that the plan does not have are listed with those that it has', () => {
  const bare = buildPlan(model(service(), []), { stack: 'test', rate: 100, scale: 10 });
  const incident = checkIncident(
    {
      title: 'test',
      published: 'nothing',
      chosen: 'all',
      duration: '1h',
      faults: [
        { kind: 'crash', at: '2m', until: '5m', target: 'database' },
        { kind: 'crash', at: '2m', until: '5m', target: 'mars' },
      ],
    },
    'test',
  );
  expect(() => timelineOf(incident, bare)).toThrow(
    `  - faults[0].target: given database; this plan has: primary, failover, both, provider, ${primary}, ${failover}\n` +
      `  - faults[1].target: given mars;`,
  );
});

test('a part of a region is half of it, or as many percent as are said', () => {
  for (const [target, part] of [
    ['primary', 1],
    ['primary/half', 0.5],
    ['primary/80%', 0.8],
  ] as const)
    expect(timeline([{ kind: 'crash', at: '2m', until: '5m', target }]).strikes[0]?.struck.part).toBe(part);
});
