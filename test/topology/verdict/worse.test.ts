import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LossVerdict, ObjectiveVerdict, Span, Traffic, Verdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { change, graphFrom, type Draft } from '../../support/graph.ts';
import { AWAY, good, HOME } from './plans.ts';

// Worsening one setting never makes any figure of the verdict better.

type Plan = readonly Draft[];
type Worsening = (plan: Plan, amount: number) => Plan;

const number = (plan: Plan, name: string, path: string): number =>
  Number(
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (value as Record<string, unknown>)?.[key],
        plan.find((one) => one.name === name)?.inputs,
      ),
  );

/** Sets a number that is there; what is not there cannot get worse. */
const scale = (plan: Plan, name: string, path: string, to: (from: number) => number): Plan => {
  const from = number(plan, name, path);
  return Number.isNaN(from) ? plan : change(plan, name, path, to(from));
};
const grow =
  (name: string, path: string): Worsening =>
  (plan, amount) =>
    scale(plan, name, path, (from) => Math.ceil(from * (1 + amount)));
const shrink =
  (name: string, path: string, least = 0): Worsening =>
  (plan, amount) =>
    scale(plan, name, path, (from) => Math.max(least, Math.floor(from * (1 - amount))));
const drop =
  (name: string, path: string): Worsening =>
  (plan) =>
    change(plan, name, path, undefined);

const PROBE = 'template.containers.0.readinessProbe';
const WORSENINGS: Readonly<Record<string, Worsening>> = Object.fromEntries([
  ...[HOME, AWAY].flatMap((region): [string, Worsening][] => [
    [`${region} slower probe`, grow(`run-${region}`, `${PROBE}.periodSeconds`)],
    [`${region} more failures to fall`, grow(`run-${region}`, `${PROBE}.failureThreshold`)],
    [`${region} no probe`, drop(`run-${region}`, PROBE)],
    [`${region} fewer at least`, shrink(`run-${region}`, 'scaling.minInstanceCount')],
    [`${region} fewer at most`, shrink(`run-${region}`, 'scaling.maxInstanceCount', 1)],
  ]),
  ['more errors to eject', grow('api', 'outlierDetection.consecutiveGatewayFailure')],
  ['longer ejection', grow('api', 'outlierDetection.baseEjectionTime.seconds')],
  ['smaller ejection share', shrink('api', 'outlierDetection.maxEjectionPercent')],
  ['no outlier detection', drop('api', 'outlierDetection')],
  ['drained failover region', shrink('api', 'backends.1.capacityScaler')],
  ['no turbo replication', drop('data', 'rpo')],
  ['zonal database', drop('db-primary', 'settings.availabilityType')],
  ['weaker instances', shrink('acme', 'declared.instanceRps')],
  ['slower decision', grow('acme', 'declared.decisionSeconds')],
  [
    'slower start of a small region',
    (plan, amount) =>
      grow('acme', 'declared.startSeconds')(shrink(`run-${AWAY}`, 'scaling.minInstanceCount')(plan, amount), amount),
  ],
]);

const SURVIVAL = ['yes', 'undecided', 'no'];
const TRAFFIC: readonly Traffic[] = ['served', 'briefly-fail', 'fail-until-promotion', 'fail'];
const bound = (value: number | null | undefined): number => value ?? Infinity;
const worst = (span: Span | null): number => (span === null ? 0 : bound(span.worst));

/** Figures of a loss of which more is worse. */
const badness = (loss: LossVerdict): readonly number[] => [
  SURVIVAL.indexOf(loss.survives),
  worst(loss.shedSeconds),
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

/**
 * Ejecting later, or not at all, is worse for leaving a bad region and better for coming back to it, so the time to
 * return is held against its own settings only, in the arithmetic's tests.
 */
const leaving = change(good, 'acme', 'declared.objectives.returnSeconds', undefined);

describe('worsening a setting', () => {
  it('never improves the verdict, from the good plan or from one that is worse already', () => {
    const names = Object.keys(WORSENINGS);
    const step = fc.record({
      name: fc.constantFrom(...names),
      amount: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    });
    const apply = (plan: Plan, { name, amount }: { name: string; amount: number }): Plan =>
      WORSENINGS[name]?.(plan, amount) ?? plan;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3 }), step, (earlier, last) => {
        const before = earlier.reduce(apply, leaving);
        const after = apply(before, last);
        expect(betterThan(verdict(graphFrom(after)), verdict(graphFrom(before)))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is noticed: each one, taken far enough, makes some figure worse', () => {
    const before = verdict(graphFrom(good));
    const figures = (found: Verdict): string =>
      JSON.stringify([
        found.losses.map((loss) => [...badness(loss), loss.shedSeconds, loss.returnSeconds, loss.refusedSeconds]),
        found.objectives,
      ]);
    const unnoticed = Object.entries(WORSENINGS).filter(
      ([, worsen]) => figures(verdict(graphFrom(worsen(good, 0.95)))) === figures(before),
    );
    expect(unnoticed.map(([name]) => name)).toEqual([]);
  });
});
