import type { compute } from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';

/** Header by which a probe says which region it wants to reach. */
export const REGION_HEADER = 'x-tandem-region';

export interface RoutesArgs {
  /** Backend service that holds every region. */
  service: Input<string>;
  /** Backend service of each single region. */
  pinned: readonly { region: string; service: Input<string> }[];
  /** Seconds one try may take. */
  perTrySeconds: number;
  /** Retries after the first try. */
  retries: number;
}

/**
 * Clients go to the backend service of both regions, with retries that may reach the other region; a request that names
 * a region goes there and is not retried, so that a probe sees the region as it is. Single-region services are reached by
 * the header only: weights between services would ignore health.
 */
export function routes(args: RoutesArgs): compute.URLMapArgs {
  return {
    defaultService: args.service,
    hostRules: [{ hosts: ['*'], pathMatcher: 'regions' }],
    pathMatchers: [
      {
        name: 'regions',
        defaultService: args.service,
        defaultRouteAction: {
          // 429 cannot be retried: what keeps it away is capacity.
          retryPolicy: {
            retryConditions: ['5xx', 'gateway-error', 'connect-failure', 'refused-stream'],
            numRetries: args.retries,
            perTryTimeout: duration(args.perTrySeconds),
          },
          timeout: duration(args.perTrySeconds * (args.retries + 1)),
        },
        routeRules: args.pinned.map(({ region, service }, index) => ({
          priority: index + 1,
          matchRules: [{ prefixMatch: '/', headerMatches: [{ headerName: REGION_HEADER, exactMatch: region }] }],
          service,
        })),
      },
    ],
  };
}

function duration(seconds: number): { seconds: string; nanos: number } {
  const whole = Math.floor(seconds);
  return { seconds: String(whole), nanos: Math.round((seconds - whole) * 1e9) };
}
