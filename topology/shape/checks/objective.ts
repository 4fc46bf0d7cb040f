import type { DetectionContext, Range } from '../../arithmetic/detection.ts';
import type { Objectives, Signal } from '../../model/model.ts';
import type { Problem } from '../problems.ts';
import type { Check } from './check.ts';

// An objective that no setting can reach, on any cloud. One that only the given settings miss is for the verdict to say.

type Name = keyof Required<Objectives>;

interface Limited {
  readonly objectives: Readonly<Record<Name, number>>;
}

/** Asks of an objective what `wrong` finds: what would be allowed, and why nothing else is. */
export const limit = <C extends Limited>(
  name: Name,
  also: readonly string[],
  wrong: (config: C) => readonly [allowed: string, reason: string] | undefined,
): Check<C> => ({
  reads: [`objectives.${name}`, ...also],
  check: (config): readonly Problem[] => {
    const found = wrong(config);
    if (!found) return [];
    const [allowed, reason] = found;
    return [
      {
        path: `objectives.${name}`,
        given: `${config.objectives[name]}`,
        allowed,
        fix: `Change the objective: ${reason}.`,
      },
    ];
  },
});

/** An objective of which the platform cannot do less than `least`. */
export const floor = <C extends Limited>(
  name: Name,
  also: readonly string[],
  least: (config: C) => number,
  unit: string,
  reason: string,
): Check<C> =>
  limit<C>(name, also, (config) => {
    const lowest = least(config);
    return config.objectives[name] >= lowest
      ? undefined
      : [`at least ${Math.ceil(lowest * 100) / 100} ${unit}`, reason];
  });

/** An availability of which the platform promises no more than `most`. */
export const promised = <C extends Limited>(most: number, reason: string): Check<C> =>
  limit<C>('availability', [], ({ objectives }) =>
    objectives.availability <= most ? undefined : [`at most ${Math.floor(most * 1e6) / 1e6}`, reason],
  );

/** Copies of another region lag behind, so some data is lost with a region. */
export const losesWrites = <C extends Limited>(reason: string): Check<C> =>
  limit<C>('rpoSeconds', [], ({ objectives }) => (objectives.rpoSeconds > 0 ? undefined : ['more than 0 s', reason]));

/** Worst time that the fastest signals leave. A region that stops answering takes longest of all that a probe can see. */
export const atItsFastest = (
  time: (signals: readonly Signal[], fault: 'hang', context: DetectionContext) => Range | undefined,
  signals: readonly Signal[],
  context: Omit<DetectionContext, 'cadence'>,
): number => time(signals, 'hang', { cadence: 'fixed', ...context })?.worst ?? Infinity;
