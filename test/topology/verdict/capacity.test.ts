import { describe, expect, it } from 'vitest';

import { SCALE_OUT_SECONDS } from '../../../topology/arithmetic/assumptions.ts';
import { declaredOf } from '../../../components/gcp/declared.ts';
import { verdictText } from '../../../infra/cli/text/verdict.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import type { LossVerdict } from '../../../topology/verdict/types.ts';
import { change, graphFrom, UNKNOWN_VALUE, type Draft } from '../../support/graph.ts';
import { read } from '../shape/config.ts';
import { AWAY, declaration, good, HOME, instances } from './plans.ts';

// What is left after a loss, before and after it has grown. Six machines of 50 requests/s in each region; the peak is 400.

const plan: readonly Draft[] = [declaration, ...instances];

const sized = (minReplicas: number, maxReplicas: number): readonly Draft[] =>
  plan.reduce(
    (changed, { name }) =>
      name.startsWith('scale-') ? change(changed, name, 'autoscalingPolicy', { minReplicas, maxReplicas }) : changed,
    plan,
  );

const tolerating = (also: string, drafts: readonly Draft[]): readonly Draft[] =>
  change(drafts, 'acme', 'declared.toleratesAlso', also);

const judged = (drafts: readonly Draft[], loss: string): LossVerdict => {
  const found = verdict(graphFrom(drafts)).losses.find((one) => one.loss === loss);
  if (!found) throw new Error(`no ${loss}`);
  return found;
};

const FROM_HOME = `region:${HOME}`;
// A new machine is asked for after the scaler's window, and takes the declared 10 s.
const grown = (SCALE_OUT_SECONDS['instances'] ?? 0) + 10;

describe('what is left', () => {
  it.each([
    ['runs everything', sized(3, 10), FROM_HOME, 'yes', 1.13, 3.75, 0, 0],
    ['runs three quarters', sized(2, 10), FROM_HOME, 'yes', 0.75, 3.75, grown, 100 * grown],
    ['runs three eighths', sized(1, 10), FROM_HOME, 'yes', 0.38, 3.75, grown, 250 * grown],
    ['cannot grow to it', sized(1, 2), FROM_HOME, 'no', 0.38, 0.75, 450, 250 * grown + 100 * (450 - grown)],
    ['loses a zone too', tolerating('zone', sized(3, 10)), `${FROM_HOME}+zone`, 'yes', 0.75, 2.5, grown, 100 * grown],
    ['and runs enough for that', tolerating('zone', sized(4, 10)), `${FROM_HOME}+zone`, 'yes', 1, 2.5, 0, 0],
    ['cannot grow to that', tolerating('zone', sized(3, 3)), `${FROM_HOME}+zone`, 'no', 0.75, 0.75, 450, 45_000],
    [
      'is being deployed to',
      tolerating('deploy', sized(3, 10)),
      `${FROM_HOME}+deploy`,
      'yes',
      0.84,
      2.81,
      grown,
      62.5 * grown,
    ],
    [
      'on Cloud Run lets requests wait for new instances',
      tolerating('zone', good),
      `${FROM_HOME}+zone`,
      'yes',
      0.67,
      1.33,
      0,
      0,
    ],
  ] as const)('%s', (_, drafts, loss, survives, headroomAtOnce, headroom, refusedSeconds, refusedRequests) => {
    expect(judged(drafts, loss)).toMatchObject({
      survives,
      headroomAtOnce,
      headroom,
      refusedSeconds,
      refusedRequests,
    });
  });

  it('is judged with a second loss in both directions, and only where one is declared', () => {
    const names = (drafts: readonly Draft[]): readonly string[] =>
      verdict(graphFrom(drafts))
        .losses.map(({ loss }) => loss)
        .filter((loss) => loss.includes('+'));
    expect(names(plan)).toEqual([]);
    expect(names(tolerating('zone', plan))).toEqual([`region:${HOME}+zone`, `region:${AWAY}+zone`]);
  });

  it('is judged with a second loss in the regions of the declaration that wants it, and not beside them', () => {
    const [whole] = plan;
    if (!whole) throw new Error('a plan has a declaration');
    const beside = {
      ...whole,
      name: 'other',
      inputs: { declared: { regions: { primary: AWAY, failover: 'europe-west1' }, toleratesAlso: 'deploy' } },
    };
    const names = verdict(graphFrom([...tolerating('zone', plan), beside])).losses.map(({ loss }) => loss);
    expect(names.filter((loss) => loss.includes('+'))).toEqual([
      `region:${HOME}+zone`,
      `region:${AWAY}+zone`,
      `region:${AWAY}+deploy`,
    ]);
  });

  it('is what the declared headroom is held against, second loss included', () => {
    const headroom = (drafts: readonly Draft[]) =>
      verdict(graphFrom(drafts)).objectives.find(({ name }) => name === 'headroom');
    expect(headroom(sized(3, 3))).toMatchObject({ predicted: 1.13, met: true });
    expect(headroom(tolerating('zone', sized(3, 3)))).toMatchObject({ predicted: 0.75, met: false });
  });

  it('says what is refused for how long, in text, and says nothing where nothing is', () => {
    const lines = (drafts: readonly Draft[]): string => verdictText(verdict(graphFrom(drafts)), 140);
    expect(lines(sized(2, 10))).toMatch(/region:us-central1 +0\.75 x +3\.75 x +70 s +7000/);
    expect(lines(sized(3, 10))).not.toContain('refused at peak load');
  });
});

