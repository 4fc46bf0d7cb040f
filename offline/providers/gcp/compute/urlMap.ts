import type { Description } from '../../kit/description.ts';
import { conflicts, exactlyOne, list, oneOf, range, within, type Rule } from '../../kit/rules.ts';
import { digits } from '../../kit/random.ts';
import { listOf, objectOf, textOf } from '../../kit/values.ts';
import { byPath, globalResource, namedLower } from '../common.ts';
import { BACKEND_BUCKET, BACKEND_SERVICE, URL_MAP } from '../types.ts';

const REDIRECT_CODES = ['FOUND', 'MOVED_PERMANENTLY_DEFAULT', 'PERMANENT_REDIRECT', 'SEE_OTHER', 'TEMPORARY_REDIRECT'];

/** Everywhere a route can say what to do. */
const ACTIONS = [
  'defaultRouteAction',
  'pathMatchers[].defaultRouteAction',
  'pathMatchers[].pathRules[].routeAction',
  'pathMatchers[].routeRules[].routeAction',
];

/** Everywhere a route can redirect. */
const REDIRECTS = [
  'defaultUrlRedirect',
  'pathMatchers[].defaultUrlRedirect',
  'pathMatchers[].pathRules[].urlRedirect',
  'pathMatchers[].routeRules[].urlRedirect',
];

/** Everywhere a backend service is named. */
const SERVICES = [
  'defaultService',
  'pathMatchers[].defaultService',
  'pathMatchers[].pathRules[].service',
  'pathMatchers[].routeRules[].service',
  ...ACTIONS.flatMap((action) => [
    `${action}.weightedBackendServices[].backendService`,
    `${action}.requestMirrorPolicy.backendService`,
  ]),
];

const knownMatchers: Rule = ({ hostRules, pathMatchers }) => {
  const names = listOf(pathMatchers).map((matcher) => textOf(objectOf(matcher)['name']) ?? '');
  return listOf(hostRules).flatMap((rule, index) => {
    const wanted = textOf(objectOf(rule)['pathMatcher']);
    if (wanted === undefined || names.includes(wanted)) return [];
    return [
      {
        path: `hostRules[${index}].pathMatcher`,
        reason: `no path matcher is named ${wanted}: there are ${list(names)}`,
      },
    ];
  });
};

const urlMap: Description = {
  type: URL_MAP,
  ...globalResource('urlMaps'),
  autoname: namedLower,
  check: [
    exactlyOne('defaultService', 'defaultUrlRedirect', 'defaultRouteAction.weightedBackendServices'),
    conflicts('defaultRouteAction', 'defaultUrlRedirect'),
    ...REDIRECTS.map((redirect) => oneOf(`${redirect}.redirectResponseCode`, REDIRECT_CODES)),
    ...ACTIONS.flatMap((action) => [
      range(`${action}.weightedBackendServices[].weight`, 0, 1000),
      range(`${action}.retryPolicy.numRetries`, 1),
      range(`${action}.requestMirrorPolicy.mirrorPercent`, 0, 100),
    ]),
  ],
  apply: [
    knownMatchers,
    within(
      'pathMatchers[]',
      exactlyOne('defaultService', 'defaultUrlRedirect', 'defaultRouteAction.weightedBackendServices'),
    ),
  ],
  computed: [
    'defaultRouteAction.timeout',
    'defaultRouteAction.urlRewrite',
    ...ACTIONS.map((action) => `${action}.retryPolicy.perTryTimeout`),
  ],
  replaces: ['name'],
  normal: Object.fromEntries(SERVICES.map((path) => [path, byPath])),
  references: Object.fromEntries(SERVICES.map((path) => [path, [BACKEND_SERVICE, BACKEND_BUCKET]])),
  holds: SERVICES,
  outputs: () => ({ mapId: Number(digits(15)) }),
};

/** The map from requests to backend services. */
export const urlMaps = [urlMap];
