import ansis from 'ansis';
import { expect, test } from 'vitest';
import type { DrillReport, FaultResult } from '../../../drill/report/report.ts';
import { drillText } from '../../../infra/cli/text/drill.ts';
import { model, pool, primary, probe, service, failover } from '../models.ts';
import { report } from '../recordings.ts';

const probed = model(
  service({ retry: undefined, pools: [primary, failover].map((one) => pool(one, { signals: [probe(5, 1)] })) }),
);
const text = (of: DrillReport): string => ansis.strip(drillText(of, 'page.html'));
const faultRows = (of: DrillReport): readonly string[] =>
  text(of)
    .split('\n')
    .filter((line) => / of (primary|database|failover)/.test(line));

test('faults are named by their declared start', () => {
  const [row] = faultRows(report({ shed: 7, back: 7, startLateMs: 20 }, probed));
  expect(row).toMatch(/^crash of primary +1\.667 min /);
});

test('a fault on the database is about no region', () => {
  const faults = [{ kind: 'crash', at: '100s', until: '200s', target: 'database' }];
  const [row] = faultRows(report({ faults, away: [] }, probed));
  expect(row).toContain('no region');
  expect(row).not.toMatch(/unseen|-/);
});

test('a fault that comes again and again has one row when it has more than three', () => {
  const flap = (every: string) => ({ kind: 'flap', of: 'crash', every, at: '100s', until: '160s', target: 'primary' });
  expect(faultRows(report({ faults: [flap('10s')], away: [] }, probed))).toHaveLength(3);
  const [row, ...others] = faultRows(report({ faults: [flap('5s')], away: [] }, probed));
  expect(others).toEqual([]);
  expect(row).toContain('flap of primary, 6 times');
});

test('of several times, the least and the greatest are told, and how many were never measured', () => {
  const { faults, ...rest } = report({ shed: 7, back: 7 }, probed);
  const times = [4, 9, null, 6].map((shedMeasured): FaultResult => ({ ...faults[0]!, kind: 'flap', shedMeasured }));
  expect(faultRows({ ...rest, faults: times })[0]).toContain('4..9 s, 1 x -');
});

test('what is not judged is told with its reason', () => {
  const told = text(report({ shed: 7, back: 7, expect: { promotions: 1 } }, { ...probed, stores: [] }));
  expect(told).toMatch(/promotions +exactly 1 +- +- +not judged here/);
  expect(told).toContain('- promotions is not judged: the plan has no database');
});

test.each([
  [{ shed: 7, back: 7 }, 'The plan held.'],
  [{ shed: 60, back: 7 }, 'The plan did not hold.'],
  [{ shed: 7, back: 7, lateMs: 900 }, 'Nothing can be said of the plan.'],
])('the last line says what came out: %o', (story, outcome) => {
  expect(text(report(story, probed))).toContain(`${outcome} Page: page.html`);
});