describe('what a topology on Google declares', () => {
  const declaring = (drafts: readonly Draft[], changes: Readonly<Record<string, unknown>> = {}): readonly Draft[] => {
    const topology = read({
      compute: 'instances',
      'regions.failover': AWAY,
      'service.instanceRps': 50,
      ...changes,
    });
    return change(drafts, 'acme', 'declared', declaredOf(topology));
  };

  it.each([
    ['runs what it says', sized(3, 10), {}, 'yes'],
    ['had its minimum lowered in the plan', sized(2, 10), {}, 'no'],
    ['may grow, as it says', sized(2, 10), { 'capacity.strategy': 'scaled' }, 'yes'],
  ] as const)('is held against a plan that %s', (_, drafts, changes, survives) => {
    expect(judged(declaring(drafts, changes), FROM_HOME).survives).toBe(survives);
  });

  it('names the minimum that was lowered', () => {
    expect(judged(declaring(sized(2, 10)), FROM_HOME).why).toContainEqual(
      expect.objectContaining({
        urn: expect.stringMatching(/::scale-/),
        argument: 'autoscalingPolicy.minReplicas',
        says: expect.stringContaining('nothing may have to start first'),
      }),
    );
  });

  it('is kept by a size that is just enough, whatever rounding makes of it', () => {
    // 73 instances of 6.42 requests/s make 468.65999999999997.
    const declared = declaredOf(read({ 'load.peakRps': 468.66, 'service.instanceRps': 6.42 }));
    const just = [HOME, AWAY].reduce(
      (drafts, region) => change(drafts, `run-${region}`, 'scaling', { minInstanceCount: 73, maxInstanceCount: 146 }),
      change(good, 'acme', 'declared', { ...declared, regions: { primary: HOME, failover: AWAY } }),
    );
    expect(judged(just, FROM_HOME).survives).toBe('yes');
  });
});

describe('the live share of a region with a target', () => {
  const aiming = (home: number, away: number, group = 'id'): readonly Draft[] =>
    change(
      plan,
      'vms',
      'backends',
      [home, home, home, away, away, away].map((rate) => ({
        group,
        balancingMode: 'RATE',
        maxRatePerInstance: rate,
      })),
    );
  // Four fifths of the clients are near the primary: 320 of 400 requests/s.
  it.each([
    ['nothing overflows', 60, 60, 0.2],
    ['20 of 320 overflow', 50, 60, 0.25],
    ['140 of 320 overflow', 30, 60, 0.55],
    ['both are full, and share as their targets are', 20, 30, 0.4],
  ] as const)('%s', (_, home, away, share) => {
    const { objectives } = verdict(graphFrom(aiming(home, away)));
    const found = objectives.find(({ name }) => name === 'liveShare');
    expect(found?.predicted).toBeCloseTo(Math.min(share, 1 - share));
  });

  it('is geography where the plan does not tell which target is whose', () => {
    const share = (drafts: readonly Draft[]) =>
      verdict(graphFrom(drafts)).objectives.find(({ name }) => name === 'liveShare')?.predicted;
    expect(share(aiming(30, 60, UNKNOWN_VALUE))).toBeCloseTo(0.2);
    expect(share(aiming(50, 50, UNKNOWN_VALUE))).toBeCloseTo(0.25);
  });

  it('can be raised by a lower target of the region that serves most, and the verdict says by which', () => {
    const wanting = (liveShare: number): readonly Draft[] =>
      change(aiming(60, 60), 'acme', 'declared.objectives.liveShare', liveShare);
    const missed = verdict(graphFrom(wanting(0.3))).objectives.find(({ name }) => name === 'liveShare');
    // 280 of 320 may stay: 46 for each of six machines.
    expect(missed?.change).toMatchObject({ argument: 'backends.maxRatePerInstance', from: 60, to: 46 });
    const mended = change(aiming(46, 60), 'acme', 'declared.objectives.liveShare', 0.3);
    expect(verdict(graphFrom(mended)).objectives.find(({ name }) => name === 'liveShare')?.met).toBe(true);
  });
});
