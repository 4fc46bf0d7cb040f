import { numberAt, valuesAt } from '../../graph/value.ts';
import type { FaultKind, Retry } from '../../model/model.ts';
import type { Route } from './routes.ts';

const FAULTS: Readonly<Record<string, readonly FaultKind[]>> = {
  '5xx': ['crash', 'error', 'lying'],
  'gateway-error': ['crash', 'error', 'lying'],
  'connect-failure': ['crash'],
  'refused-stream': ['crash'],
  reset: ['crash'],
};

/** The retry policy of a route. A try stays inside its backend service, so it leaves a bad region only if that service holds both. */
export function retryOf(route: Route, reachesOtherRegion: boolean): Retry | undefined {
  const policy = route.retryPolicy;
  if (!policy) return undefined;
  const attempts = numberAt(policy, 'numRetries') ?? 1;
  const perTrySeconds =
    numberAt(policy, 'perTryTimeout.seconds') === undefined
      ? undefined
      : (numberAt(policy, 'perTryTimeout.seconds') ?? 0) + (numberAt(policy, 'perTryTimeout.nanos') ?? 0) / 1e9;
  const conditions = valuesAt(policy, 'retryConditions').map(String);
  const on = new Set(conditions.flatMap((condition) => FAULTS[condition] ?? []));
  if (perTrySeconds !== undefined && on.has('error')) on.add('hang');
  return {
    on: [...on],
    attempts,
    perTrySeconds,
    reachesOtherRegion,
    evidence: [
      {
        urn: route.owner.urn,
        argument: 'retryPolicy',
        says: reachesOtherRegion
          ? `tries again up to ${attempts} times, in the other region as well`
          : `tries again up to ${attempts} times, always in the region that failed: its backend service holds one region only`,
      },
    ],
  };
}
