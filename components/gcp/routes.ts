import type { compute, types } from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';

/** Header by which a probe says which region it wants to reach. */
export const REGION_HEADER = 'x-tandem-region';

/** Where the requests of one service go. */
export interface RouteTarget {
  /** Id of the backend service that holds every region. */
  readonly service: Input<string>;
  /** Its name, which logs and metrics of the entry carry; known before an apply, as the id is not. */
  readonly serviceName: Input<string>;
  /** Id of the backend service of each single region. */
  readonly pinned: readonly { readonly region: string; readonly service: Input<string> }[];
}

/** Requests that do not go to the service behind everything else. */
export interface Route {
  /** Host names; empty: every host that no route names. */
  readonly hosts: readonly string[];
  /** Paths; each with all below it. Empty: the whole host. */
  readonly paths: readonly string[];
  readonly target: RouteTarget;
}

export interface RoutesArgs {
  /** What answers requests that no route claims. */
  target: RouteTarget;
  /** What goes elsewhere, by host and path. */
  routes: readonly Route[];
  /** Seconds one try may take. */
  perTrySeconds: number;
  /** Retries after the first try. */
  retries: number;
}

/** Hosts that no route names. */
const OTHER_HOSTS = '*';

type Matcher = types.input.compute.URLMapPathMatcher;
type Rule = types.input.compute.URLMapPathMatcherRouteRule;
type Match = types.input.compute.URLMapPathMatcherRouteRuleMatchRule;

/**
 * Clients go to the backend service of both regions, with retries that may reach the other region; a request that names
 * a region goes there and is not retried, so that a probe sees the region as it is. Single-region services are reached by
 * the header only: weights between services would ignore health.
 */
export function routes(args: RoutesArgs): compute.URLMapArgs {
  const named = [...new Set(args.routes.flatMap(({ hosts }) => hosts))].sort();
  return {
    defaultService: args.target.service,
    hostRules: [
      { hosts: [OTHER_HOSTS], pathMatcher: 'regions' },
      ...named.map((host, index) => ({ hosts: [host], pathMatcher: matcherName(index) })),
    ],
    pathMatchers: [
      matcher('regions', args, undefined),
      ...named.map((host, index) => matcher(matcherName(index), args, host)),
    ],
  };
}

const matcherName = (index: number): string => `host-${index + 1}`;

/** What one host's requests match; an undefined host stands for all that no route names. */
function matcher(name: string, args: RoutesArgs, host: string | undefined): Matcher {
  const here = args.routes.filter(({ hosts }) => (host === undefined ? hosts.length === 0 : hosts.includes(host)));
  const target = here.find(({ paths }) => paths.length === 0)?.target ?? args.target;
  // The longest path first: the first rule that matches is taken.
  const claims = here
    .flatMap((route) => route.paths.map((path) => ({ path, target: route.target })))
    .sort((one, other) => other.path.length - one.path.length || (one.path < other.path ? -1 : 1));
  const rules = [
    ...claims.flatMap((claim): Omit<Rule, 'priority'>[] => [
      ...pins(claim.target, below(claim.path)),
      { matchRules: below(claim.path), service: claim.target.service, routeAction: clientAction(args) },
    ]),
    ...pins(target, [{ prefixMatch: '/' }]),
  ];
  return {
    name,
    defaultService: target.service,
    defaultRouteAction: clientAction(args),
    routeRules: rules.map((rule, index) => ({ priority: index + 1, ...rule })),
  };
}

/** The path itself and everything below it, and nothing that only begins alike. */
const below = (path: string): Match[] => [{ fullPathMatch: path }, { prefixMatch: `${path}/` }];

/** The same requests where they name a region. */
const pins = ({ pinned }: RouteTarget, matches: readonly Match[]): Omit<Rule, 'priority'>[] =>
  pinned.map(({ region, service }) => ({
    matchRules: matches.map((match) => ({
      ...match,
      headerMatches: [{ headerName: REGION_HEADER, exactMatch: region }],
    })),
    service,
  }));

function clientAction({ perTrySeconds, retries }: RoutesArgs) {
  return {
    // 429 cannot be retried: what keeps it away is capacity.
    retryPolicy: {
      retryConditions: ['5xx', 'gateway-error', 'connect-failure', 'refused-stream'],
      numRetries: retries,
      perTryTimeout: duration(perTrySeconds),
    },
    timeout: duration(perTrySeconds * (retries + 1)),
  };
}

function duration(seconds: number): { seconds: string; nanos: number } {
  const whole = Math.floor(seconds);
  return { seconds: String(whole), nanos: Math.round((seconds - whole) * 1e9) };
}
