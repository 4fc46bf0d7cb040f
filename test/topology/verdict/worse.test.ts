import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LossVerdict, ObjectiveVerdict, Traffic, Verdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { change, graphFrom } from '../../support/graph.ts';
import * as aws from '../recognise/aws/plans.ts';
import { AWAY, declaration, dns, good, instances } from './plans.ts';
import { type Plan, type Worsening, worseningsOf } from './worsenings.ts';

// Worsening one setting never makes any figure of the verdict better, whatever the plan is built of.

/**
 * Ejecting later, or not at all, is worse for leaving a bad region and better for coming back to it, so the time to
 * return is held against its own settings only, in the arithmetic's tests.
 */
const leaving = (plan: Plan): Plan => change(plan, 'acme', 'declared.objectives.returnSeconds', undefined);

interface Subject {
  readonly plan: Plan;
  /** Settings that move no figure, which is right: what they are about is not what decides. Absent: none. */
  readonly idle?: RegExp;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  // Zones matter in the region of the primary.
  'Cloud Run': { plan: leaving(good), idle: /^db-replica settings.availabilityType$/ },
  // Healing is not how traffic moves, and no store waits for a decision.
  'instance groups': { plan: leaving([declaration, ...instances]), idle: /^heal-check |decisionSeconds$/ },
  // Its records are checked from outside; the probes are about single instances.
  'Cloud DNS': { plan: dns({ ttl: 30 }), idle: /readinessProbe/ },
  'an accelerator': { plan: [aws.declaration, ...aws.good] },
  // The second record has no clients to lose while the first is well.
  'failover records': {
    plan: [aws.declaration, ...aws.failoverRecords, ...aws.aurora],
    idle: new RegExp(`^(check|record)-${aws.WEST} `),
  },
  'latency aliases': { plan: aws.latencyAliases },
  'both clouds': { plan: aws.multicloud },
};

/** Slower to start and with less running: what waits for new capacity waits longer. */
const slowStart: Worsening = {
  name: 'slower start of a small region',
  apply: (plan, amount) => {
    const inputsOf = (name: string) => plan.find((one) => one.name === name)?.inputs;
    const scaling = inputsOf(`run-${AWAY}`)?.['scaling'] as { minInstanceCount?: number } | undefined;
    const { startSeconds } = inputsOf('acme')?.['declared'] as { startSeconds: number };
    const fewer = change(plan, `run-${AWAY}`, 'scaling.minInstanceCount', Math.min(1, scaling?.minInstanceCount ?? 0));
    return change(fewer, 'acme', 'declared.startSeconds', startSeconds * (1 + amount));
  },
};

const SURVIVAL = ['yes', 'undecided', 'no'];
const TRAFFIC: readonly Traffic[] = ['served', 'briefly-fail', 'fail-until-promotion', 'fail'];
const bound = (value: number | null | undefined): number => value ?? Infinity;

/** Figures of a loss of which more is worse. */
const badness = (loss: LossVerdict): readonly number[] => [
  SURVIVAL.indexOf(loss.survives),
  bound(loss.shedSeconds.worst),
  -(loss.headroom ?? 0),
  -(loss.headroomAtOnce ?? 0),
  TRAFFIC.indexOf(loss.reads),
  TRAFFIC.indexOf(loss.writes),
  bound(loss.rpoSeconds),
  bound(loss.writeRtoSeconds),
];

const betterThan = (after: Verdict, before: Verdict): readonly string[] => [
  ...before.losses.flatMap((loss) => {
    const other = after.losses.find((one) => one.loss === loss.loss);
    if (!other) return [`${loss.loss} is gone`];
    const figures = badness(other);
    return badness(loss).flatMap((figure, index) =>
      (figures[index] ?? 0) < figure - 1e-9 ? [`${loss.loss} figure ${index}: ${figure} -> ${figures[index]}`] : [],
    );
  }),
  ...before.objectives.flatMap((objective: ObjectiveVerdict) => {
    const other = after.objectives.find(({ name }) => name === objective.name);
    return !objective.met && other?.met ? [`objective ${objective.name} is met now`] : [];
  }),
  ...(!before.ok && after.ok ? ['the whole holds now'] : []),
];

const judged = (plan: Plan): Verdict => verdict(graphFrom(plan));

describe.each(Object.entries(SUBJECTS))('worsening a setting of %s', (name, { plan, idle }) => {
  const worsenings = [...worseningsOf(plan), ...(name === 'Cloud Run' ? [slowStart] : [])];

  it('never improves the verdict, from the good plan or from one that is worse already', () => {
    const step = fc.record({
      worsening: fc.constantFrom(...worsenings),
      amount: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3 }), step, (earlier, last) => {
        const before = earlier.reduce((worse, { worsening, amount }) => worsening.apply(worse, amount), plan);
        const after = last.worsening.apply(before, last.amount);
        expect(betterThan(judged(after), judged(before))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is noticed: each one, taken far enough, makes some figure worse', () => {
    const figures = (found: Verdict): string =>
      JSON.stringify([
        found.losses.map((loss) => [...badness(loss), loss.shedSeconds, loss.returnSeconds, loss.refusedSeconds]),
        found.objectives,
      ]);
    const before = figures(judged(plan));
    const unnoticed = worsenings.filter(({ apply }) => figures(judged(apply(plan, 0.95))) === before);
    const names = unnoticed.map((one) => one.name);
    expect(names.filter((one) => !idle?.test(one))).toEqual([]);
    expect(names.some((one) => idle?.test(one))).toBe(idle !== undefined);
  });
});
