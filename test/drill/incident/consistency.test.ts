import { expect, test } from 'vitest';
import { faultsOn, type Place } from '../../../drill/incident/acts.ts';
import { inconsistencies } from '../../../drill/incident/consistency.ts';
import { checkIncident } from '../../../drill/incident/read.ts';
import { faultKinds } from '../../../drill/incident/schema.ts';
import { timelineOf } from '../../../drill/incident/timeline.ts';
import { worldAt } from '../../../drill/incident/world.ts';
import { buildPlan } from '../../../drill/plan/build.ts';
import { model } from '../models.ts';

// A fault either does something where it strikes, or is refused with what is allowed there.

const plan = buildPlan(model(), { stack: 'test', rate: 100, scale: 10 });

const details: Readonly<Record<string, object>> = {
  slow: { delay: '20s' },
  overload: { capacity: 0.5 },
  flap: { of: 'crash', every: '1m' },
};

const fault = (kind: string, target: string, more: object = {}): object => ({
  kind,
  target,
  at: '2m',
  until: '5m',
  ...details[kind],
  ...more,
});

const given = (faults: readonly object[], events: readonly object[] = []): object => ({
  title: 'test',
  duration: '10m',
  faults,
  events,
});

const targets = ['primary', 'primary/half', 'both', 'provider', 'database', 'database-replica', 'database-link'];
const pairs = targets.flatMap((target) => faultKinds.map((kind) => [kind, target] as const));

test.each(pairs)('%s on %s changes the world or is refused', (kind, target) => {
  const file = given([fault(kind, target)]);
  if (inconsistencies(file).length > 0) return;
  const timeline = timelineOf(checkIncident(file, 'test'), plan);
  expect(worldAt(timeline, plan, 130)).not.toEqual(worldAt(timeline, plan, 60));
});

test.each<[Place, string]>([
  ['database', 'crash, hang, slow'],
  ['database-replica', 'crash, hang, slow'],
  ['database-link', 'crash, hang, slow'],
  ['region', 'crash, error, hang, lying, slow, overload, flap'],
  ['provider', 'crash, error, hang, lying, slow, overload, flap'],
])('faults on a %s', (place, kinds) => {
  expect(faultsOn(place).join(', ')).toBe(kinds);
});

test.each([
  [
    fault('crash', 'database/half'),
    'target: given database/half; allowed: database as a whole, since only a region has',
  ],
  [fault('crash', 'provider/80%'), 'target: given provider/80%; allowed: provider as a whole'],
  [fault('lying', 'database-link'), 'kind: given lying on database-link; allowed there: crash, hang, slow'],
  [
    fault('overload', 'primary/half'),
    'target: given primary/half with overload; allowed: the whole region, with capacity',
  ],
  [fault('slow', 'database-link', { share: 0.5 }), 'share: given 0.5 on database-link; allowed there: 1'],
])('refused: %j', (one, message) => {
  const [found = '', ...more] = inconsistencies(given([one]));
  expect(found).toContain(`faults[0].${message}`);
  expect(more).toEqual([]);
});

test.each([
  ['deploy', 'database', 'given database with deploy; allowed: primary, failover, both, provider or a region name'],
  ['deploy', 'failover/half', 'with no part; unavailable says which part of the instances'],
  ['no-new-capacity', 'database-replica', 'given database-replica with no-new-capacity; allowed: primary, failover'],
  ['no-new-capacity', 'both/half', 'given both/half with no-new-capacity; allowed: primary, failover'],
])('an event that would do nothing: %s on %s', (kind, target, message) => {
  const more = kind === 'deploy' ? { unavailable: 0.5 } : {};
  const file = given([fault('crash', 'primary')], [{ kind, target, at: '2m', until: '5m', ...more }]);
  expect(inconsistencies(file)).toEqual([expect.stringContaining(message)]);
});
